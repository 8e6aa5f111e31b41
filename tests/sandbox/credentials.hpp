// Who may ask the CRM, and for what. Source: HubSpot authentication guides, OAuth and scopes.

#pragma once

#include <optional>
#include <string_view>

#include "tests/sandbox/message.hpp"
#include "tests/sandbox/world.hpp"

namespace mentorsync::sandbox {

// The refusal of a token that is unknown, revoked or expired; empty when it is good.
[[nodiscard]] std::optional<Response> refuse_token(World& world, const Token* token);

// The refusal for want of every one of `alternatives`, separated by spaces; empty when the token
// has one of them or none is needed.
[[nodiscard]] std::optional<Response> refuse_scope(World& world, const Token& token,
                                                   std::string_view alternatives);

// A token text in the form of the CRM's, from the world's seed.
[[nodiscard]] std::string new_token_text(World& world, std::string_view prefix);

}  // namespace mentorsync::sandbox
