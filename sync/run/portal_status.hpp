// How a portal stands, from the state alone: what `mentorsync status` tells.

#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/json.hpp"
#include "mentorsync/programme.hpp"
#include "sync/run/settings.hpp"
#include "sync/store/sql_store.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// An audit, as the daemon last finished it.
struct AuditStatus {
    store::AuditRow row;
    std::optional<std::chrono::seconds> interval;  // at which it is due; empty: at no fixed one
    bool overdue = false;                          // not finished for three intervals
};

struct PortalStatus {
    store::PortalState portal;
    store::Counts counts;
    store::Accounting accounting;
    std::optional<store::Health> health;  // as the daemon last told it; empty: there was none yet
    std::vector<AuditStatus> audits;
    std::size_t audit_requests = 0;  // of the last hour before each was finished
    std::size_t audit_budget = 0;    // requests an hour
    std::vector<OutboxRow> parked_notes;
    std::vector<store::ParkedProperty> parked_properties;
    std::optional<Instant> next_slot;          // when the next progress notes are due
    std::map<std::string, std::string> facts;  // what the write test found out
};

// Reads it all. Fails with StoreFailed.
[[nodiscard]] Result<PortalStatus> load_status(store::SqlStore& state,
                                               const PortalSettings& settings,
                                               const Programme& programme, Instant now);

// Members of an object that is open in `writer`; all but the accounting.
void write_status(json::Writer& writer, const PortalStatus& status);

// Whether somebody should look: failing or refused records, or a portal that does not get on.
[[nodiscard]] bool needs_attention(const PortalStatus& status);

// How long ago, in words: "just now", "4 minutes ago", "3 days ago". A moment to come is "just
// now".
[[nodiscard]] std::string time_since(Instant then, Instant now);

}  // namespace mentorsync
