// When a tick has to plan: only when the plan could be another one than last time.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mentorsync/clock.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

enum class PlanReason {
    None,
    Consent,     // a person agreed to something: it is carried out now
    Everything,  // all was pulled anew
    Changed,     // something in the CRM differs from what is stored
    NewMapping,  // the mapping is not the one that was last planned with
    Slot,        // a note's slot has come
    TaskDue,     // a task has become overdue, which a roll-up shows
    DayPassed    // the last plan is a day old, or from the future
};

// "none", "consent" and so on.
[[nodiscard]] std::string_view name_of(PlanReason reason) noexcept;

struct PlanningFacts {
    bool has_consent = false;
    store::PullKind kind = store::PullKind::Changes;
    bool changed = false;
    bool mapping_accepted = true;
    std::string due_period = {};      // whose slot came last, now
    std::string planned_period = {};  // and when it was last planned
    std::optional<Instant> planned_at = {};
    std::optional<Instant> next_due =
        {};  // when the next task falls due that a roll-up would count
    Instant now{};
};

// Returns the first reason that holds, in the order of `PlanReason`.
[[nodiscard]] PlanReason reason_to_plan(const PlanningFacts& facts);

// When the first of these tasks becomes overdue after `now`; empty when none will.
[[nodiscard]] std::optional<Instant> next_due_of(const std::vector<LearningTask>& tasks,
                                                 Instant now);

}  // namespace mentorsync
