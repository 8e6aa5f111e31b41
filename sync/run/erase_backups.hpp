// Takes a person out of the backups as well.

#pragma once

#include <memory>
#include <string>

#include "sync/run/sync.hpp"
#include "sync/store/sealer.hpp"

namespace mentorsync {

// Returns what `SyncDoors::forget_elsewhere` is to be: it erases a contact of the portal in every
// backup in `folder`. A folder that is not there holds none. It fails with StoreFailed when one of
// them cannot be written; the next tick tries again.
[[nodiscard]] ForgetElsewhere erase_in_backups(std::string folder, std::string portal,
                                               std::shared_ptr<const store::Sealer> sealer);

}  // namespace mentorsync
