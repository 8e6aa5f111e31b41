#include "tests/sandbox/credentials.hpp"

#include <algorithm>
#include <cstdio>

#include "tests/sandbox/errors.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::chrono::seconds kAccessLife{1'800};

Response oauth_error(std::string_view error, std::string_view status) {
    return json_response(400, Json::object({{"error", error},
                                            {"error_description", "the request was refused"},
                                            {"status", status},
                                            {"message", "the request was refused"}}));
}

Response new_access_token(World& world, const std::string& refresh_token, const Grant& grant) {
    const std::string access = new_token_text(world, "CJ");
    Token token;
    token.portal = grant.portal;
    token.scopes = grant.scopes;
    token.expires = world.now + kAccessLife;
    token.oauth = true;
    world.tokens.emplace(access, std::move(token));
    return json_response(
        200, Json::object({{"token_type", "bearer"},
                           {"access_token", access},
                           {"refresh_token", refresh_token},
                           {"expires_in", kAccessLife.count()},
                           {"hub_id", Json::number(grant.portal)},
                           {"scopes", Json::strings({grant.scopes.begin(), grant.scopes.end()})}}));
}

}  // namespace

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

std::optional<Response> answer_oauth(World& world, const Request& request, const Target& target) {
    const auto& path = target.segments;
    const bool ours =
        request.method == "POST" && path.size() == 3 && path[0] == "oauth" && path[2] == "token" &&
        (path[1] == "v1" || path[1] == "v3" || path[1] == "2026-03" || path[1] == "2026-09");
    if (!ours) return std::nullopt;
    auto form = parse_target("/?" + request.body).query;
    if (form["grant_type"] != "refresh_token") {
        return oauth_error("unsupported_grant_type", "BAD_GRANT_TYPE");
    }
    const auto grant = world.grants.find(form["refresh_token"]);
    if (grant == world.grants.end() || grant->second.refused) {
        return oauth_error("invalid_grant", "BAD_REFRESH_TOKEN");
    }
    if (form["client_id"] != grant->second.client_id ||
        form["client_secret"] != grant->second.client_secret) {
        return oauth_error("invalid_client", "BAD_CLIENT");
    }
    return new_access_token(world, grant->first, grant->second);
}

}  // namespace mentorsync::sandbox
