// Asking a person, once, to permit the app in the CRM: what `mentorsync login` does.
//
// The address to open holds a random state and the challenge of a random verifier; what comes back
// is believed only with that state, and is worth something only with that verifier.

#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "connector/http/transport.hpp"
#include "connector/hubspot/oauth.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/secret.hpp"
#include "sync/run/settings.hpp"

namespace mentorsync {

// The path of the address to which the CRM sends the browser back.
inline constexpr std::string_view kRedirectPath = "/oauth-callback";

// "http://localhost:8751/oauth-callback". By name, because the CRM accepts http for that alone.
// Source: HubSpot changelog, OAuth2 redirect_uri over http.
[[nodiscard]] std::string redirect_uri(const OAuthSettings& settings);

// What the browser brings back. Every part may be missing.
struct Redirect {
    Secret code;
    std::string state;
    bool refused = false;  // the person, or the CRM, said no
};

// Reads the target of a request to the redirect address, or the whole address that a person pasted.
// Fails with InvalidArgument when it leads to another path, is longer than 8 KiB, names a part
// twice, or a part holds anything but printable ASCII. No message repeats any of it.
[[nodiscard]] Result<Redirect> parse_redirect(std::string_view target_or_address);

class Login {
public:
    // Reads the app's own id and secret; connects to nothing yet. Fails with Configuration when the
    // portal has no `oauth`, or they cannot be read, and with Internal as below.
    [[nodiscard]] static Result<Login> open(const PortalSettings& settings,
                                            std::string_view settings_file);

    // The same over a network of the caller's. `network` is that of the token endpoint and must
    // outlive this. Fails with Internal when the system has no random numbers.
    [[nodiscard]] static Result<Login> begin(http::Transport& network, hubspot::ApiVersion version,
                                             hubspot::OAuthApp app, const OAuthSettings& settings);

    // What the person is to open. Good for one login.
    [[nodiscard]] const std::string& address() const noexcept { return address_; }

    // Whether this is the answer to our question, in constant time. Another one may come from
    // anybody who can reach the port, and is to be ignored.
    [[nodiscard]] bool is_ours(const Redirect& redirect) const noexcept;

    // Exchanges the code for tokens. Fails with Unauthorized when the person said no or the code is
    // not accepted, with InvalidArgument when the state is another one, and as `OAuthDoor` does.
    [[nodiscard]] Result<hubspot::OAuthTokens> finish(const Redirect& redirect,
                                                      const std::stop_token& stop);

private:
    Login(hubspot::OAuthDoor door, std::string redirect)
        : door_(std::move(door)), redirect_(std::move(redirect)) {}

    std::unique_ptr<http::Transport> network_;  // empty: it is the caller's
    hubspot::OAuthDoor door_;
    std::string redirect_;
    std::string state_;
    Secret verifier_;
    std::string address_;
};

}  // namespace mentorsync
