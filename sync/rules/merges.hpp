// Which contact ids are one person.

#pragma once

#include "mentorsync/crm.hpp"
#include "mentorsync/mentoring.hpp"

namespace mentorsync {

// Every id that was merged with another, as far as the snapshot and earlier syncs say, to the
// smallest id of its merge set; the smallest ids themselves are left out. Chains and circles of
// merges come out the same. A CRM user (`owner:ID`) known as a contact stays so, but joins nobody:
// users change their addresses.
[[nodiscard]] Aliases canonical_aliases(const CrmSnapshot& snapshot, const Aliases& known);

}  // namespace mentorsync
