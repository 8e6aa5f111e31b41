#include "sync/run/tick.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "sync/run/tick_state.hpp"

namespace mentorsync {

namespace {

using store::PullKind;
using Blocked = tl::unexpected<Obstacle>;

bool ends_something(const Plan& plan) {
    return std::ranges::any_of(plan.actions, [](const Action& action) {
        return std::holds_alternative<EndRelationship>(action);
    });
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
    if (first || (proposal.brakes.empty() && !ends_something(proposal.plan))) return {};
    const std::string scope = view_.scope;
    if (auto read = read_schema(); !read) return read;
    if (view_.scope == scope) return {};
    return blocked({ErrorCode::Unavailable,
                    "the portal's lists or labels were changed while it was pulled; the next sync "
                    "pulls it again"});
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
    if (auto forgotten = forget_elsewhere(); !forgotten) {
        return blocked(std::move(forgotten).error());
    }
    Step<void> allowed = look_again(*proposal);
    if (allowed) {
        if (auto consented = check_consent(*proposal, choice_.consent); !consented) {
            allowed = blocked(std::move(consented).error());
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

Result<void> Tick::forget_elsewhere() {
    if (!doors_.forget_elsewhere) return {};
    for (const RecordId& contact : sink_.erased()) {
        auto forgotten = doors_.forget_elsewhere(contact, doors_.clock.now());
        if (!forgotten) return forgotten;
    }
    return {};
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
