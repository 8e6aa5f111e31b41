// A whole world in one process: a generated portal in the sandbox CRM, the real connector, store,
// rules and cycle, and a clock that passes when somebody waits.

#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "sync/run/crm_session.hpp"
#include "sync/run/sync.hpp"
#include "sync/run/tick.hpp"
#include "sync/store/sql_store.hpp"
#include "tests/fakes/fake_clock.hpp"
#include "tests/sandbox/desk.hpp"
#include "tests/sandbox/generator.hpp"
#include "tests/sandbox/sandbox_crm.hpp"
#include "tests/sandbox/sandbox_transport.hpp"

namespace mentorsync::tests {

struct QuietObserver : PullObserver {
    void progressed(const PullProgress& /*progress*/) override {}
};

class World {
public:
    static constexpr const char* kPortal = "4711";

    // Monday 2026-11-23, 08:05 in Helsinki: the slot of a weekly note has just come.
    static constexpr Instant kMonday{std::chrono::milliseconds{1'795'413'900'000}};

    // A portal of this size with everything that `setup` creates, and an empty state in memory.
    explicit World(const sandbox::PortalSize& size, std::uint64_t seed = 1);

    // The same world once more, with a CRM of its own and an empty state.
    World(const World& other);
    World& operator=(const World&) = delete;
    ~World() = default;

    [[nodiscard]] tl::expected<Proposal, Obstacle> propose();
    [[nodiscard]] tl::expected<SyncReport, Obstacle> sync(const Consent& consent = {});

    // One tick of the daemon, without its audits unless `choice` asks for them.
    [[nodiscard]] tl::expected<TickReport, Obstacle> tick(const TickChoice& choice = {
                                                              .kind = store::PullKind::Changes});

    // Looks at what would be done and agrees to it.
    [[nodiscard]] tl::expected<SyncReport, Obstacle> accept_and_sync();

    [[nodiscard]] SyncDoors doors();
    void pass(std::chrono::milliseconds time) { clock.advance(time); }
    [[nodiscard]] std::string dump() { return store->canonical_dump().value(); }

    // What was decided and told: the dump without the mirror, and without when and where pulls and
    // audits went on.
    [[nodiscard]] std::string decided();
    [[nodiscard]] sandbox::Desk desk() { return {crm, kPortal}; }

    // The state is lost, and begins again as if nothing had ever been synced.
    void lose_state();

    // How many requests since the last call changed something in the CRM.
    [[nodiscard]] std::size_t writes();

    FakeClock clock{kMonday};
    sandbox::SandboxCrm crm;
    sandbox::Truth truth;
    std::string token;
    sandbox::SandboxTransport network;
    CrmSession session;
    std::unique_ptr<store::SqlStore> store;
    Mapping mapping;
    QuietObserver observer;
    PortalView view;

private:
    void set_up();
};

// The mapping that the project ships, or `text` in place of it. Asserts that it is right.
[[nodiscard]] Mapping example_mapping();
[[nodiscard]] Mapping mapping_of(const std::string& text);
[[nodiscard]] std::string example_mapping_text();

}  // namespace mentorsync::tests
