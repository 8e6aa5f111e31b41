// The folder of backups: one file a backup, named by the moment it was made, none older than 30
// days.

#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/error.hpp"
#include "sync/run/settings.hpp"

namespace mentorsync {

// What was deleted for its privacy must not lie in a backup for longer.
inline constexpr std::chrono::days kKeepBackups{30};

struct Backup {
    std::string path;
    Instant made{};

    friend bool operator==(const Backup&, const Backup&) = default;
};

// Where backups are made: the settings' folder, or "<state>.backups".
[[nodiscard]] std::string backups_folder(const Settings& settings);

// "state-20261123T060500Z.db".
[[nodiscard]] std::string backup_name(Instant made);

// When the backup of this name was made; empty for any other name.
[[nodiscard]] std::optional<Instant> backup_made(std::string_view name);

// The backups in a folder, oldest first; none when there is no such folder. Fails with StoreFailed
// when it cannot be read.
[[nodiscard]] Result<std::vector<Backup>> list_backups(const std::string& folder);

struct BackupDone {
    std::string path;
    std::size_t removed = 0;  // older ones
};

// Makes a backup of the state in `folder`, which is made 0700 when it is missing, and then removes
// those that are too old. Needs no lock. Fails with StoreFailed, having removed nothing.
[[nodiscard]] Result<BackupDone> make_backup(const std::string& state_path,
                                             const std::string& folder, Instant now);

}  // namespace mentorsync
