#include "sync/run/doctor_host.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "sync/run/backups.hpp"
#include "sync/store/portal_lock.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMegabyte = std::uintmax_t{1} << 20U;
constexpr std::uintmax_t kComfort = 256 * kMegabyte;
constexpr std::uintmax_t kLeast = 64 * kMegabyte;
constexpr std::uintmax_t kTimesItsSize = 4;
constexpr std::chrono::days kOldBackup{7};

std::string megabytes(std::uintmax_t bytes) {
    return std::to_string(bytes / kMegabyte) + " MiB";
}

bool exists(const std::string& path) {
    std::error_code unused;
    return fs::exists(path, unused);
}

std::uintmax_t size_of(const std::string& path) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    return error ? 0 : size;
}

std::string folder_of(const std::string& path) {
    const std::string folder = fs::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

// The folder that is there already, of the one where the state is to be.
std::string existing_folder_of(const std::string& path) {
    std::string folder = folder_of(path);
    while (!exists(folder) && folder != folder_of(folder)) folder = folder_of(folder);
    return folder;
}

// "0644", or empty when all is as it should be.
std::string open_mode(const std::string& path, mode_t forbidden) {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0 || (facts.st_mode & forbidden) == 0) return {};
    char text[8];
    std::snprintf(text, sizeof text, "%04o", facts.st_mode & 07777U);
    return text;
}

Finding judge_lock(const std::string& state_path) {
    const auto lock = store::PortalLock::acquire(state_path);
    if (lock) return {.check = "lock", .what = "no process holds the state"};
    if (lock.error().code != ErrorCode::StoreLocked) return failed_check("lock", lock.error());
    // Held by the daemon: as it should be.
    const std::string& message = lock.error().message;
    return {.check = "lock", .what = message.substr(0, message.find(" ("))};
}

}  // namespace

Finding judge_disk(std::uintmax_t available, std::uintmax_t state_size) {
    Finding finding{.check = "disk",
                    .what = megabytes(available) + " free for a state of " + megabytes(state_size)};
    if (available < kLeast) {
        finding.verdict = Verdict::Fail;
        finding.code = ErrorCode::StoreFailed;
    } else if (available < std::max(kComfort, kTimesItsSize * state_size)) {
        finding.verdict = Verdict::Warn;
    } else {
        return finding;
    }
    finding.fix = "make room on this disk, or move the state to a larger one";
    return finding;
}

Finding judge_backups(std::optional<Instant> newest, Instant now) {
    if (!newest) {
        return {.check = "backups",
                .verdict = Verdict::Warn,
                .what = "there is no backup",
                .fix = "run: mentorsync backup, and let a timer do so every day"};
    }
    const auto age = std::chrono::floor<std::chrono::hours>(now - *newest);
    Finding finding{.check = "backups",
                    .what = "the newest backup is " + std::to_string(age.count()) + " hours old"};
    if (age > kOldBackup) {
        finding.verdict = Verdict::Warn;
        finding.fix = "run: mentorsync backup, and let a timer do so every day";
    }
    return finding;
}

Finding judge_seal_key(const Settings& settings, const std::string& state_path) {
    if (!settings.seal_keys.empty()) {
        return {.check = "seal_key", .what = "the key that seals the state is kept apart from it"};
    }
    return {.check = "seal_key",
            .verdict = Verdict::Warn,
            .what = "the key that seals the state lies beside it, in " + state_path + ".key",
            .fix =
                "keep it apart, for example as a systemd credential; see the manual, The key "
                "that seals"};
}

Diagnosis judge_modes(const std::string& state_path) {
    if (!exists(state_path)) return {};
    Diagnosis diagnosis;
    const auto look = [&](const std::string& path, mode_t forbidden, const std::string& wanted) {
        const std::string mode = open_mode(path, forbidden);
        if (mode.empty()) return;
        diagnosis.push_back({.check = "modes",
                             .verdict = Verdict::Fail,
                             .what = path + " has mode " + mode + " and is open to others",
                             .fix = "run: chmod " + wanted + " " + path,
                             .code = ErrorCode::StoreFailed});
    };
    look(folder_of(state_path), 0022U, "700");
    for (const char* const suffix : {"", "-wal", "-shm", ".lock", ".key"}) {
        look(state_path + suffix, 0077U, "600");
    }
    if (diagnosis.empty()) {
        diagnosis.push_back({.check = "modes", .what = "only its owner can read the state"});
    }
    return diagnosis;
}

Diagnosis judge_state(const std::string& state_path, const std::string& portal) {
    if (!exists(state_path)) {
        return {{.check = "state", .what = "there is no state yet; begin with: mentorsync plan"}};
    }
    Diagnosis diagnosis;
    const auto opened = store::SqlStore::open(state_path, portal, store::Mode::ReadOnly);
    if (opened) {
        diagnosis.push_back({.check = "state", .what = "the state is sound: " + state_path});
    } else {
        diagnosis.push_back(failed_check("state", opened.error()));
    }
    diagnosis.push_back(judge_lock(state_path));
    return diagnosis;
}

Diagnosis examine_host(const Settings& settings, const std::string& portal, Instant now) {
    const std::string path = resolve_path(settings.file, settings.store);
    Diagnosis diagnosis;
    std::error_code error;
    const fs::space_info space = fs::space(existing_folder_of(path), error);
    if (!error) {
        const std::uintmax_t size = size_of(path) + size_of(path + "-wal");
        diagnosis.push_back(judge_disk(space.available, size));
    }
    const auto append = [&](Diagnosis more) {
        std::ranges::move(more, std::back_inserter(diagnosis));
    };
    append(judge_modes(path));
    append(judge_state(path, portal));
    diagnosis.push_back(judge_seal_key(settings, path));
    if (exists(path)) {
        const auto backups = list_backups(backups_folder(settings));
        diagnosis.push_back(!backups           ? failed_check("backups", backups.error())
                            : backups->empty() ? judge_backups(std::nullopt, now)
                                               : judge_backups(backups->back().made, now));
    }
    return diagnosis;
}

}  // namespace mentorsync
