// Weeks of the daemon's service on simulated time, each from one seed: people at work, a CRM that
// fails in every way of the fault script, a process that dies, a clock that jumps. After everything
// no note was ever doubled or risen, none is lost, and the state is the truth of a complete pull.

#include <sys/stat.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "tests/rigs/common/ready_states.hpp"
#include "tests/rigs/common/rig.hpp"
#include "tests/rigs/simulation/life.hpp"

namespace mentorsync::rigs {
namespace {

using tests::World;

constexpr std::uint64_t kSeeds = 5'000;
constexpr std::uint64_t kLongSeeds = 100'000;
constexpr std::uint64_t kTwiceEvery = 100;

// Portals of which each seed has one: making one costs more than living in it.
std::vector<std::unique_ptr<World>> some_portals() {
    std::vector<std::unique_ptr<World>> portals;
    for (int i = 0; i < 5; ++i) {
        sandbox::PortalSize size = sandbox::tiny_size();
        size.people = 3 + i;
        size.pairs = 1 + i / 2;
        size.groups = i % 2;
        size.learning_tasks = 3 + i;
        size.messy_people = i % 3;
        portals.push_back(std::make_unique<World>(size, static_cast<std::uint64_t>(i) + 1));
    }
    return portals;
}

int run_all(const Options& options) {
    ::umask(S_IRWXG | S_IRWXO);
    begin_with_ready_states();
    const auto portals = some_portals();
    const std::uint64_t wanted = options.is_long ? kLongSeeds : kSeeds;
    const Tally tally =
        spread({.count = wanted,
                .run =
                    [&](std::uint64_t seed, Tally& sums) {
                        const World& portal = *portals.at(seed % portals.size());
                        Life life(portal, seed);
                        life.run(sums);
                        if (seed % kTwiceEvery != 0) return;
                        Life again(portal, seed);
                        Tally unused;
                        again.run(unused);
                        if (again.trace() != life.trace()) {
                            sums.add("broken");
                            std::printf("  the second time was another one\n");
                        }
                    },
                .describe = [](std::uint64_t seed) { return "seed " + std::to_string(seed); }},
               options);
    const std::string last = std::to_string(wanted - 1);
    std::printf("%s first=0 last=%s\n",
                tally
                    .line("simulation",
                          {"seeds", "cycles", "requests", "crashes", "jumps", "notes", "short"})
                    .c_str(),
                last.c_str());
    if (tally.bad() != 0) return 1;
    const bool enough = tally.of("seeds") >= wanted && tally.of("short") * 100 <= wanted &&
                        tally.of("crashes") >= wanted * kLeastCrashes;
    if (options.only || enough) return 0;
    std::printf("simulation: fewer than %llu whole seeds: the rig is broken\n",
                static_cast<unsigned long long>(wanted));
    return 1;
}

}  // namespace
}  // namespace mentorsync::rigs

int main(int argc, char** argv) {
    const auto options = mentorsync::rigs::parse_options(argc, argv);
    return options.knows_all ? mentorsync::rigs::run_all(options) : 2;
}
