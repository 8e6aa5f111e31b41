// What a relationship is called after contacts were merged.

#pragma once

#include <optional>
#include <utility>

#include "mentorsync/ids.hpp"
#include "mentorsync/mentoring.hpp"

namespace mentorsync {

// Returns the id of the same relationship with each of its people under the present canonical id.
// A group's id names no people and stays. Total: an id of another shape is returned as it is.
[[nodiscard]] RelationshipId present_id(const RelationshipId& relationship, const Aliases& aliases);

// The same for one person.
[[nodiscard]] PersonId present_id(const PersonId& person, const Aliases& aliases);

// The mentor and the mentee that a pair's id names; empty for a group, and for anything else.
[[nodiscard]] std::optional<std::pair<PersonId, PersonId>> people_of_pair(
    const RelationshipId& relationship);

}  // namespace mentorsync
