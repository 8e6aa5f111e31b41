#include "tests/sandbox/credentials.hpp"

#include <algorithm>
#include <cstdio>

#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/query.hpp"

namespace mentorsync::sandbox {

std::string new_token_text(World& world, std::string_view prefix) {
    char text[48];
    const auto high = static_cast<unsigned long long>(world.next_random());
    const auto low = static_cast<unsigned long long>(world.next_random());
    std::snprintf(text, sizeof text, "-%08llx-%016llx%08llx", high >> 32U, low,
                  high & 0xFFFFFFFFULL);
    return std::string(prefix) + text;
}

std::optional<Response> refuse_token(World& world, const Token* token) {
    if (token == nullptr || token->refused) {
        return error_response(world, 401, "INVALID_AUTHENTICATION",
                              "Authentication credentials not found or not valid.");
    }
    if (!token->expires || world.now < *token->expires) return std::nullopt;
    Json item = error_item("EXPIRED_AUTHENTICATION", "The OAuth token used is expired.");
    item.set("context",
             Json::object({{"expire time", Json::strings({iso_text(*token->expires)})}}));
    return as_response(world, 401, std::move(item));
}

std::optional<Response> refuse_scope(World& world, const Token& token,
                                     std::string_view alternatives) {
    const std::vector<std::string> scopes = split(alternatives, ' ');
    const auto granted = [&](const std::string& scope) { return token.scopes.contains(scope); };
    if (scopes.empty() || std::any_of(scopes.begin(), scopes.end(), granted)) return std::nullopt;
    return missing_scopes(world, scopes);
}

}  // namespace mentorsync::sandbox
