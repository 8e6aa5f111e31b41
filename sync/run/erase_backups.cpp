#include "sync/run/erase_backups.hpp"

#include <utility>

#include "sync/run/backups.hpp"
#include "sync/store/backup.hpp"

namespace mentorsync {

ForgetElsewhere erase_in_backups(std::string folder, std::string portal,
                                 std::shared_ptr<const store::Sealer> sealer) {
    return [folder = std::move(folder), portal = std::move(portal), sealer = std::move(sealer)](
               store::PersonalData& state, Instant now) -> Result<void> {
        const auto backups = list_backups(folder);
        if (!backups) return fail_in("erase in the backups", backups.error());
        Result<void> done;
        for (const Backup& backup : *backups) {
            auto erased = store::erase_in_backup(backup.path, portal, sealer, state, now);
            if (!erased && done)
                done = fail_in("erase in the backup " + backup.path, erased.error());
        }
        return done;
    };
}

}  // namespace mentorsync
