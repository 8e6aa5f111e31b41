#include "sync/run/consent.hpp"

#include <optional>
#include <utility>

#include "sync/run/crm_network.hpp"
#include "sync/run/crm_session.hpp"
#include "sync/run/oauth_bearer.hpp"
#include "sync/run/seal_key.hpp"
#include "sync/store/portal_lock.hpp"

namespace mentorsync {

namespace {

// Asked with the new token itself: that also shows that it is good.
Result<PortalId> portal_of(const hubspot::OAuthTokens& tokens, const PortalSettings& portal,
                           const Settings& settings, Clock& clock, const std::stop_token& stop) {
    const auto version = hubspot::parse_api_version(portal.api_version);
    if (!version) {
        return fail(ErrorCode::Configuration, "unknown api_version '" + portal.api_version + "'");
    }
    const auto network = open_network(portal, settings.file, tokens.access);
    if (!network) return Failure(network.error());
    CrmSession session(**network, *version, clock, [] { return 0.5; });
    const auto account = session.reader().account(stop);
    if (!account) return Failure(account.error());
    return account->portal;
}

}  // namespace

Result<std::unique_ptr<store::SqlStore>> open_state_for_consent(const Settings& settings,
                                                                const std::string& portal) {
    const std::string path = resolve_path(settings.file, settings.store);
    const auto lock = store::PortalLock::acquire(path);
    if (!lock && lock.error().code != ErrorCode::StoreLocked) return Failure(lock.error());
    const auto sealer = open_sealer(settings, MissingKey::Make);
    if (!sealer) return Failure(sealer.error());
    return store::SqlStore::open(path, portal, store::Mode::Beside, *sealer);
}

// NOLINTNEXTLINE(readability-function-size): what asks the portal, and where the tokens are kept
Result<PortalId> keep_tokens(const hubspot::OAuthTokens& tokens, const PortalSettings& portal,
                             const Settings& settings, store::SqlStore& state, Clock& clock,
                             const std::stop_token& stop) {
    const auto known = state.portal();
    if (!known) return Failure(known.error());
    auto asked = portal_of(tokens, portal, settings, clock, stop);
    if (!asked) return asked;
    if (known->portal && *known->portal != *asked) {
        return fail(ErrorCode::WrongPortal,
                    "the app was permitted in portal " + asked->text() +
                        ", but this state is of portal " + known->portal->text() +
                        ": nothing was stored; run mentorsync login again and choose that one");
    }
    if (auto kept = keep_consent(state, tokens.refresh); !kept) return Failure(kept.error());
    return asked;
}

}  // namespace mentorsync
