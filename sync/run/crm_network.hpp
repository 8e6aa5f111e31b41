// The network of one portal, with its credentials: a service key, or the tokens of an OAuth app.

#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "connector/http/authorizing_transport.hpp"
#include "connector/http/transport.hpp"
#include "connector/hubspot/oauth.hpp"
#include "mentorsync/clock.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/log.hpp"
#include "sync/run/settings.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// Which network a process uses.
struct NetworkChoice {
    // Makes one to be used in place of libcurl; bodies are of this type. Empty: libcurl.
    std::function<std::unique_ptr<http::Transport>(std::string_view base_url,
                                                   std::string_view content_type)>
        lend = {};
    bool curl_is_ready = false;  // somebody else initialises libcurl
};

// What credentials need beside the settings. Both must outlive whatever is opened with them.
struct CredentialDoors {
    store::Keepsakes* memory = nullptr;  // where tokens are kept; needed for OAuth
    Log* log = nullptr;
    NetworkChoice network = {};
};

// A network that sends forms to the token endpoint, without a bearer. Connects to nothing yet.
// Fails with Configuration when the address, the CA file or the proxy cannot be used.
[[nodiscard]] Result<std::unique_ptr<http::Transport>> open_token_network(
    const PortalSettings& settings, std::string_view settings_file, bool curl_is_ready = false);

// A network that sends `bearer` with every request. Fails as above, or when it can be no bearer.
[[nodiscard]] Result<std::unique_ptr<http::Transport>> open_network(const PortalSettings& settings,
                                                                    std::string_view settings_file,
                                                                    Secret bearer);

// Reads the app's own id and secret. Fails with Configuration.
[[nodiscard]] Result<hubspot::OAuthApp> load_app(const OAuthSettings& settings,
                                                 std::string_view settings_file);

class CrmNetwork {
public:
    // Reads the keys anew, and connects to nothing yet. Fails with Configuration when the settings,
    // a key or the CA file cannot be used.
    [[nodiscard]] static Result<std::unique_ptr<CrmNetwork>> open(const PortalSettings& settings,
                                                                  std::string_view settings_file,
                                                                  Clock& clock,
                                                                  const CredentialDoors& doors);

    // The same over networks of the caller's.
    CrmNetwork(std::unique_ptr<http::Transport> network, std::unique_ptr<http::BearerSource> source)
        : network_(std::move(network)), source_(std::move(source)) {}

    [[nodiscard]] http::Transport& transport() noexcept { return authorizing_; }

private:
    std::unique_ptr<http::Transport> network_;
    std::unique_ptr<http::BearerSource> source_;
    http::AuthorizingTransport authorizing_{*network_, *source_};
};

}  // namespace mentorsync
