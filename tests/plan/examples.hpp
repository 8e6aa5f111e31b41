// Small values for the tests of this room: people are named by their contact ids.

#pragma once

#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mentorsync/mentoring.hpp"
#include "mentorsync/programme.hpp"
#include "sync/plan/known.hpp"
#include "sync/plan/plan.hpp"

namespace mentorsync::examples {

inline constexpr Instant kNow =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(8);
inline constexpr Instant kLongAgo = kNow - std::chrono::days(100);

// The week before `kNow`.
[[nodiscard]] Period last_week();

// Contact `id` named "Name ID", or a mentor known only as a CRM user when `id` is "owner:...".
[[nodiscard]] Person person(const std::string& id);

[[nodiscard]] Relationship pair(const std::string& mentor, const std::string& mentee);
[[nodiscard]] Relationship group(const std::string& list,
                                 std::initializer_list<const char*> members);
[[nodiscard]] Relationship in_state(Relationship relationship, RelationshipState state);

// Counts for `relationships`; last changed at `kLongAgo`.
[[nodiscard]] LearningTask task(const std::string& id, TaskState state,
                                std::vector<RelationshipId> relationships);

// Everything was seen. People: all of the relationships.
[[nodiscard]] Seen seen(std::vector<Relationship> relationships,
                        std::vector<LearningTask> tasks = {});

// A store that has nothing of what was seen, or all of it with no note missing.
[[nodiscard]] Known nothing_of(const Seen& seen);
[[nodiscard]] Known all_of(const Seen& seen);

[[nodiscard]] KnownRelationship stored(Relationship relationship, Instant first_seen = kLongAgo);

// Writes notes weekly to everybody; no roll-ups; discloses nothing.
[[nodiscard]] Programme programme();

// The actions of one kind, in their order.
template <class Kind>
std::vector<Kind> only(const Plan& plan) {
    std::vector<Kind> found;
    for (const Action& action : plan.actions) {
        if (const auto* match = std::get_if<Kind>(&action)) found.push_back(*match);
    }
    return found;
}

// "start pair:1:2", "progress pair:1:2 2026-W47": what notes a plan queues.
[[nodiscard]] std::vector<std::string> notes_in(const Plan& plan);

// "1.mentoring_tasks=5": what a plan writes into properties.
[[nodiscard]] std::vector<std::string> properties_in(const Plan& plan);

}  // namespace mentorsync::examples
