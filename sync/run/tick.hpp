// One tick: what changed in the portal, or everything; decided, stored and told.
//
// A tick that finds nothing new plans nothing: it reads no record, and stores only where it goes
// on. It plans when something changed, a note's slot has come, a task fell due, the mapping is
// another one, or a day has passed.

#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "mentorsync/crm_connector.hpp"
#include "sync/run/audit_notes.hpp"
#include "sync/run/cycle.hpp"
#include "sync/run/deliver.hpp"
#include "sync/run/planning.hpp"
#include "sync/run/sync.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// What is believed of the portal between two ticks of one process, so that a tick need not ask.
// Begins empty; a tick fills it in, and nobody else looks into it.
struct PortalView {
    std::optional<RuleSet> rules;
    std::chrono::milliseconds read_at{};              // `Clock::elapsed` when the schema was read
    std::shared_ptr<const Mapping::Content> mapping;  // that `rules` were made from
    std::string mapping_hash;
    std::string scope;  // fingerprint of what `rules` want to be pulled

    bool has_planned = false;         // in this process, so that `next_due` is known
    std::optional<Instant> next_due;  // when a roll-up next counts a task as overdue

    std::optional<Instant> next_sweep;  // for notes of ours that nobody sees
    std::string sweep_after;            // where it goes on
};

struct TickChoice {
    // Changes becomes Everything when there is no mirror of the mapping's scope yet, or the
    // cursors do not fit it.
    store::PullKind kind = store::PullKind::Everything;
    std::vector<Audit> audits = {};         // with Changes
    std::size_t audit_requests = SIZE_MAX;  // at most so many for them
    Consent consent = {};

    // Of a portal whose host hands records in: always plans, and tells nobody. What was decided
    // waits in the outbox, where the host takes it.
    bool is_hosted = false;

    // Stores nothing, asks for no consent, and returns the proposal.
    bool is_rehearsal = false;
};

struct TickReport {
    store::PullKind kind = store::PullKind::Everything;  // as it was done
    PullReport pull;
    PlanReason reason = PlanReason::None;
    std::optional<Proposal> proposal;  // empty: nothing had to be planned
    DeliveryReport delivery;
    std::optional<Error> unclean_backups;  // why one may still hold somebody who was erased
    NoteAudit notes;                       // of those whose time had come
    NoteAudit orphans;                     // of the weekly sweep, when it was made
};

// Reads the schema again when `view` has none, before everything is pulled, and whenever a brake is
// about to refuse or a relationship to end: a property that is gone looks like that. Older than a
// quarter of an hour it is read again before links are audited and before anything is planned; a
// tick that finds nothing new reads none. The portal's identity is asked for every time.
//
// Fails as `propose`, `check_consent`, `commit_proposal` and `deliver` do. A failed pull keeps its
// pages, so that the next one goes on from there; what was pulled and refused is forgotten, and
// found again the next time. What an earlier tick left in the outbox is delivered too.
//
// Whom the CRM has erased is erased here once a look of its own finds them nowhere and somebody
// else in place. Where that contradicts what was pulled, this is forgotten, and the tick fails with
// Unavailable.
//
// What would end, a relationship or a task, is pulled twice, and ends where both pulls leave it
// out. Where only the second one does, all of it is forgotten, and the tick fails with Unavailable.
// A rehearsal and what a host has handed in are pulled once.
//
// Except for a host, also audits notes that were told at least ten minutes ago, and once a week
// sweeps for orphans, within `audit_requests`. An audit that the CRM breaks off fails nothing. Then
// the backups, where somebody was erased here: that they cannot be changed fails nothing either.
[[nodiscard]] tl::expected<TickReport, Obstacle> run_tick(const SyncDoors& doors,
                                                          const Mapping& mapping,
                                                          const TickChoice& choice,
                                                          PortalView& view,
                                                          const std::stop_token& stop);

}  // namespace mentorsync
