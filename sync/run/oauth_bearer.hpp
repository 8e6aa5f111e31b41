// The access token of an OAuth app: fetched before it is needed, kept in memory alone.
//
// The refresh token lies sealed in the store, with the one before it: HubSpot does not say whether
// a refresh token dies when another one is given out.

#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "connector/http/authorizing_transport.hpp"
#include "connector/hubspot/oauth.hpp"
#include "mentorsync/clock.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// Stores what a person's consent gave, so that it survives whatever happens next.
// Fails with StoreFailed.
[[nodiscard]] Result<void> keep_consent(store::Keepsakes& memory, const Secret& refresh_token);

// Refreshes at 80 % of the token's life, counted on the monotonic clock from before it was asked
// for, one thread at a time while the others wait. A refresh token that comes back is stored before
// the access token beside it is used. While the token endpoint is out of order, a token that still
// lives goes on being used, and the endpoint is not asked before the wait that it named is over.
//
// On 401 EXPIRED_AUTHENTICATION it refreshes, once for all threads that saw the same token expire.
// Any other 401 forgets the access token and is Unauthorized. Source: HubSpot usage guidelines:
// a 401 is no signal to refresh.
class OAuthBearer final : public http::BearerSource {
public:
    // All of them must outlive this. `portal` is the name for messages.
    OAuthBearer(hubspot::OAuthDoor& door, store::Keepsakes& memory, Clock& clock,
                std::string portal)
        : door_(door), memory_(memory), clock_(clock), portal_(std::move(portal)) {}

    // Fails with Unauthorized when nobody consented yet or the consent is not accepted any more,
    // with StoreFailed, and as `OAuthDoor` does.
    [[nodiscard]] Result<Secret> bearer(const std::stop_token& stop) override;
    [[nodiscard]] Result<std::optional<Secret>> instead_of(const Secret& refused,
                                                           const http::Response& answer,
                                                           const std::stop_token& stop) override;
    void accepted(const Secret& /*good*/) override {}

private:
    struct Access {
        Secret token;
        std::chrono::milliseconds refresh_at{};
        std::chrono::milliseconds dies_at{};
    };

    [[nodiscard]] Result<Secret> renewed(const std::stop_token& stop);
    [[nodiscard]] Result<void> renew(const std::stop_token& stop);
    [[nodiscard]] Result<hubspot::OAuthTokens> ask(Secret& used, const std::stop_token& stop);
    [[nodiscard]] Result<void> store_unsaved();
    [[nodiscard]] Error with_way_out(Error error) const;

    hubspot::OAuthDoor& door_;
    store::Keepsakes& memory_;
    Clock& clock_;
    std::string portal_;

    std::mutex mutex_;
    std::optional<Access> access_;
    std::chrono::milliseconds closed_until_{};  // the token endpoint is not asked before

    // A refresh token that came and could not be stored, and the one it came for.
    struct Unsaved {
        Secret token;
        Secret came_for;
    };
    std::optional<Unsaved> unsaved_;
};

}  // namespace mentorsync
