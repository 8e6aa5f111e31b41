// Backups of a state file: what cannot be found again in the CRM, and nothing that people wrote.
//
// A backup holds the ids, states and keys of all portals in the file. Pulled records, bodies of
// notes, waiting values, secrets, requests and cursors are not in it: the next sync pulls, plans
// and reads every key again.

#pragma once

#include <memory>
#include <span>
#include <string>

#include "mentorsync/clock.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/ids.hpp"
#include "sync/store/sealer.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync::store {

// Writes a backup of the state at `state_path` to the file `to`, 0600, of one moment, whoever
// writes to the state meanwhile. It appears under its name when it is whole and safe on the disk.
// Fails with StoreFailed when there is a file of that name, or the state is not sound.
[[nodiscard]] Result<void> back_up(const std::string& state_path, const std::string& to);

// Makes the state at `to` from a backup. Notes that were not told for good are left out: they are
// planned again, and their keys read before anything is sent. Fails with StoreFailed when there is
// a state at `to`, or the backup is damaged, another program's, or from another version's schema,
// and with WrongPortal when it is of a portal that is not among `portals`, the names in the
// configuration; empty: of any.
[[nodiscard]] Result<void> restore_backup(const std::string& from, const std::string& to,
                                          std::span<const std::string> portals);

// Erases in a backup, as `PersonalData::erase` does, everybody of a portal who was erased in
// `state`, under whichever of their ids the backup knows them.
[[nodiscard]] Result<void> erase_in_backup(const std::string& backup,
                                           const std::string& portal_name,
                                           std::shared_ptr<const Sealer> sealer,
                                           PersonalData& state, Instant now);

}  // namespace mentorsync::store
