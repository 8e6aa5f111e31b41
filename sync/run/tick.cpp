#include "sync/run/tick.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "sync/run/erased_people.hpp"
#include "sync/run/hashing.hpp"
#include "sync/run/schedule.hpp"

namespace mentorsync {

namespace {

using store::PullKind;
using Blocked = tl::unexpected<Obstacle>;
template <class T>
using Step = tl::expected<T, Obstacle>;

constexpr std::chrono::minutes kSchemaAge{15};
constexpr std::chrono::days kSweepEvery{7};
constexpr char kOrphans[] = "orphans";

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

bool is_of_the_moment(ErrorCode code) {
    return is_transient(code) || code == ErrorCode::Cancelled;
}

// What the CRM breaks off goes on with the next tick.
Result<void> unless_ours(const Error& error) {
    if (error.code == ErrorCode::StoreFailed) return Failure(error);
    return {};
}

class Tick {
public:
    Tick(const SyncDoors& doors, const Mapping& mapping, const TickChoice& choice, PortalView& view,
         const std::stop_token& stop)
        : doors_(doors),
          mapping_(mapping),
          choice_(choice),
          view_(view),
          stop_(stop),
          sink_(doors.staging, doors.people) {}

    Step<TickReport> run();

private:
    [[nodiscard]] bool is_view_old() const;
    [[nodiscard]] bool is_view_stale() const;
    Step<void> read_schema();
    Step<void> pull_for_certain();
    [[nodiscard]] PullKind kind_to_pull() const;
    Result<void> pull();
    Result<PullReport> pull_as(PullKind kind);
    Result<void> look_for_erased();
    Result<void> forget_elsewhere();
    Result<void> erase_all_the_same();
    [[nodiscard]] PlanReason reason() const;
    Step<void> keep_up();
    Step<void> plan_and_store();
    Step<Proposal> proposed();
    Step<void> look_again(const Proposal& proposal);
    Step<void> deliver_what_is_due();
    [[nodiscard]] DeliveryDoors delivery_doors() const;
    Result<void> audit();
    Result<void> sweep();
    [[nodiscard]] std::size_t audit_requests_left() const;
    [[nodiscard]] std::vector<store::AuditRow> audits_made(Instant now) const;

    const SyncDoors& doors_;
    const Mapping& mapping_;
    const TickChoice& choice_;
    PortalView& view_;
    const std::stop_token& stop_;

    PrivacySink sink_;
    store::PortalState state_;
    CrmAccount account_;
    TickReport report_;
    bool begins_sweeping_ = false;
};

bool Tick::is_view_old() const {
    return doors_.clock.elapsed() - view_.read_at >= kSchemaAge;
}

// An audit of links follows labels, and a search does not.
bool Tick::is_view_stale() const {
    const bool follows_labels =
        std::ranges::find(choice_.audits, Audit::Associations) != choice_.audits.end();
    return !view_.rules || view_.mapping != mapping_.shared() ||
           choice_.kind == PullKind::Everything || (follows_labels && is_view_old());
}

Step<void> Tick::read_schema() {
    auto rules = bind_to_portal(doors_.reader, mapping_, stop_);
    if (!rules) return Blocked(std::move(rules).error());
    if (view_.mapping != mapping_.shared()) {
        PortalView view;
        view.mapping_hash = hash_of_mapping(mapping_);
        view.mapping = mapping_.shared();
        view_ = std::move(view);
    }
    std::string scope = fingerprint_of(rules->scope());
    view_.rules = *std::move(rules);
    view_.scope = std::move(scope);
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
        return doors_.reader.pull(scope, sink_, doors_.observer, stop_);
    }
    const ChangeRequest request{.cursors = state_.cursors,
                                .audits = choice_.audits,
                                .audit_requests = audit_requests_left()};
    return doors_.reader.pull_changes(scope, request, doors_.mirror, sink_, doors_.observer, stop_);
}

Result<void> Tick::pull() {
    const PullKind kind = kind_to_pull();
    auto pulled = pull_as(kind);
    if (!pulled && kind == PullKind::Changes && pulled.error().code == ErrorCode::InvalidArgument) {
        pulled = pull_as(PullKind::Everything);
    }
    if (!pulled) return Failure(pulled.error());
    report_.pull = *std::move(pulled);
    return look_for_erased();
}

// What was pulled by an old view is good enough to find that there is nothing to do. Where it
// fails, a list or a property that is gone may be why.
Step<void> Tick::pull_for_certain() {
    const auto pulled = pull();
    if (pulled) report_.reason = reason();
    if (pulled && (report_.reason == PlanReason::None || !is_view_old())) return {};
    if (!pulled && (is_of_the_moment(pulled.error().code) || !is_view_old())) {
        return blocked(pulled.error());
    }
    const std::string scope = view_.scope;
    if (auto read = read_schema(); !read) return read;
    if (!pulled || view_.scope != scope) {
        if (auto again = pull(); !again) return blocked(std::move(again).error());
    }
    report_.reason = reason();
    return {};
}

// A search for changes is told of them; a complete pull has to ask, and is not stored before it
// knows.
Result<void> Tick::look_for_erased() {
    const bool is_complete =
        report_.kind == PullKind::Everything && report_.pull.coverage == Coverage::Everything;
    if (!is_complete || doors_.people == nullptr) return {};
    const auto known = doors_.people->known_contacts();
    if (!known) return Failure(known.error());
    const auto now = doors_.staging.taken();
    if (!now) return Failure(now.error());
    const auto erased = find_erased(doors_.auditor, *known, *now, stop_);
    if (!erased) return Failure(erased.error());
    CrmPage page;
    for (const RecordId& contact : *erased) {
        page.gone.push_back({{RecordKind::Contact, contact}, GoneRecord::How::Erased});
    }
    return page.gone.empty() ? Result<void>() : sink_.take(page);
}

PlanReason Tick::reason() const {
    const Programme& programme = view_.rules->programme();
    const Instant now = doors_.clock.now();
    const auto due = due_period(programme, now);
    PlanningFacts facts{
        .has_consent = choice_.is_hosted || choice_.consent.acceptance || choice_.consent.plan_hash,
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
                                            .audits = audits_made(now),
                                            .coverage = report_.pull.coverage,
                                            .now = now});
    if (!kept) return blocked(kept.error());
    return {};
}

Step<Proposal> Tick::proposed() {
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

Result<void> Tick::audit() {
    const auto audited = audit_notes(delivery_doors(), choice_.audit_requests, stop_);
    if (!audited) {
        report_.notes.finished = false;
        return unless_ours(audited.error());
    }
    report_.notes = *audited;
    return sweep();
}

std::size_t Tick::audit_requests_left() const {
    const std::size_t made = report_.notes.requests + report_.orphans.requests;
    return choice_.audit_requests - std::min(choice_.audit_requests, made);
}

Result<void> Tick::sweep() {
    if (doors_.state == nullptr) return {};
    const Instant now = doors_.clock.now();
    if (!view_.next_sweep) {
        const auto rows = doors_.state->audits();
        if (!rows) return Failure(rows.error());
        const auto last = std::ranges::find(*rows, kOrphans, &store::AuditRow::name);
        view_.next_sweep = (last == rows->end() ? now : last->finished) + kSweepEvery;
        begins_sweeping_ = last == rows->end();
    }
    if (now < *view_.next_sweep) return {};
    const auto swept = sweep_orphans(delivery_doors(), *doors_.state, view_.sweep_after,
                                     audit_requests_left(), stop_);
    if (!swept) {
        report_.orphans.finished = false;
        return unless_ours(swept.error());
    }
    report_.orphans = *swept;
    if (swept->finished) view_.next_sweep = now + kSweepEvery;
    return {};
}

std::vector<store::AuditRow> Tick::audits_made(Instant now) const {
    std::vector<store::AuditRow> rows = audit_rows(report_.pull, now);
    const auto add = [&](const char* name, const NoteAudit& audit) {
        if (!audit.finished || audit.requests == 0) return;
        rows.push_back({name, now, audit.requests, audit.found});
    };
    add("notes", report_.notes);
    add(kOrphans, report_.orphans);
    if (begins_sweeping_) rows.push_back({.name = kOrphans, .finished = now});
    return rows;
}

Step<void> Tick::deliver_what_is_due() {
    auto delivered = deliver(delivery_doors(), stop_);
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
    if (state_.portal && !choice_.is_hosted) {
        if (auto audited = audit(); !audited) return blocked(std::move(audited).error());
    }
    if (done = pull_for_certain(); !done) return Blocked(std::move(done).error());
    done = report_.reason == PlanReason::None ? keep_up() : plan_and_store();
    if (done && !choice_.is_hosted) done = deliver_what_is_due();
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
