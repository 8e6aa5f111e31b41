#include "sync/run/backups.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "sync/store/backup.hpp"
#include "sync/store/state_file.hpp"

namespace mentorsync {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "state-";
constexpr std::string_view kSuffix = "Z.db";
constexpr std::size_t kNameLength = std::string_view("state-20261123T060500Z.db").size();

std::optional<int> digits(std::string_view text) {
    int value = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end || text.front() == '-') return std::nullopt;
    return value;
}

Failure disk_failure(const std::string& what, const std::error_code& error) {
    return fail(ErrorCode::StoreFailed, what + ": " + error.message());
}

}  // namespace

std::string backups_folder(const Settings& settings) {
    return settings.backups.empty() ? resolve_path(settings.file, settings.store) + ".backups"
                                    : resolve_path(settings.file, settings.backups);
}

std::string backup_name(Instant made) {
    const auto day = std::chrono::floor<std::chrono::days>(made);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(made - day));
    char text[64];
    std::snprintf(
        text, sizeof text, "state-%04d%02u%02uT%02d%02d%02dZ.db", int{date.year()},
        unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return text;
}

std::optional<Instant> backup_made(std::string_view name) {
    if (name.size() != kNameLength || !name.starts_with(kPrefix) || !name.ends_with(kSuffix) ||
        name[14] != 'T') {
        return std::nullopt;
    }
    const auto year = digits(name.substr(6, 4));
    const auto month = digits(name.substr(10, 2));
    const auto day = digits(name.substr(12, 2));
    const auto hour = digits(name.substr(15, 2));
    const auto minute = digits(name.substr(17, 2));
    const auto second = digits(name.substr(19, 2));
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return Instant(std::chrono::sys_days(date) + std::chrono::hours(*hour) +
                   std::chrono::minutes(*minute) + std::chrono::seconds(*second));
}

Result<std::vector<Backup>> list_backups(const std::string& folder) {
    std::vector<Backup> backups;
    std::error_code error;
    const bool exists = fs::exists(folder, error);
    if (!exists && !error) return backups;
    fs::directory_iterator at;
    if (!error) at = fs::directory_iterator(folder, error);
    for (; !error && at != fs::directory_iterator(); at.increment(error)) {
        const auto made = backup_made(at->path().filename().string());
        if (made) backups.push_back({at->path().string(), *made});
    }
    if (error) return disk_failure("read the backups in " + folder, error);
    std::ranges::sort(backups, {}, &Backup::made);
    return backups;
}

Result<BackupDone> make_backup(const std::string& state_path, const std::string& folder,
                               Instant now) {
    BackupDone done{.path = folder + "/" + backup_name(now)};
    if (auto made = store::make_directory_of(done.path); !made) return Failure(made.error());
    if (auto written = store::back_up(state_path, done.path); !written) {
        return Failure(written.error());
    }
    const auto backups = list_backups(folder);
    if (!backups) return Failure(backups.error());
    for (const Backup& backup : *backups) {
        if (now - backup.made <= kKeepBackups) continue;
        std::error_code error;
        if (!fs::remove(backup.path, error)) {
            return disk_failure("remove the old backup " + backup.path, error);
        }
        ++done.removed;
    }
    return done;
}

}  // namespace mentorsync
