// A folder of a test's own, gone with the test.

#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace mentorsync::fakes {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "mentorsync-XXXXXX").string();
        path_ = ::mkdtemp(name.data()) == nullptr ? std::string() : name;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code unused;
        if (!path_.empty()) std::filesystem::remove_all(path_, unused);
    }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    std::string path_;
};

}  // namespace mentorsync::fakes
