// The CRM's rate limits on the virtual clock. Source: HubSpot usage guidelines; errors as seen in
// HubSpot/hubspot-api-python#117.

#pragma once

#include <optional>

#include "tests/sandbox/message.hpp"
#include "tests/sandbox/routes.hpp"
#include "tests/sandbox/world.hpp"

namespace mentorsync::sandbox {

// Counts a request against its limits. The answer 429 when one is used up (a refused request is
// not counted), else empty.
[[nodiscard]] std::optional<Response> count_request(World& world, Token& token, Rate rate);

// Adds the headers that tell a client how much is left; search answers carry none.
void add_limit_headers(const World& world, const Token& token, Rate rate, Response& response);

}  // namespace mentorsync::sandbox
