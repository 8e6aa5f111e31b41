#include "sync/run/planning.hpp"

#include <chrono>

namespace mentorsync {

namespace {

constexpr std::chrono::hours kLongestWithoutPlan{24};

bool is_stale(const std::optional<Instant>& planned_at, Instant now) {
    return !planned_at || *planned_at > now || now - *planned_at >= kLongestWithoutPlan;
}

}  // namespace

std::string_view name_of(PlanReason reason) noexcept {
    switch (reason) {
        case PlanReason::None: return "none";
        case PlanReason::Consent: return "consent";
        case PlanReason::Everything: return "everything";
        case PlanReason::Changed: return "changed";
        case PlanReason::NewMapping: return "new_mapping";
        case PlanReason::Slot: return "slot";
        case PlanReason::TaskDue: return "task_due";
        case PlanReason::DayPassed: return "day_passed";
    }
    return "unknown";
}

PlanReason reason_to_plan(const PlanningFacts& facts) {
    if (facts.has_consent) return PlanReason::Consent;
    if (facts.kind == store::PullKind::Everything) return PlanReason::Everything;
    if (facts.changed) return PlanReason::Changed;
    if (!facts.mapping_accepted) return PlanReason::NewMapping;
    if (facts.due_period != facts.planned_period) return PlanReason::Slot;
    if (facts.next_due && *facts.next_due < facts.now) return PlanReason::TaskDue;
    return is_stale(facts.planned_at, facts.now) ? PlanReason::DayPassed : PlanReason::None;
}

std::optional<Instant> next_due_of(const std::vector<LearningTask>& tasks, Instant now) {
    std::optional<Instant> next;
    for (const LearningTask& task : tasks) {
        const bool is_open = task.state != TaskState::Done && task.state != TaskState::Dropped;
        if (!is_open || !task.due || *task.due < now) continue;
        if (!next || *task.due < *next) next = task.due;
    }
    return next;
}

}  // namespace mentorsync
