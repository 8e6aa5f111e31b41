// Whether a portal has what the mapping names. Pure: values in, findings out.

#pragma once

#include "mentorsync/crm.hpp"
#include "sync/rules/rule_set.hpp"
#include "sync/run/diagnosis.hpp"

namespace mentorsync {

// Properties, options, labels and lists: a finding for each that is missing or does not fit, with
// its place in the mapping, and one for all that `setup` creates; one Ok when all are there.
[[nodiscard]] Diagnosis judge_names(const Mapping& mapping, const CrmSchema& schema);

// Whether both labels of every rule on labels mean one thing in this portal. Nothing for a mapping
// without such a rule; labels that are missing are the business of `judge_names`.
[[nodiscard]] Diagnosis judge_labels(const Mapping& mapping, const CrmSchema& schema);

// Lists that the mapping names and that nobody is on.
[[nodiscard]] Diagnosis judge_lists(const Mapping& mapping, const CrmSchema& schema);

// Whether the portal keeps the key of a note unique. Without that no note may be written, whatever
// the mapping settles for.
[[nodiscard]] Finding judge_key(const Mapping& mapping, const CrmSchema& schema);

}  // namespace mentorsync
