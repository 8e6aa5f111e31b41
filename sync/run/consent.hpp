// Keeps what a person's consent brought, once it is known whose it is.

#pragma once

#include <stop_token>

#include "connector/hubspot/oauth.hpp"
#include "mentorsync/clock.hpp"
#include "mentorsync/crm.hpp"
#include "mentorsync/error.hpp"
#include "sync/run/settings.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync {

// Opens the state for a moment, with the sealing key of the settings, and makes it when there is
// none. Beside a running daemon it is opened without the lock: a sealed token is one row, written
// in one transaction, and the daemon reads it whenever it needs one.
[[nodiscard]] Result<std::unique_ptr<store::SqlStore>> open_state_for_consent(
    const Settings& settings, const std::string& portal);

// Asks the CRM whose tokens these are, and stores the refresh token. Returns the portal.
//
// Fails with WrongPortal, storing nothing, when the state is another portal's, and as the CRM and
// the store do.
[[nodiscard]] Result<PortalId> keep_tokens(const hubspot::OAuthTokens& tokens,
                                           const PortalSettings& portal, const Settings& settings,
                                           store::SqlStore& state, Clock& clock,
                                           const std::stop_token& stop);

}  // namespace mentorsync
