#include "sync/run/tick.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "sync/run/tick_state.hpp"

namespace mentorsync {

namespace {

using store::PullKind;
using Blocked = tl::unexpected<Obstacle>;

// The relationships that would end, and the tasks that would be dropped.
std::set<std::string> ends_of(const Plan& plan) {
    std::set<std::string> ends;
    for (const Action& action : plan.actions) {
        if (const auto* end = std::get_if<EndRelationship>(&action)) {
            ends.insert(end->relationship.text());
        } else if (const auto* drop = std::get_if<DropTask>(&action)) {
            ends.insert("task " + drop->task.text());
        }
    }
    return ends;
}

// What the earlier look at the same has cost counts as well.
void add_requests(const PullReport& earlier, PullReport& report) {
    report.requests += earlier.requests;
    report.search_requests += earlier.search_requests;
    for (AuditReport& audit : report.audits) {
        const auto found = std::ranges::find(earlier.audits, audit.audit, &AuditReport::audit);
        if (found != earlier.audits.end()) audit.requests += found->requests;
    }
}

}  // namespace

Tick::Step<void> Tick::keep_up() {
    const Instant now = doors_.clock.now();
    const auto kept = doors_.store.keep_up({.cursors = report_.pull.cursors,
                                            .audits = audits_made(now),
                                            .coverage = report_.pull.coverage,
                                            .now = now});
    if (!kept) return blocked(kept.error());
    return {};
}

Tick::Step<Proposal> Tick::proposed() {
    // After a complete pull of everything, what is stored from before says nothing any more.
    const bool is_complete =
        report_.kind == PullKind::Everything && report_.pull.coverage == Coverage::Everything;
    auto snapshot = is_complete ? doors_.staging.taken() : doors_.staging.merged();
    if (!snapshot) return blocked(snapshot.error());
    const bool is_whole =
        report_.kind == PullKind::Everything || snapshot->coverage == Coverage::Everything;
    snapshot->coverage = is_whole ? report_.pull.coverage : Coverage::Partial;
    auto proposal = decide({.crm = doors_.reader,
                            .store = doors_.store,
                            .mirror = doors_.mirror,
                            .mapping = mapping_,
                            .clock = doors_.clock,
                            .observer = doors_.observer},
                           {.account = account_,
                            .rules = *view_.rules,
                            .mapping_hash = view_.mapping_hash,
                            .state = state_,
                            .kind = report_.kind,
                            .pull = report_.pull},
                           *snapshot);
    if (!proposal) return blocked(proposal.error());
    return *std::move(proposal);
}

// A property, label or list that is gone brings fewer relationships, and no error.
Tick::Step<void> Tick::look_again(const Proposal& proposal) {
    const bool first = !state_.portal;
    if (first || (proposal.brakes.empty() && ends_of(proposal.plan).empty())) return {};
    const std::string scope = view_.scope;
    if (auto read = read_schema(); !read) return read;
    if (view_.scope == scope) return {};
    return blocked({ErrorCode::Unavailable,
                    "the portal's lists or labels were changed while it was pulled; the next sync "
                    "pulls it again"});
}

// One answer may leave somebody out. What would end is pulled twice, and ends when both say so.
Tick::Step<void> Tick::look_twice(Proposal& proposal) {
    const std::set<std::string> first = ends_of(proposal.plan);
    if (choice_.is_hosted || first.empty()) return {};
    const PullReport earlier = report_.pull;
    // Else the pull would go on at its end.
    if (auto done = doors_.staging.discard(); !done) return blocked(std::move(done).error());
    if (auto again = pull(); !again) return blocked(std::move(again).error());
    add_requests(earlier, report_.pull);
    auto second = proposed();
    if (!second) return Blocked(std::move(second).error());
    if (!std::ranges::includes(first, ends_of(second->plan))) {
        return blocked({ErrorCode::Unavailable,
                        "the CRM leaves out in one answer what it has in another; the next sync "
                        "asks again"});
    }
    proposal = *std::move(second);
    return consented(proposal);
}

Tick::Step<void> Tick::consented(const Proposal& proposal) const {
    if (auto checked = check_consent(proposal, choice_.consent); !checked) {
        return blocked(std::move(checked).error());
    }
    return {};
}

Tick::Step<void> Tick::plan_and_store() {
    auto proposal = proposed();
    if (!proposal) return Blocked(std::move(proposal).error());
    if (choice_.is_rehearsal) {
        if (auto forgotten = doors_.staging.discard(); !forgotten) {
            return blocked(std::move(forgotten).error());
        }
        report_.proposal = *std::move(proposal);
        return {};
    }
    Step<void> allowed = look_again(*proposal);
    if (allowed) allowed = consented(*proposal);
    if (allowed) {
        if (auto sure = look_twice(*proposal); !sure) {
            // Not even who was erased is sure now.
            auto forgotten = doors_.staging.discard();
            return forgotten ? sure : blocked(std::move(forgotten).error());
        }
    }
    if (!allowed) {
        // What was pulled is people's data, and nobody has agreed to keep it.
        auto forgotten = doors_.staging.discard();
        if (forgotten) forgotten = erase_all_the_same();
        if (!forgotten) return blocked(std::move(forgotten).error());
        return allowed;
    }
    if (auto stored = commit_proposal(*proposal, audits_made(proposal->now), doors_.store);
        !stored) {
        return blocked(std::move(stored).error());
    }
    view_.has_planned = true;
    view_.next_due = next_due_of(proposal->translation.seen.tasks, proposal->now);
    report_.proposal = *std::move(proposal);
    return {};
}

// Also whom an earlier tick, or a command, has erased here.
Result<void> Tick::forget_elsewhere() {
    if (!doors_.forget_elsewhere || doors_.people == nullptr || choice_.is_rehearsal) return {};
    const auto is_owed = doors_.people->has_unclean_backups();
    if (!is_owed) return Failure(is_owed.error());
    if (!*is_owed) return {};
    auto forgotten = doors_.forget_elsewhere(*doors_.people, doors_.clock.now());
    return forgotten ? doors_.people->mark_backups_clean() : forgotten;
}

// What the law asks for waits for no consent.
Result<void> Tick::erase_all_the_same() {
    if (doors_.people == nullptr) return {};
    for (const RecordId& contact : sink_.erased()) {
        auto erased = doors_.people->erase(contact, doors_.clock.now());
        if (!erased) return erased;
    }
    return {};
}

DeliveryDoors Tick::delivery_doors() const {
    return {.portal = account_.portal,
            .writer = doors_.writer,
            .auditor = doors_.auditor,
            .store = doors_.store,
            .outbox = doors_.outbox,
            .clock = doors_.clock};
}

Tick::Step<void> Tick::deliver_what_is_due() {
    auto delivered = deliver(delivery_doors(), stop_);
    if (!delivered) return blocked(std::move(delivered).error());
    report_.delivery = *std::move(delivered);
    return {};
}

Tick::Step<TickReport> Tick::run() {
    auto state = doors_.store.portal();
    if (!state) return blocked(std::move(state).error());
    state_ = *std::move(state);
    auto account = identify(doors_.reader, state_, stop_);
    if (!account) return blocked(std::move(account).error());
    account_ = *std::move(account);

    Step<void> done;
    if (is_view_stale()) done = read_schema();
    if (!done) return Blocked(std::move(done).error());
    if (state_.portal && !choice_.is_hosted) {
        if (auto audited = audit(); !audited) return blocked(std::move(audited).error());
    }
    if (done = pull_for_certain(); !done) return Blocked(std::move(done).error());
    done = report_.reason == PlanReason::None ? keep_up() : plan_and_store();
    // Whether or not anybody has consented. What is told to the CRM does not wait for a backup.
    if (auto forgotten = forget_elsewhere(); !forgotten) {
        report_.unclean_backups = std::move(forgotten).error();
    }
    if (done && !choice_.is_hosted) done = deliver_what_is_due();
    if (!done) return Blocked(std::move(done).error());
    return std::move(report_);
}

tl::expected<TickReport, Obstacle> run_tick(const SyncDoors& doors, const Mapping& mapping,
                                            const TickChoice& choice, PortalView& view,
                                            const std::stop_token& stop) {
    return Tick(doors, mapping, choice, view, stop).run();
}

}  // namespace mentorsync
