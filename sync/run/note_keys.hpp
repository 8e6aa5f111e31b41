// The keys under which one note may have been written, because its people were merged since.

#pragma once

#include <set>
#include <span>
#include <stop_token>
#include <vector>

#include "mentorsync/crm_connector.hpp"
#include "mentorsync/mentoring.hpp"
#include "sync/plan/outbox.hpp"

namespace mentorsync {

// Returns the row's own key, and then the keys of the same note under every other id that each of
// its two people has or had. A peer group has one key.
[[nodiscard]] std::vector<NoteKey> keys_of(const OutboxRow& row, const PortalId& portal,
                                           const Aliases& aliases);

// Looks up every key of every row, in calls of 100, and returns what is known of each note; in the
// order of `rows`. Fails as `read_notes_by_key` does.
[[nodiscard]] Result<std::vector<KeyState>> read_notes(CrmWriter& crm,
                                                       std::span<const OutboxRow> rows,
                                                       const PortalId& portal,
                                                       const Aliases& aliases,
                                                       const std::stop_token& stop);

}  // namespace mentorsync
