// Tells an admin what the rules made of one record, in names of rules and properties, ids, states
// and dates: never what a person wrote or is called.

#pragma once

#include "sync/rules/bound.hpp"

namespace mentorsync {

[[nodiscard]] Explanation explain_record(const RuleSet::Bound& bound, const CrmSnapshot& snapshot,
                                         const Aliases& known, const RecordRef& record);

// "'hs_task_subject' starts_with", "'a' equals and not ('b' is_set)": what a condition looks at,
// without what it compares with.
[[nodiscard]] std::string outline(const Condition& condition);

}  // namespace mentorsync
