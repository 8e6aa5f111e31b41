// An OAuth app of the sandbox CRM, and everything on our side of it: the token door, a memory, and
// a transport that asks for its bearer.

#pragma once

#include <boost/test/unit_test.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "connector/http/authorizing_transport.hpp"
#include "connector/hubspot/oauth.hpp"
#include "sync/run/oauth_bearer.hpp"
#include "sync/store/state_store.hpp"
#include "tests/fakes/fake_clock.hpp"
#include "tests/sandbox/sandbox_crm.hpp"
#include "tests/sandbox/sandbox_transport.hpp"

namespace mentorsync::tests {

// Keeps what it is given, in the order in which it came. Can be out of order, or die after a
// number of writes, as a process does that is killed.
class MemoryKeepsakes final : public store::Keepsakes {
public:
    Result<void> keep_secret(const std::string& name, const Secret& value) override {
        if (writes_left == 0) return fail(ErrorCode::StoreFailed, "the disk is full");
        --writes_left;
        secrets[name] = std::string(value.reveal());
        return {};
    }
    Result<std::optional<Secret>> secret(const std::string& name) override {
        const auto found = secrets.find(name);
        if (found == secrets.end()) return std::optional<Secret>();
        return std::optional(Secret(found->second));
    }
    Result<void> keep_health(const store::Health& /*health*/) override { return {}; }
    Result<std::optional<store::Health>> health() override {
        return std::optional<store::Health>();
    }
    Result<void> keep_fact(const std::string& name, const std::string& value) override {
        known[name] = value;
        return {};
    }
    Result<std::map<std::string, std::string>> facts() override { return known; }

    std::map<std::string, std::string> secrets;
    std::map<std::string, std::string> known;
    int writes_left = 1'000;
};

[[nodiscard]] inline http::Request read_of(std::string target) {
    return {http::Method::Get, std::move(target), "", http::RequestClass::Read,
            http::Bucket::General};
}

struct OAuthWorld {
    static constexpr const char* kPortal = "4711";
    static constexpr const char* kClientSecret = "canary-client-secret";

    OAuthWorld() {
        crm.set_now(clock.now());
        crm.add_portal(kPortal);
        const std::string refresh = crm.add_grant(
            {kPortal, "canary-client-id", kClientSecret, sandbox::run_scopes(), false, {}});
        BOOST_TEST_REQUIRE(keep_consent(memory, Secret(refresh)).has_value());
    }

    // One read of the CRM, through whatever the credentials have to do for it.
    [[nodiscard]] Result<http::Response> read() {
        const http::Request request = read_of("/account-info/2026-09/details");
        return std::move(transport.exchange({&request, 1}, {}).front());
    }

    // The status of that, or 0 for an error.
    [[nodiscard]] int status() {
        const auto response = read();
        return response ? response->status : 0;
    }

    [[nodiscard]] std::size_t token_requests() {
        std::size_t count = 0;
        for (const auto& seen : crm.witness().requests()) {
            if (seen.target.starts_with("/oauth/") && seen.method == "POST") ++count;
        }
        return count;
    }

    // The process is killed, and starts again with what was stored.
    void restart() { bearer.emplace(door, memory, clock, "blink"); }

    void break_token_endpoint(int status,
                              std::vector<std::pair<std::string, std::string>> headers = {}) {
        sandbox::Fault fault;
        fault.match.path = "/oauth/";
        fault.action = sandbox::Do::Answer;
        fault.status = status;
        fault.headers = std::move(headers);
        crm.inject(fault);
    }

    // Lets the holder of `bearer` change while transports refer to it.
    class Switchable final : public http::BearerSource {
    public:
        explicit Switchable(std::optional<OAuthBearer>& source) : source_(source) {}
        Result<Secret> bearer(const std::stop_token& stop) override {
            return source_->bearer(stop);
        }
        Result<std::optional<Secret>> instead_of(const Secret& refused,
                                                 const http::Response& answer,
                                                 const std::stop_token& stop) override {
            return source_->instead_of(refused, answer, stop);
        }
        void accepted(const Secret& good) override { source_->accepted(good); }

    private:
        std::optional<OAuthBearer>& source_;
    };

    FakeClock clock;
    sandbox::SandboxCrm crm;
    sandbox::SandboxTransport network{crm, clock, ""};
    MemoryKeepsakes memory;
    hubspot::OAuthDoor door{network,
                            hubspot::ApiVersion::September2026,
                            {Secret("canary-client-id"), Secret(kClientSecret)}};
    std::optional<OAuthBearer> bearer{std::in_place, door, memory, clock, "blink"};
    Switchable source{bearer};
    http::AuthorizingTransport transport{network, source};
};

}  // namespace mentorsync::tests
