// The filters of the search API. Source: HubSpot CRM search guide, Filter operators.

#pragma once

#include <string>
#include <string_view>

#include "tests/sandbox/call.hpp"

namespace mentorsync::sandbox {

// Whether a record, as the index knows it, passes every filter of `filters`.
[[nodiscard]] bool matches_all(const Call& call, const Record& record, const Json& filters);

// Orders two values of a property as its type asks: less than, equal to or greater than zero.
// An empty value comes first.
[[nodiscard]] int compare_values(const Call& call, std::string_view property, const std::string& a,
                                 const std::string& b);

}  // namespace mentorsync::sandbox
