// A portal that is served on simulated time: a world, and the daemon's service in it.

#pragma once

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sync/run/beside.hpp"
#include "sync/run/portal_service.hpp"
#include "tests/fakes/list_log.hpp"
#include "tests/run/world.hpp"

namespace mentorsync::tests {

// The CRM's own clock, which nobody sets when ours is set.
class CrmClock final : public Clock {
public:
    explicit CrmClock(const FakeClock& ours) : ours_(ours), start_(ours.now() - ours.elapsed()) {}

    Instant now() const override { return start_ + ours_.elapsed(); }
    std::chrono::milliseconds elapsed() const override { return ours_.elapsed(); }
    bool wait_for(std::chrono::milliseconds /*time*/, const std::stop_token& stop) override {
        return !stop.stop_requested();
    }

private:
    const FakeClock& ours_;
    Instant start_;
};

class ServedWorld : public World {
public:
    explicit ServedWorld(const sandbox::PortalSize& size = sandbox::tiny_size())
        : World(size), crm_clock(clock), served_network(crm, crm_clock, token) {
        configuration.settings.name = "blink";
        serve();
    }

    // The daemon, started anew over the state as it is.
    void serve() {
        service = std::make_unique<PortalService>(
            ServiceDoors{.store = *store,
                         .open_crm = [this]() -> Result<std::unique_ptr<CrmSession>> {
                             ++opened;
                             return std::make_unique<CrmSession>(served_network,
                                                                 hubspot::kDefaultApiVersion, clock,
                                                                 [] { return 0.5; });
                         },
                         .clock = clock,
                         .log = log,
                         .board = board,
                         .random = [this] { return random; },
                         .forget_elsewhere = [this](store::PersonalData& /*state*/,
                                                    Instant /*now*/) -> Result<void> {
                             ++looks_through_backups;
                             if (backups_fail) return fail(ErrorCode::StoreFailed, "no room");
                             return {};
                         }},
            configuration);
    }

    // Served for this long, skipping from event to event.
    void live(std::chrono::milliseconds time) {
        const auto until = clock.elapsed() + time;
        while (clock.elapsed() < until) {
            static_cast<void>(service->step({}));
            const auto idle = std::max(service->until_due(), std::chrono::milliseconds{1});
            clock.advance(std::min(idle, until - clock.elapsed()));
        }
    }

    // What a command does beside the daemon: leaves a request, which the next step answers.
    store::Answer ask(std::string_view command, const std::string& argument) {
        const auto request = store->leave(std::string(command), argument, clock.now());
        static_cast<void>(service->step({}));
        return store->answer_to(request.value()).value().value();
    }

    // A person looks at the plan and accepts it.
    store::Answer accept() {
        return ask(kSyncRequest, request_argument("accept", propose().value().acceptance));
    }

    [[nodiscard]] PortalBoard now() const { return board.read().at("blink"); }
    [[nodiscard]] PortalMood mood() const { return now().mood; }

    void fail_everything(int status, sandbox::Headers headers = {}) {
        crm.inject({.match = {},
                    .action = sandbox::Do::Answer,
                    .status = status,
                    .headers = std::move(headers)});
    }

    CrmClock crm_clock;
    sandbox::SandboxTransport served_network;
    PortalConfiguration configuration{.settings = {}, .mapping = mapping};
    ListLog log;
    Board board;
    double random = 0.5;
    int opened = 0;  // sessions with the CRM
    std::size_t looks_through_backups = 0;
    bool backups_fail = false;
    std::unique_ptr<PortalService> service;
};

// One whose first sync somebody has accepted.
struct AcceptedWorld : ServedWorld {
    explicit AcceptedWorld(const sandbox::PortalSize& size = sandbox::tiny_size())
        : ServedWorld(size) {
        BOOST_TEST_REQUIRE(accept().good);
        live(std::chrono::hours(1));  // the audits of a start are over
        crm.witness().forget_requests();
        BOOST_TEST_REQUIRE((mood() == PortalMood::Ready));
    }
};

}  // namespace mentorsync::tests
