#include "sync/run/crm_network.hpp"

#include <optional>
#include <string>
#include <utility>

#include "connector/http/curl_transport.hpp"
#include "sync/run/credentials.hpp"
#include "sync/run/oauth_bearer.hpp"
#include "sync/run/service_keys.hpp"

namespace mentorsync {

namespace {

http::HttpOptions options_of(const PortalSettings& settings, std::string_view settings_file) {
    const std::string ca_file =
        settings.ca_file.empty() ? std::string() : resolve_path(settings_file, settings.ca_file);
    http::HttpOptions options;
    options.base_url = settings.base_url;
    options.ca_file = ca_file;
    options.proxy = settings.proxy;
    return options;
}

// An `OAuthBearer` with the door and the network that are its own.
class OwnedOAuth final : public http::BearerSource {
public:
    OwnedOAuth(std::unique_ptr<http::Transport> network, hubspot::ApiVersion version,
               hubspot::OAuthApp app, store::Keepsakes& memory, Clock& clock, std::string portal)
        : network_(std::move(network)),
          door_(*network_, version, std::move(app)),
          bearer_(door_, memory, clock, std::move(portal)) {}

    Result<Secret> bearer(const std::stop_token& stop) override { return bearer_.bearer(stop); }
    Result<std::optional<Secret>> instead_of(const Secret& refused, const http::Response& answer,
                                             const std::stop_token& stop) override {
        return bearer_.instead_of(refused, answer, stop);
    }
    void accepted(const Secret& good) override { bearer_.accepted(good); }

private:
    std::unique_ptr<http::Transport> network_;
    hubspot::OAuthDoor door_;
    OAuthBearer bearer_;
};

using Source = std::unique_ptr<http::BearerSource>;

Result<Source> open_oauth(const PortalSettings& settings, std::string_view settings_file,
                          Clock& clock, const CredentialDoors& doors) {
    const auto version = hubspot::parse_api_version(settings.api_version);
    if (!version) {
        return fail(ErrorCode::Configuration, "unknown api_version '" + settings.api_version + "'");
    }
    auto app = load_app(*settings.oauth, settings_file);
    if (!app) return Failure(app.error());
    auto network = doors.network.lend
                       ? Result<std::unique_ptr<http::Transport>>(
                             doors.network.lend(settings.base_url, hubspot::kFormType))
                       : open_token_network(settings, settings_file, doors.network.curl_is_ready);
    if (!network) return Failure(network.error());
    // The last check: what is wrong in the settings is to be seen without a state, too.
    if (doors.memory == nullptr) {
        return fail(ErrorCode::Unauthorized,
                    "portal " + settings.name +
                        ": there is no state yet that could hold the tokens of OAuth: run "
                        "mentorsync login --portal " +
                        settings.name);
    }
    return Source(std::make_unique<OwnedOAuth>(*std::move(network), *version, *std::move(app),
                                               *doors.memory, clock, settings.name));
}

Result<Source> open_keys(const PortalSettings& settings, std::string_view settings_file,
                         const CredentialDoors& doors) {
    auto key = load_secret(settings.service_key, settings_file);
    if (!key) return Failure(key.error());
    std::optional<Secret> next;
    if (settings.service_key_next) {
        auto loaded = load_secret(*settings.service_key_next, settings_file);
        if (!loaded) return Failure(loaded.error());
        next = *std::move(loaded);
    }
    return Source(std::make_unique<ServiceKeys>(*std::move(key), std::move(next), settings.name,
                                                doors.memory, doors.log));
}

}  // namespace

Result<std::unique_ptr<http::Transport>> open_token_network(const PortalSettings& settings,
                                                            std::string_view settings_file,
                                                            bool curl_is_ready) {
    http::HttpOptions options = options_of(settings, settings_file);
    options.curl_is_ready = curl_is_ready;
    options.content_type = hubspot::kFormType;
    auto network = http::CurlTransport::open(std::move(options));
    if (!network) return Failure(network.error());
    return std::unique_ptr<http::Transport>(*std::move(network));
}

Result<std::unique_ptr<http::Transport>> open_network(const PortalSettings& settings,
                                                      std::string_view settings_file,
                                                      Secret bearer) {
    http::HttpOptions options = options_of(settings, settings_file);
    options.bearer = std::move(bearer);
    auto network = http::CurlTransport::open(std::move(options));
    if (!network) return Failure(network.error());
    return std::unique_ptr<http::Transport>(*std::move(network));
}

Result<hubspot::OAuthApp> load_app(const OAuthSettings& settings, std::string_view settings_file) {
    auto id = load_secret(settings.client_id, settings_file);
    if (!id) return Failure(id.error());
    auto secret = load_secret(settings.client_secret, settings_file);
    if (!secret) return Failure(secret.error());
    return hubspot::OAuthApp{*std::move(id), *std::move(secret)};
}

Result<std::unique_ptr<CrmNetwork>> CrmNetwork::open(const PortalSettings& settings,
                                                     std::string_view settings_file, Clock& clock,
                                                     const CredentialDoors& doors) {
    auto source = settings.oauth ? open_oauth(settings, settings_file, clock, doors)
                                 : open_keys(settings, settings_file, doors);
    if (!source) return Failure(source.error());
    if (doors.network.lend) {
        return std::make_unique<CrmNetwork>(
            doors.network.lend(settings.base_url, http::HttpOptions().content_type),
            *std::move(source));
    }
    http::HttpOptions options = options_of(settings, settings_file);
    options.curl_is_ready = doors.network.curl_is_ready;
    auto network = http::CurlTransport::open(std::move(options));
    if (!network) return Failure(network.error());
    return std::make_unique<CrmNetwork>(*std::move(network), *std::move(source));
}

}  // namespace mentorsync
