// Takes a person out of the backups as well.

#pragma once

#include <memory>
#include <string>

#include "sync/run/sync.hpp"
#include "sync/store/sealer.hpp"

namespace mentorsync {

// Returns what `SyncDoors::forget_elsewhere` is to be: it erases in every backup in `folder` those
// of the portal who were erased in the state. A folder that is not there holds none, and files that
// are not called as backups are left alone. It fails with StoreFailed when the folder cannot be
// read, or one of them cannot be changed; the others are, and the next tick tries again.
[[nodiscard]] ForgetElsewhere erase_in_backups(std::string folder, std::string portal,
                                               std::shared_ptr<const store::Sealer> sealer);

}  // namespace mentorsync
