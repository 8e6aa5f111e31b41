// What a tick reads: the portal's schema, and its records.

#include <algorithm>
#include <utility>

#include "sync/run/hashing.hpp"
#include "sync/run/schedule.hpp"
#include "sync/run/tick_state.hpp"

namespace mentorsync {

namespace {

using store::PullKind;
using Blocked = tl::unexpected<Obstacle>;

constexpr std::chrono::minutes kSchemaAge{15};

// Only then does time alone change what a contact shows.
bool shows_overdue_tasks(const Programme& programme) {
    return std::ranges::find(programme.rollups, RollupField::TasksOverdue, &Rollup::field) !=
           programme.rollups.end();
}

bool is_of_the_moment(ErrorCode code) {
    return is_transient(code) || code == ErrorCode::Cancelled;
}

}  // namespace

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

Tick::Step<void> Tick::read_schema() {
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
    sink_.begin();
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
Tick::Step<void> Tick::pull_for_certain() {
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

// A pull of changes is told of them; a complete pull has to ask, and is not stored before it knows.
Result<void> Tick::look_for_erased() {
    if (doors_.people == nullptr) return {};
    if (report_.kind == PullKind::Changes) return prove_erased();
    if (report_.pull.coverage != Coverage::Everything) return {};
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

// A CRM that knows nobody proves nothing: what it no longer has is gone, and nobody is erased.
Result<void> Tick::pull_without_a_witness() {
    if (auto forgotten = doors_.staging.discard(); !forgotten) return forgotten;
    auto pulled = pull_as(PullKind::Everything);
    if (!pulled) return Failure(std::move(pulled).error());
    report_.pull = *std::move(pulled);
    return look_for_erased();
}

// What is erased does not come back, and one answer that leaves somebody out may be a bad one: the
// CRM is asked again, together with somebody whom it must know. A host has said so itself.
Result<void> Tick::prove_erased() {
    if (choice_.is_hosted || sink_.erased().empty()) return {};
    const auto now = doors_.staging.merged();
    if (!now) return Failure(now.error());
    const bool is_anybody_left = std::ranges::any_of(now->records, [](const CrmRecord& record) {
        return record.kind == RecordKind::Contact && !record.archived;
    });
    if (!is_anybody_left) return pull_without_a_witness();
    const std::vector<RecordId> told(sink_.erased().begin(), sink_.erased().end());
    const auto erased = find_erased(doors_.auditor, told, *now, stop_);
    if (!erased) return Failure(erased.error());
    if (erased->size() == told.size()) return {};
    if (auto forgotten = doors_.staging.discard(); !forgotten) return forgotten;
    return fail(
        ErrorCode::Unavailable,
        "the CRM knows a contact in one answer and not in another; the next sync asks again");
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

}  // namespace mentorsync
