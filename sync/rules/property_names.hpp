// The block at the top of a mapping that says which property of the CRM each name means.

#pragma once

#include "mentorsync/json.hpp"
#include "sync/rules/fault_list.hpp"

namespace mentorsync {

// Puts the CRM's own name wherever the rest of `mapping` uses a name that its "properties" gives to
// a property. Such a name is then at the place in the block where the CRM's name stands: that is
// where an admin mends one that the CRM does not have. Names that the block leaves out are the
// CRM's already.
void apply_property_names(json::Value& mapping, FaultList& faults);

}  // namespace mentorsync
