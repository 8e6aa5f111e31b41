// How learning goes, by counting tasks.
//
//     done percent = done / (all - dropped), rounded down; empty when that is nothing
//     overdue      = neither done nor dropped, and due before now
//     sign of life = the latest change of any of the tasks in the CRM, dropped ones included
//
// A task counts once, also when it counts for several of the relationships asked about.

#pragma once

#include <set>
#include <span>

#include "mentorsync/clock.hpp"
#include "mentorsync/ids.hpp"
#include "mentorsync/mentoring.hpp"

namespace mentorsync {

// Of the tasks that count for `relationship`.
[[nodiscard]] Progress progress_of(const RelationshipId& relationship,
                                   std::span<const LearningTask> tasks, Instant now);

// Of the tasks that count for any of `relationships`.
[[nodiscard]] Progress progress_of(const std::set<RelationshipId>& relationships,
                                   std::span<const LearningTask> tasks, Instant now);

// Of exactly these tasks: for callers who have looked them up. Each task must be there once.
[[nodiscard]] Progress progress_of(std::span<const LearningTask* const> tasks, Instant now);

}  // namespace mentorsync
