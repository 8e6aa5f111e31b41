#include "sync/run/rebuild.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "sync/run/backups.hpp"
#include "sync/run/seal_key.hpp"
#include "sync/store/backup.hpp"
#include "sync/store/portal_lock.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync {

namespace {

namespace fs = std::filesystem;

using Sealer = std::shared_ptr<const store::Sealer>;

// "20261123T060500Z".
std::string moment(Instant now) {
    const std::string name = backup_name(now);
    return name.substr(6, name.size() - 9);
}

bool exists(const std::string& path) {
    std::error_code unused;
    return fs::exists(fs::symlink_status(path, unused));
}

// The database first: without it what is left beside it is refused, and moved by the next try.
Result<std::string> move_aside(const std::string& path, Instant now) {
    const std::string aside = path + ".before-" + moment(now);
    bool moved = false;
    for (const char* const suffix : {"", "-wal", "-shm"}) {
        if (!exists(path + suffix)) continue;
        if (exists(aside + suffix)) {
            return fail(ErrorCode::StoreFailed, aside + suffix + " is there already");
        }
        std::error_code error;
        fs::rename(path + suffix, aside + suffix, error);
        if (error) {
            return fail(ErrorCode::StoreFailed, "move " + path + suffix + ": " + error.message());
        }
        moved = true;
    }
    return moved ? aside : std::string();
}

}  // namespace

Result<Rebuilt> rebuild_state(const Settings& settings, const std::string& from, Instant now) {
    const std::string path = resolve_path(settings.file, settings.store);
    const auto lock = store::PortalLock::acquire(path);
    if (!lock) return Failure(lock.error());
    const auto sealer = open_sealer(settings, MissingKey::Make);
    if (!sealer) return Failure(sealer.error());
    auto aside = move_aside(path, now);
    if (!aside) return Failure(aside.error());
    Rebuilt rebuilt{.old_state = *std::move(aside)};
    const auto failed = [&](const Error& error) {
        if (rebuilt.old_state.empty()) return Failure(error);
        return fail_in("the old state lies at " + rebuilt.old_state, error);
    };
    if (!from.empty()) {
        std::vector<std::string> names;
        for (const PortalSettings& portal : settings.portals) names.push_back(portal.name);
        if (auto done = store::restore_backup(from, path, names); !done)
            return failed(done.error());
    }
    const auto begun =
        store::SqlStore::open(path, settings.portals.front().name, store::Mode::ReadWrite, *sealer);
    if (!begun) return failed(begun.error());
    rebuilt.needs_login = std::ranges::any_of(
        settings.portals, [](const PortalSettings& portal) { return portal.oauth.has_value(); });
    return rebuilt;
}

}  // namespace mentorsync
