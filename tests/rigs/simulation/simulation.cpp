// Weeks of the daemon's service on simulated time, each from one seed: people at work, a CRM that
// fails in every way of the fault script, a process that dies, a clock that jumps. After everything
// no note was ever doubled or risen, none is lost, and the state is the truth of a complete pull.
//
// In the long run five seeds at a time share a youth, and each has its own life after it; "shared"
// are the cycles that were counted for a seed and lived by its elder sibling.

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "tests/rigs/common/branch.hpp"
#include "tests/rigs/common/ready_states.hpp"
#include "tests/rigs/common/rig.hpp"
#include "tests/rigs/simulation/life.hpp"

namespace mentorsync::rigs {
namespace {

using tests::World;

constexpr std::uint64_t kSeeds = 5'000;
constexpr std::uint64_t kLongSeeds = 100'000;
constexpr std::uint64_t kTwiceEvery = 100;
constexpr std::uint64_t kSiblings = 5;
constexpr unsigned kSecondsOfALife = 120;

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

void live_alone(const World& portal, std::uint64_t seed, Tally& sums) {
    Life life(portal, seed);
    life.run(sums);
    if (seed % kTwiceEvery != 0) return;
    Life again(portal, seed);
    Tally unused;
    again.run(unused);
    if (again.trace() == life.trace()) return;
    sums.add("broken");
    std::printf("  the second time was another one\n");
}

// In a process of its own, which ends with it.
[[noreturn]] void live_apart(const Branch& branch, Life& life, std::uint64_t seed) {
    alarm(kSecondsOfALife);
    Tally counted;
    try {
        life.part(seed);
        life.run(counted);
    } catch (const std::exception& error) {
        std::printf("  threw: %s\n", error.what());
        static_cast<void>(std::fflush(stdout));
        ::_exit(1);
    }
    branch.end(counted);
}

// Several seeds that have their youth in common: what follows from one past in several futures.
void live_as_siblings(const World& portal, std::uint64_t first, Tally& sums) {
    Life youth(portal, first);
    youth.grow_up();
    for (std::uint64_t seed = first; seed < first + kSiblings; ++seed) {
        const Branch branch = Branch::off();
        if (branch.is_new()) live_apart(branch, youth, seed);
        const auto counted = branch.join();
        if (counted) sums.add_all(*counted);
        if (!counted) sums.add("broken");
        if (!counted || counted->bad() != 0) {
            std::printf("  broken by seed %llu\n", static_cast<unsigned long long>(seed));
        }
        if (seed != first) sums.add("shared", youth.cycles());
    }
}

int run_all(const Options& options) {
    ::umask(S_IRWXG | S_IRWXO);
    begin_with_ready_states();
    const auto portals = some_portals();
    const std::uint64_t wanted = options.is_long ? kLongSeeds : kSeeds;
    const std::uint64_t siblings = options.is_long ? kSiblings : 1;
    const Tally tally = spread({.count = wanted / siblings,
                                .run =
                                    [&](std::uint64_t number, Tally& sums) {
                                        const World& portal = *portals.at(number % portals.size());
                                        if (options.is_long) {
                                            live_as_siblings(portal, number * siblings, sums);
                                        } else {
                                            live_alone(portal, number, sums);
                                        }
                                    },
                                .describe =
                                    [siblings](std::uint64_t number) {
                                        const std::string first =
                                            "seed " + std::to_string(number * siblings);
                                        return siblings == 1 ? first : first + " and its siblings";
                                    },
                                .seconds = kSecondsOfALife},
                               options);
    const std::string last = std::to_string(wanted - 1);
    std::printf("%s first=0 last=%s\n",
                tally
                    .line("simulation", {"seeds", "cycles", "shared", "requests", "crashes",
                                         "jumps", "notes", "in_file", "short"})
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
