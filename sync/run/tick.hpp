// One tick: what changed in the portal, or everything; decided, stored and told.
//
// A tick that finds nothing new plans nothing: it reads no record, and stores only where it goes
// on. It plans when something changed, a note's slot has come, a task fell due, the mapping is
// another one, or a day has passed.

#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>
#include <vector>

#include "mentorsync/crm_connector.hpp"
#include "sync/run/cycle.hpp"
#include "sync/run/deliver.hpp"
#include "sync/run/sync.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// What is believed of the portal between two ticks of one process, so that a tick need not ask.
struct PortalView {
    std::optional<RuleSet> rules;
    std::chrono::milliseconds read_at{};  // `Clock::elapsed` when the schema was read
};

struct TickChoice {
    // Changes becomes Everything when there is no mirror of the mapping's scope yet, or the
    // cursors do not fit it.
    store::PullKind kind = store::PullKind::Everything;
    std::vector<Audit> audits;              // with Changes
    std::size_t audit_requests = SIZE_MAX;  // at most so many for them
    Consent consent;
};

struct TickReport {
    store::PullKind kind = store::PullKind::Everything;  // as it was done
    PullReport pull;
    std::optional<Proposal> proposal;  // empty: nothing had to be planned
    DeliveryReport delivery;
};

// Reads the schema again when `view` has none or is older than a quarter of an hour, and whenever a
// brake is about to refuse: a property that is gone looks like a mass change. The portal's identity
// is asked for every time.
//
// Fails as `run_sync` does. What was pulled and refused is forgotten, and found again the next
// time.
[[nodiscard]] tl::expected<TickReport, Obstacle> run_tick(const SyncDoors& doors,
                                                          const Mapping& mapping,
                                                          const TickChoice& choice,
                                                          PortalView& view,
                                                          const std::stop_token& stop);

}  // namespace mentorsync
