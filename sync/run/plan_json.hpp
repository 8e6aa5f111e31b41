// A plan as JSON, for `plan --json`, saved plans and their hashes.

#pragma once

#include <string>

#include "mentorsync/json.hpp"
#include "sync/plan/plan.hpp"

namespace mentorsync {

// Writes the plan's actions as one array of objects, each with an "action" in snake_case and ids,
// states and counts. Values that were disclosed are in it; nothing else of a person is.
void write_actions(json::Writer& writer, const Plan& plan);

// The same, alone and compact: equal texts for equal plans.
[[nodiscard]] std::string canonical_json(const Plan& plan);

// Writes the counts as an object.
void write_counts(json::Writer& writer, const PlanCounts& counts);

// UTC, to the second: "2026-11-23T08:00:00Z".
[[nodiscard]] std::string to_iso8601(Instant instant);

}  // namespace mentorsync
