// Prepares a portal: creates what the mapping needs there and the portal lacks.

#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "mentorsync/crm_connector.hpp"
#include "mentorsync/error.hpp"
#include "sync/rules/rule_set.hpp"

namespace mentorsync {

// One line for people: what an item is, e.g. "property mentorsync_key on notes (unique)".
[[nodiscard]] std::string describe(const SetupItem& item);

// What became of one item.
struct SetupStep {
    SetupItem item;
    bool created = false;  // false: it had come to exist in between
};

// Creates `items` in their order and returns what was done. Stops at the first refusal, whose
// error names the item; what was created before stays, and running again goes on from there.
[[nodiscard]] Result<std::vector<SetupStep>> create_items(CrmAdmin& admin,
                                                          const std::vector<SetupItem>& items,
                                                          const std::stop_token& stop);

}  // namespace mentorsync
