// The pages of OAuth: where a person permits an app, and where the app gets its tokens.
// Source: HubSpot OAuth guide and API reference; RFC 6749; RFC 7636.

#pragma once

#include <optional>

#include "tests/sandbox/message.hpp"
#include "tests/sandbox/query.hpp"
#include "tests/sandbox/world.hpp"

namespace mentorsync::sandbox {

// Answers both, neither of which needs a token; empty when the target is another path. The person
// at the page always permits the app, or never when it is denied, and the browser is sent back at
// once.
[[nodiscard]] std::optional<Response> answer_oauth(World& world, const Request& request,
                                                   const Target& target);

}  // namespace mentorsync::sandbox
