// Who was a CRM user once and is none any more.

#pragma once

#include <set>

#include "mentorsync/crm.hpp"
#include "mentorsync/ids.hpp"

namespace mentorsync {

// The contacts of a snapshot, under their present ids, whose e-mail address belongs to a
// deactivated CRM user and to no active one.
[[nodiscard]] std::set<RecordId> contacts_of_deactivated_users(const CrmSnapshot& snapshot);

}  // namespace mentorsync
