#include "sync/run/erase_backups.hpp"

#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "sync/store/backup.hpp"

namespace mentorsync {

namespace {

// Source: https://www.sqlite.org/fileformat.html, 1.3.
constexpr std::string_view kMagic = "SQLite format 3";

bool is_database(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string begin(kMagic.size(), '\0');
    stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    return stream && begin == kMagic;
}

// A folder may hold other files, too.
std::vector<std::string> backups_in(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
        std::error_code unknown;
        if (entry.is_regular_file(unknown) && is_database(entry.path())) {
            files.push_back(entry.path().string());
        }
    }
    return files;
}

}  // namespace

ForgetElsewhere erase_in_backups(std::string folder, std::string portal,
                                 std::shared_ptr<const store::Sealer> sealer) {
    return [folder = std::move(folder), portal = std::move(portal), sealer = std::move(sealer)](
               const RecordId& contact, Instant now) -> Result<void> {
        for (const std::string& backup : backups_in(folder)) {
            auto erased = store::erase_in_backup(backup, portal, sealer, contact, now);
            if (!erased) return erased;
        }
        return {};
    };
}

}  // namespace mentorsync
