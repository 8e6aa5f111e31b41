// The part of an explanation that is about a contact.

#pragma once

#include <string>
#include <vector>

#include "sync/rules/bound.hpp"

namespace mentorsync {

void explain_contact(const RuleSet::Bound& bound, const CrmRecord& record,
                     const Translation& translation, std::vector<std::string>& lines);

}  // namespace mentorsync
