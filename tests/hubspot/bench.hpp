// The connector on a sandbox CRM, in one process and on simulated time.

#pragma once

#include <string>

#include "connector/hubspot/hubspot_connector.hpp"
#include "tests/fakes/fake_clock.hpp"
#include "tests/hubspot/list_sink.hpp"
#include "tests/hubspot/versions.hpp"
#include "tests/sandbox/desk.hpp"
#include "tests/sandbox/sandbox_transport.hpp"

namespace mentorsync::hubspot {

struct Bench {
    explicit Bench(ApiVersion version = kDefaultApiVersion) : hubspot(transport, version) {
        // The throttle is not under test here.
        crm.switches().enforce_limits = false;
    }

    static constexpr const char* kPortal = "4242";

    std::string contact(const std::string& email, sandbox::Properties more = {}) {
        more["email"] = email;
        return desk.add(sandbox::Kind::Contact, more);
    }
    std::string task(const std::string& subject, const std::string& owner = {}) {
        sandbox::Properties properties{{"hs_task_subject", subject},
                                       {"hs_timestamp", "2026-09-01T00:00:00.000Z"},
                                       {"hs_task_status", "NOT_STARTED"}};
        if (!owner.empty()) properties["hubspot_owner_id"] = owner;
        return desk.add(sandbox::Kind::Task, properties);
    }
    void link_task(const std::string& task_id, const std::string& contact_id) {
        desk.link(sandbox::Kind::Task, task_id, sandbox::Kind::Contact, contact_id);
    }
    void add_owner(const std::string& id, const std::string& email, bool archived = false) {
        portal.owners.push_back({id, "9" + id, email, "First", "Last", {}, archived});
    }
    void add_list(const std::string& id, const std::string& name) {
        portal.lists.push_back({id, name, "MANUAL", {}});
    }

    // Pulls into `sink`.
    Result<PullReport> pull(const PullScope& scope) {
        return hubspot.pull(scope, sink, observer, std::stop_token{});
    }

    FakeClock clock;
    sandbox::SandboxCrm crm{7};
    sandbox::Portal& portal = crm.add_portal(kPortal);
    sandbox::SandboxTransport transport{crm, clock, crm.add_token(kPortal)};
    sandbox::Desk desk{crm, kPortal};
    HubspotConnector hubspot;
    ListSink sink;
    NoObserver observer;
};

}  // namespace mentorsync::hubspot
