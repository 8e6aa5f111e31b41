// Examines a portal and what we make of it: `mentorsync doctor` without the machine it runs on.
//
// Asks and changes nothing, neither in the state nor in the CRM.

#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "connector/http/throttled_transport.hpp"
#include "connector/hubspot/probe.hpp"
#include "mentorsync/clock.hpp"
#include "mentorsync/crm_connector.hpp"
#include "sync/rules/rule_set.hpp"
#include "sync/run/diagnosis.hpp"
#include "sync/run/settings.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// How far the CRM's clock and ours are apart. A minute is too much: it is what a slot can lose.
[[nodiscard]] Finding judge_clock(std::optional<Instant> crm, Instant ours);

// How long the CRM still supports this version of its API.
[[nodiscard]] Finding judge_api_version(hubspot::ApiVersion version, Instant now);

// Missing scopes, and one more than a daemon needs.
[[nodiscard]] Diagnosis judge_scopes(const hubspot::Permissions& permissions);

// Which portal the credentials open, by which kind of credentials, and whether the state is of it.
[[nodiscard]] Finding judge_portal(const PortalSettings& settings, const CrmAccount& account,
                                   const std::optional<PortalId>& known);

// What is left of the day, against the fifth that is left to the portal's other apps.
[[nodiscard]] Finding judge_limits(const http::TrafficReport& traffic);

// What the CRM refuses, and what waits for it.
[[nodiscard]] Diagnosis judge_outbox(const std::vector<OutboxRow>& notes,
                                     const store::Counts& counts);

struct Patient {
    const PortalSettings& settings;
    const Mapping& mapping;
    CrmReader& crm;
    hubspot::Probe& probe;
    const http::TrafficReport& traffic;
    store::StateReader* state;  // nullptr: it cannot be read, which `examine_host` tells
    const Clock& clock;
    PullObserver& observer;
};

// Every check, those that need an answer of another one only where there is one: without
// credentials nothing is known of scopes, without names nothing of people.
[[nodiscard]] Diagnosis examine_portal(const Patient& patient, const std::stop_token& stop);

}  // namespace mentorsync
