// One seed: weeks of a portal's service, with everything that can happen in them.

#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sync/run/portal_service.hpp"
#include "tests/fakes/list_log.hpp"
#include "tests/rigs/common/fast_folder.hpp"
#include "tests/rigs/common/tally.hpp"
#include "tests/rigs/simulation/dice.hpp"
#include "tests/rigs/simulation/dying_store.hpp"
#include "tests/rigs/simulation/people.hpp"
#include "tests/rigs/simulation/wire.hpp"
#include "tests/run/world.hpp"

namespace mentorsync::rigs {

inline constexpr std::uint64_t kLeastCycles = 60;
inline constexpr std::uint64_t kLeastRequests = 200;
inline constexpr std::uint64_t kLeastCrashes = 3;

class Life {
public:
    // A copy of `world`, which nobody has synced yet.
    Life(const tests::World& world, std::uint64_t seed);

    // Lives to its end, and is judged.
    void run(Tally& tally);

    // Lives to the age at which the processes of several seeds may part.
    void grow_up();
    // From here on another seed decides.
    void part(std::uint64_t seed);

    // So far, of all its processes.
    [[nodiscard]] std::uint64_t cycles() const;

    // Equal for equal lives.
    [[nodiscard]] std::uint64_t trace() const noexcept { return wire_.trace(); }

private:
    struct Due {
        std::chrono::milliseconds people{};
        std::chrono::milliseconds weather{};
        std::chrono::milliseconds look{};  // somebody looks whether the daemon wants to be asked
        std::chrono::milliseconds jump{};  // somebody sets our clock
    };

    void start();
    void move_into_file();
    void die();
    void arm();
    void step();
    void live_on();
    void happen();
    void pass_to_next();
    void jump();
    void accept_if_held();
    [[nodiscard]] tl::expected<Proposal, Obstacle> proposal();
    [[nodiscard]] PortalBoard board() const;
    [[nodiscard]] bool has_lived_enough() const;
    [[nodiscard]] bool is_quiet();
    void come_to_rest(Tally& tally);
    void stay_at_rest();
    void judge(Tally& tally);
    void judge_note(const OutboxRow& row, Tally& tally);
    [[nodiscard]] std::string audits_missing_since(Instant since);
    void judge_erased(const Proposal& truth, Tally& tally);
    void judge_state(const Proposal& truth, Tally& tally);

    Dice dice_;
    DyingStore dying_;
    FastFolder folder_;
    std::string state_ = ":memory:";
    int pace_ = 1;
    tests::World world_;
    TrueClock true_clock_;
    sandbox::SandboxTransport crm_;
    Wire wire_;
    CrmSession persons_session_;
    People people_;
    ListLog log_;
    Board board_;
    PortalConfiguration configuration_;
    std::unique_ptr<PortalService> service_;
    Due due_;
    std::uint64_t cycles_of_the_dead_ = 0;
    std::uint64_t crashes_ = 0;
    std::uint64_t jumps_ = 0;
};

}  // namespace mentorsync::rigs
