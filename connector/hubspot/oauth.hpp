// The token endpoint of HubSpot's OAuth, and the page where a person permits an app.
//
// Sends one kind of request, a POST of a form to the token path, over a transport of its own that
// adds no bearer. Nothing here is stored and nothing is repeated.

#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "connector/http/transport.hpp"
#include "connector/hubspot/endpoints.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/secret.hpp"

namespace mentorsync::hubspot {

// What the app itself is known by.
struct OAuthApp {
    Secret client_id;
    Secret client_secret;
};

struct OAuthTokens {
    Secret access;
    Secret refresh;
    std::chrono::seconds life{0};  // of the access token, from when it was made
};

// How a request to the token endpoint names its content.
inline constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

// The path of the token endpoint. Source: HubSpot API reference, OAuth, of each version.
[[nodiscard]] std::string token_path(ApiVersion version);

// What a person's browser is to open. `challenge` is the S256 challenge of the verifier that
// `exchange_code` sends. Source: RFC 6749 section 4.1.1; RFC 7636 section 4.3; HubSpot OAuth guide.
struct AuthorizeRequest {
    std::string page;  // "https://app.hubspot.com/oauth/authorize"
    Secret client_id;
    std::string redirect_uri;
    std::vector<std::string> scopes;
    std::string state;
    std::string challenge;
};
[[nodiscard]] std::string authorize_url(const AuthorizeRequest& request);

// A code that the browser brought back.
struct AuthorizationCode {
    Secret code;
    std::string redirect_uri;  // the same as the page was asked with
    Secret verifier;
};

class OAuthDoor {
public:
    // `transport` sends forms without a bearer and must outlive this.
    OAuthDoor(http::Transport& transport, ApiVersion version, OAuthApp app)
        : transport_(transport), version_(version), app_(std::move(app)) {}

    // Each fails with
    //   Unauthorized  the CRM does not take the refresh token or the code, or does not know the app
    //   RateLimited   429, 477 and whatever else names a wait, which it holds
    //   Unavailable   no answer, 5xx, or an answer that no token endpoint gives: try again later
    //   BadResponse   another status: the address of the CRM is wrong
    //   Cancelled     stopped
    // No message holds a token, a code or the app's secret.
    [[nodiscard]] Result<OAuthTokens> refresh(const Secret& refresh_token,
                                              const std::stop_token& stop);
    [[nodiscard]] Result<OAuthTokens> exchange_code(const AuthorizationCode& code,
                                                    const std::stop_token& stop);

private:
    [[nodiscard]] Result<OAuthTokens> ask(std::string form, const std::stop_token& stop);

    http::Transport& transport_;
    ApiVersion version_;
    OAuthApp app_;
};

}  // namespace mentorsync::hubspot
