// A folder of a case's own, in memory where the system has such a place, gone with the case.
//
// What a disk does to files is simulated by who uses it; its own speed is not the subject.

#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace mentorsync::rigs {

class FastFolder {
public:
    FastFolder() {
        std::string name = "/dev/shm/mentorsync-rig-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) {
            name = (std::filesystem::temp_directory_path() / "mentorsync-rig-XXXXXX").string();
            if (::mkdtemp(name.data()) == nullptr) std::abort();
        }
        path_ = name;
    }
    FastFolder(const FastFolder&) = delete;
    FastFolder& operator=(const FastFolder&) = delete;
    ~FastFolder() {
        std::error_code unused;
        std::filesystem::remove_all(path_, unused);
    }

    [[nodiscard]] std::string file(const char* name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

}  // namespace mentorsync::rigs
