// One portal's connection to its CRM, put together: connector over retry over throttle over
// credentials over the network. This and sql_store are where concrete classes are named.

#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "connector/http/retrying_transport.hpp"
#include "connector/http/throttled_transport.hpp"
#include "connector/http/transport.hpp"
#include "connector/hubspot/hubspot_connector.hpp"
#include "connector/hubspot/probe.hpp"
#include "mentorsync/clock.hpp"
#include "mentorsync/crm_connector.hpp"
#include "mentorsync/error.hpp"
#include "sync/run/crm_network.hpp"
#include "sync/run/settings.hpp"

namespace mentorsync {

class CrmSession {
public:
    // Reads the keys anew, and connects to nothing yet. Fails with Configuration when the settings,
    // a key or the CA file cannot be used, and with Unauthorized when OAuth has no state.
    [[nodiscard]] static Result<std::unique_ptr<CrmSession>> open(
        const PortalSettings& settings, std::string_view settings_file, Clock& clock,
        const CredentialDoors& doors = {});

    // The same over a network of the caller's, which must outlive the session. `random` returns
    // numbers from 0 to below 1.
    CrmSession(http::Transport& network, hubspot::ApiVersion version, Clock& clock,
               std::function<double()> random);

    [[nodiscard]] CrmReader& reader() noexcept { return connector_; }
    [[nodiscard]] CrmWriter& writer() noexcept { return connector_; }
    [[nodiscard]] CrmAuditor& auditor() noexcept { return connector_; }
    [[nodiscard]] CrmAdmin& admin() noexcept { return connector_; }
    [[nodiscard]] hubspot::Probe& probe() noexcept { return probe_; }
    [[nodiscard]] const http::TrafficReport& traffic() const noexcept {
        return throttled_.traffic();
    }

private:
    std::unique_ptr<CrmNetwork> network_;  // empty: it is the caller's
    http::ThrottledTransport throttled_;
    http::RetryingTransport retrying_;
    hubspot::HubspotConnector connector_;
    hubspot::Probe probe_;
};

}  // namespace mentorsync
