#include "tests/sandbox/oauth.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

#include "tests/sandbox/credentials.hpp"
#include "tests/sandbox/errors.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::chrono::minutes kCodeLife{10};
using Form = std::map<std::string, std::string>;

Response oauth_error(std::string_view error, std::string_view status) {
    return json_response(400, Json::object({{"error", error},
                                            {"error_description", "the request was refused"},
                                            {"status", status},
                                            {"message", "the request was refused"}}));
}

std::string s256(std::string_view verifier) {
    std::array<unsigned char, 32> digest{};
    unsigned size = 0;
    EVP_Digest(verifier.data(), verifier.size(), digest.data(), &size, EVP_sha256(), nullptr);
    std::array<unsigned char, 45> text{};
    EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
    std::string out(text.begin(), text.begin() + 43);
    std::ranges::replace(out, '+', '-');
    std::ranges::replace(out, '/', '_');
    return out;
}

Response tokens(World& world, const std::string& refresh_token, const Grant& grant) {
    const std::string access = new_token_text(world, "CJ");
    Token token;
    token.portal = grant.portal;
    token.scopes = grant.scopes;
    token.expires = world.now + world.switches.access_life;
    token.oauth = true;
    world.tokens.emplace(access, std::move(token));
    return json_response(
        200, Json::object({{"token_type", "bearer"},
                           {"access_token", access},
                           {"refresh_token", refresh_token},
                           {"expires_in", world.switches.access_life.count()},
                           {"hub_id", Json::number(grant.portal)},
                           {"scopes", Json::strings({grant.scopes.begin(), grant.scopes.end()})}}));
}

Response refresh(World& world, Form& form) {
    const auto found = world.grants.find(form["refresh_token"]);
    if (found == world.grants.end() || found->second.refused) {
        return oauth_error("invalid_grant", "BAD_REFRESH_TOKEN");
    }
    if (form["client_id"] != found->second.client_id ||
        form["client_secret"] != found->second.client_secret) {
        return oauth_error("invalid_client", "BAD_CLIENT_ID");
    }
    world.grants.erase(std::exchange(found->second.before, {}));
    const std::string used = found->first;
    Grant grant = found->second;
    if (world.switches.refresh_rotation == Rotation::Never) return tokens(world, used, grant);
    if (world.switches.refresh_rotation == Rotation::Strict) {
        world.grants.erase(found);
    } else {
        grant.before = used;
    }
    const std::string next = new_token_text(world, "na1");
    world.grants.emplace(next, grant);
    return tokens(world, next, grant);
}

Response exchange(World& world, Form& form) {
    const auto found = world.codes.find(form["code"]);
    if (found == world.codes.end()) return oauth_error("invalid_grant", "BAD_AUTH_CODE");
    const Code code = found->second;
    world.codes.erase(found);
    const App& app = world.apps.at(code.client_id);
    if (form["client_id"] != code.client_id || form["client_secret"] != app.client_secret) {
        return oauth_error("invalid_client", "BAD_CLIENT_SECRET");
    }
    const bool proved = code.challenge.empty() || s256(form["code_verifier"]) == code.challenge;
    if (!proved || form["redirect_uri"] != code.redirect_uri || world.now >= code.expires) {
        return oauth_error("invalid_grant", "BAD_AUTH_CODE");
    }
    const std::string text = new_token_text(world, "na1");
    const Grant grant{app.portal, code.client_id, app.client_secret, code.scopes, false};
    world.grants.emplace(text, grant);
    return tokens(world, text, grant);
}

Response authorize(World& world, Form query) {
    const auto found = world.apps.find(query["client_id"]);
    const std::string redirect = query["redirect_uri"];
    const bool known = found != world.apps.end() && (found->second.redirect_uri.empty() ||
                                                     found->second.redirect_uri == redirect);
    if (!known || !redirect.starts_with("http://localhost:")) {
        return error_response(world, 400, "VALIDATION_ERROR", "unknown app or redirect");
    }
    Response response;
    response.status = 302;
    std::string answer = "error=access_denied";
    if (!found->second.denied) {
        Code code{found->first, redirect, query["code_challenge"], {}, world.now + kCodeLife};
        for (std::string& scope : split(query["scope"], ' ')) code.scopes.insert(std::move(scope));
        const std::string text = new_token_text(world, "code");
        world.codes.emplace(text, std::move(code));
        answer = "code=" + text;
    }
    response.headers.emplace_back("Location", redirect + "?" + answer + "&state=" + query["state"]);
    return response;
}

}  // namespace

std::optional<Response> answer_oauth(World& world, const Request& request, const Target& target) {
    const auto& path = target.segments;
    if (path.empty() || path[0] != "oauth") return std::nullopt;
    if (request.method == "GET" && path.size() == 2 && path[1] == "authorize") {
        return authorize(world, target.query);
    }
    const bool ours =
        request.method == "POST" && path.size() == 3 && path[2] == "token" &&
        (path[1] == "v1" || path[1] == "v3" || path[1] == "2026-03" || path[1] == "2026-09");
    if (!ours) return std::nullopt;
    Form form = parse_target("/?" + request.body).query;
    if (form["grant_type"] == "refresh_token") return refresh(world, form);
    if (form["grant_type"] == "authorization_code") return exchange(world, form);
    return oauth_error("unsupported_grant_type", "BAD_GRANT_TYPE");
}

}  // namespace mentorsync::sandbox
