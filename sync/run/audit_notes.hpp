// Looks, some time after notes were told, whether every one of them is there once and seen; and
// takes away notes of ours that nobody can see.

#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>

#include "sync/run/deliver.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

struct NoteAudit {
    std::size_t requests = 0;  // the least that its calls cost
    std::size_t found = 0;     // notes that were not as they should be
    bool finished = true;      // false: the budget or an error kept it from some of them

    // What the CRM answered in place of what was asked, if it did.
    std::optional<Error> error = {};
};

// Audits the Done rows whose time has come, once each: its key is read, exactly one live note has
// it, and the note is associated with its contacts under their present ids. What is missing is
// associated again: until now nobody had proved that it ever was. What a person takes away later
// stays away, because an audited row is never looked at again. A note that is nowhere, although the
// CRM said that it was written, is written again by the next delivery.
//
// Begins no batch of 100 once `budget` requests were made. A batch that the CRM refuses, or answers
// with what cannot be read, is halved within `budget`; a row that is so alone, and what the budget
// leaves of its batch, waits for an hour and counts as told until then, or for good 30 days after
// its time. Any other failure of a call ends the audit. What was found until then is stored.
//
// Fails with StoreFailed only: what the CRM answers ends up in `error`.
[[nodiscard]] Result<NoteAudit> audit_notes(const DeliveryDoors& doors, std::size_t budget,
                                            const std::stop_token& stop);

// Reads the notes that carry one of our keys, from `after` on, and archives, one at a time, those
// that no contact carries, that are older than a day, and whose row is final with another note, or
// is Gone or Cancelled: a late create made them. A note whose row is not known is left alone.
// Leaves in `after` where to go on: empty at the end. A call that fails ends it there.
//
// Fails as `audit_notes` does.
[[nodiscard]] Result<NoteAudit> sweep_orphans(const DeliveryDoors& doors, store::StateReader& state,
                                              std::string& after, std::size_t budget,
                                              const std::stop_token& stop);

}  // namespace mentorsync
