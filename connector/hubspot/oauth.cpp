#include "connector/hubspot/oauth.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "connector/http/retry_after.hpp"
#include "connector/http/status.hpp"
#include "mentorsync/json.hpp"

namespace mentorsync::hubspot {

namespace {

using namespace std::chrono_literals;

// A confused answer must neither make us ask all the time nor trust a token for ever.
constexpr std::chrono::seconds kShortestLife = 60s;
constexpr std::chrono::seconds kLongestLife = 24h;
constexpr std::chrono::seconds kUsualLimitWait = 10s;
constexpr std::size_t kLongestToken = 8'192;

std::string pair(std::string_view name, std::string_view value) {
    return std::string(name) + "=" + percent_encode(value);
}

// A token goes into a header line, so it has to be printable and without spaces.
std::optional<Secret> token_at(const json::Value& body, std::string_view key) {
    const json::Value* const value = body.find(key);
    if (value == nullptr || !value->is(json::Kind::String)) return std::nullopt;
    const std::string& text = value->text;
    const bool usable = !text.empty() && text.size() <= kLongestToken &&
                        std::string_view(text).find_first_not_of(
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                            "-._~+/=:|") == std::string_view::npos;
    if (!usable) return std::nullopt;
    return Secret(text);
}

std::chrono::seconds life_of(const json::Value& body) {
    const json::Value* const value = body.find("expires_in");
    long long seconds = 0;
    if (value == nullptr || !value->is(json::Kind::Number)) return kShortestLife;
    const char* const end = value->text.data() + value->text.size();
    const auto [stop, error] = std::from_chars(value->text.data(), end, seconds);
    if (error != std::errc{} || stop != end) return kShortestLife;
    return std::clamp(std::chrono::seconds{seconds}, kShortestLife, kLongestLife);
}

Failure fault(const std::string& path, ErrorCode code, std::string_view what) {
    return fail(code, "POST " + path + ": " + std::string(what));
}

// A word of the closed lists of RFC 6749 section 5.2 and HubSpot's `status`.
bool says(const json::Value& body, std::string_view key, std::string_view word) {
    const json::Value* const value = body.find(key);
    return value != nullptr && value->is(json::Kind::String) && value->text == word;
}

Result<OAuthTokens> read_tokens(const std::string& path, const http::Response& response) {
    const auto body = json::parse(response.body);
    auto access = body ? token_at(*body, "access_token") : std::nullopt;
    auto refresh = body ? token_at(*body, "refresh_token") : std::nullopt;
    if (!access || !refresh) {
        return fault(path, ErrorCode::Unavailable,
                     "the answer holds no tokens: is a proxy or a login page in between?");
    }
    return OAuthTokens{*std::move(access), *std::move(refresh), life_of(*body)};
}

Failure refusal(const std::string& path, const http::Response& response) {
    const auto body = json::parse(response.body);
    if (body &&
        (says(*body, "error", "invalid_grant") || says(*body, "status", "BAD_REFRESH_TOKEN") ||
         says(*body, "status", "BAD_AUTH_CODE"))) {
        return fault(path, ErrorCode::Unauthorized,
                     "the CRM does not accept the consent that was given: run mentorsync login");
    }
    if (response.status == http::kUnauthorized ||
        (body &&
         (says(*body, "error", "invalid_client") || says(*body, "error", "unauthorized_client") ||
          says(*body, "status", "BAD_CLIENT_ID") || says(*body, "status", "BAD_CLIENT_SECRET")))) {
        return fault(path, ErrorCode::Unauthorized,
                     "the CRM does not know the app: check client_id and client_secret");
    }
    return fault(path, ErrorCode::BadResponse,
                 "the answer has the status " + std::to_string(response.status) +
                     ": check base_url and api_version");
}

Failure failure_of(const std::string& path, const http::Response& response) {
    const int status = response.status;
    const auto asked = http::asked_wait(response);
    const bool limits = status == http::kTooManyRequests || status == http::kAccountMoving;
    if (limits || (asked && status >= 500)) {
        Error error{ErrorCode::RateLimited,
                    "POST " + path + ": the CRM asks to wait before tokens are made"};
        error.retry_after = asked.value_or(kUsualLimitWait);
        return Failure(std::move(error));
    }
    if (status == 408 || status >= 500) {
        return fault(path, ErrorCode::Unavailable,
                     "the answer has the status " + std::to_string(status) + ": try again later");
    }
    return refusal(path, response);
}

}  // namespace

std::string token_path(ApiVersion version) {
    if (version == ApiVersion::V3) return "/oauth/v1/token";
    return "/oauth/" + std::string(name_of(version)) + "/token";
}

std::string authorize_url(const AuthorizeRequest& request) {
    std::string scopes;
    for (const std::string& scope : request.scopes) scopes += (scopes.empty() ? "" : " ") + scope;
    return request.page + "?" + pair("client_id", request.client_id.reveal()) + "&" +
           pair("redirect_uri", request.redirect_uri) + "&" + pair("scope", scopes) + "&" +
           pair("state", request.state) + "&response_type=code&" +
           pair("code_challenge", request.challenge) + "&code_challenge_method=S256";
}

Result<OAuthTokens> OAuthDoor::refresh(const Secret& refresh_token, const std::stop_token& stop) {
    return ask("grant_type=refresh_token&" + pair("refresh_token", refresh_token.reveal()), stop);
}

Result<OAuthTokens> OAuthDoor::exchange_code(const AuthorizationCode& code,
                                             const std::stop_token& stop) {
    return ask("grant_type=authorization_code&" + pair("code", code.code.reveal()) + "&" +
                   pair("redirect_uri", code.redirect_uri) + "&" +
                   pair("code_verifier", code.verifier.reveal()),
               stop);
}

Result<OAuthTokens> OAuthDoor::ask(std::string form, const std::stop_token& stop) {
    form += "&" + pair("client_id", app_.client_id.reveal()) + "&" +
            pair("client_secret", app_.client_secret.reveal());
    const std::string path = token_path(version_);
    http::Request request{.method = http::Method::Post,
                          .target = path,
                          .body = std::move(form),
                          .request_class = http::RequestClass::IdempotentWrite,
                          .bucket = http::Bucket::General};
    auto outcomes = transport_.exchange({&request, 1}, stop);
    wipe(request.body);
    Result<http::Response>& outcome = outcomes.front();
    if (!outcome) {
        // Whether tokens were made does not matter: asking again is all that can be done.
        const bool unknown = outcome.error().code == ErrorCode::Ambiguous;
        if (unknown) outcome.error().code = ErrorCode::Unavailable;
        return Failure(outcome.error());
    }
    if (outcome->status < 200 || outcome->status >= 300) return failure_of(path, *outcome);
    auto tokens = read_tokens(path, *outcome);
    wipe(outcome->body);
    return tokens;
}

}  // namespace mentorsync::hubspot
