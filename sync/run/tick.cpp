#include "sync/run/tick.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "sync/run/hashing.hpp"
#include "sync/run/schedule.hpp"

namespace mentorsync {

namespace {

using store::PullKind;
using Blocked = tl::unexpected<Obstacle>;
template <class T>
using Step = tl::expected<T, Obstacle>;

constexpr std::chrono::minutes kSchemaAge{15};

Blocked blocked(Error error) {
    return Blocked(Obstacle{std::move(error), {}});
}

bool ends_something(const Plan& plan) {
    return std::ranges::any_of(plan.actions, [](const Action& action) {
        return std::holds_alternative<EndRelationship>(action);
    });
}

// Only then does time alone change what a contact shows.
bool shows_overdue_tasks(const Programme& programme) {
    return std::ranges::find(programme.rollups, RollupField::TasksOverdue, &Rollup::field) !=
           programme.rollups.end();
}

class Tick {
public:
    Tick(const SyncDoors& doors, const Mapping& mapping, const TickChoice& choice, PortalView& view,
         const std::stop_token& stop)
        : doors_(doors), mapping_(mapping), choice_(choice), view_(view), stop_(stop) {}

    Step<TickReport> run();

private:
    [[nodiscard]] bool is_view_stale() const;
    Step<void> read_schema();
    [[nodiscard]] PullKind kind_to_pull() const;
    Result<void> pull();
    Result<PullReport> pull_as(PullKind kind);
    [[nodiscard]] PlanReason reason() const;
    Step<void> keep_up();
    Step<void> plan_and_store();
    Step<Proposal> proposed();
    Step<void> look_again(const Proposal& proposal);
    Step<void> deliver_what_is_due();

    const SyncDoors& doors_;
    const Mapping& mapping_;
    const TickChoice& choice_;
    PortalView& view_;
    const std::stop_token& stop_;

    store::PortalState state_;
    CrmAccount account_;
    TickReport report_;
};

bool Tick::is_view_stale() const {
    return !view_.rules || view_.mapping != mapping_.shared() ||
           choice_.kind == PullKind::Everything ||
           doors_.clock.elapsed() - view_.read_at >= kSchemaAge;
}

Step<void> Tick::read_schema() {
    auto rules = bind_to_portal(doors_.reader, mapping_, stop_);
    if (!rules) return Blocked(std::move(rules).error());
    if (view_.mapping != mapping_.shared()) {
        view_ = {};
        view_.mapping = mapping_.shared();
        view_.mapping_hash = hash_of_mapping(mapping_);
    }
    view_.scope = fingerprint_of(rules->scope());
    view_.rules = *std::move(rules);
    view_.read_at = doors_.clock.elapsed();
    return {};
}

PullKind Tick::kind_to_pull() const {
    const bool has_mirror = state_.portal && !state_.cursors.empty() && state_.scope == view_.scope;
    return has_mirror ? choice_.kind : PullKind::Everything;
}

Result<PullReport> Tick::pull_as(PullKind kind) {
    report_.kind = kind;
    const auto begun = doors_.staging.begin(view_.scope, kind, doors_.clock.now());
    if (!begun) return Failure(begun.error());
    const PullScope scope = view_.rules->scope();
    if (kind == PullKind::Everything) {
        return doors_.reader.pull(scope, doors_.staging, doors_.observer, stop_);
    }
    const ChangeRequest request{.cursors = state_.cursors,
                                .audits = choice_.audits,
                                .audit_requests = choice_.audit_requests};
    return doors_.reader.pull_changes(scope, request, doors_.mirror, doors_.staging,
                                      doors_.observer, stop_);
}

Result<void> Tick::pull() {
    const PullKind kind = kind_to_pull();
    auto pulled = pull_as(kind);
    if (!pulled && kind == PullKind::Changes && pulled.error().code == ErrorCode::InvalidArgument) {
        pulled = pull_as(PullKind::Everything);
    }
    if (!pulled) return Failure(pulled.error());
    report_.pull = *std::move(pulled);
    return {};
}

PlanReason Tick::reason() const {
    const Programme& programme = view_.rules->programme();
    const Instant now = doors_.clock.now();
    const auto due = due_period(programme, now);
    PlanningFacts facts{.has_consent = choice_.consent.acceptance || choice_.consent.plan_hash,
                        .kind = report_.kind,
                        .changed = report_.pull.changed,
                        .mapping_accepted = state_.accepted_mapping == view_.mapping_hash,
                        .due_period = due ? due->id : std::string(),
                        .planned_period = state_.planned_period,
                        .planned_at = state_.planned_at,
                        .now = now};
    if (shows_overdue_tasks(programme)) {
        facts.next_due = view_.has_planned ? view_.next_due : Instant{};
    }
    return reason_to_plan(facts);
}

Step<void> Tick::keep_up() {
    const Instant now = doors_.clock.now();
    const auto kept = doors_.store.keep_up({.cursors = report_.pull.cursors,
                                            .audits = audit_rows(report_.pull, now),
                                            .coverage = report_.pull.coverage,
                                            .now = now});
    if (!kept) return blocked(kept.error());
    return {};
}

Step<Proposal> Tick::proposed() {
    auto snapshot = doors_.staging.merged();
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
Step<void> Tick::look_again(const Proposal& proposal) {
    const bool first = !state_.portal;
    if (first || (proposal.brakes.empty() && !ends_something(proposal.plan))) return {};
    const std::string scope = view_.scope;
    if (auto read = read_schema(); !read) return read;
    if (view_.scope == scope) return {};
    return blocked({ErrorCode::Unavailable,
                    "the portal's lists or labels were changed while it was pulled; the next sync "
                    "pulls it again"});
}

Step<void> Tick::plan_and_store() {
    auto proposal = proposed();
    if (!proposal) return Blocked(std::move(proposal).error());
    Step<void> allowed = look_again(*proposal);
    if (allowed) {
        if (auto consented = check_consent(*proposal, choice_.consent); !consented) {
            allowed = blocked(std::move(consented).error());
        }
    }
    if (!allowed) {
        // What was pulled is people's data, and nobody has agreed to keep it.
        if (auto discarded = doors_.staging.discard(); !discarded) {
            return blocked(std::move(discarded).error());
        }
        return allowed;
    }
    if (auto stored = commit_proposal(*proposal, doors_.store); !stored) {
        return blocked(std::move(stored).error());
    }
    view_.has_planned = true;
    view_.next_due = next_due_of(proposal->translation.seen.tasks, proposal->now);
    report_.proposal = *std::move(proposal);
    return {};
}

Step<void> Tick::deliver_what_is_due() {
    auto delivered = deliver(doors_.writer, doors_.outbox, doors_.clock, stop_);
    if (!delivered) return blocked(std::move(delivered).error());
    report_.delivery = *std::move(delivered);
    return {};
}

Step<TickReport> Tick::run() {
    auto state = doors_.store.portal();
    if (!state) return blocked(std::move(state).error());
    state_ = *std::move(state);
    auto account = identify(doors_.reader, state_, stop_);
    if (!account) return blocked(std::move(account).error());
    account_ = *std::move(account);

    Step<void> done;
    if (is_view_stale()) done = read_schema();
    if (!done) return Blocked(std::move(done).error());
    if (auto pulled = pull(); !pulled) return blocked(std::move(pulled).error());
    report_.reason = reason();
    done = report_.reason == PlanReason::None ? keep_up() : plan_and_store();
    if (done) done = deliver_what_is_due();
    if (!done) return Blocked(std::move(done).error());
    return std::move(report_);
}

}  // namespace

tl::expected<TickReport, Obstacle> run_tick(const SyncDoors& doors, const Mapping& mapping,
                                            const TickChoice& choice, PortalView& view,
                                            const std::stop_token& stop) {
    return Tick(doors, mapping, choice, view, stop).run();
}

}  // namespace mentorsync
