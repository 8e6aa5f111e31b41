// What happens in the small worlds of the rigs, in stages: a first sync, people at work and ticks
// that find it, the Monday after, an end. A stage may be begun again at any place in it.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "sync/run/sync.hpp"
#include "sync/run/tick.hpp"
#include "sync/store/sealer.hpp"
#include "tests/rigs/common/tally.hpp"
#include "tests/run/world.hpp"

namespace mentorsync::rigs {

inline constexpr int kStages = 5;

// What people do before this stage, and how much time passes.
void prepare_stage(tests::World& world, int stage);

// How a stage is synced.
struct Telling {
    std::function<SyncDoors()> doors;                        // asked before each tick
    std::function<void(const Error&)> on_failure = nullptr;  // of a tick, before time passes
};

// Ticks until nothing is left to tell, accepting what there is to accept.
void sync_stage(tests::World& world, const Telling& telling, int stage);

// The notes on each timeline and how the state stands: equal for equal ends.
struct Ending {
    std::map<std::string, std::multiset<std::string>> timelines;  // keys, by contact
    std::string rest;  // the state, and what mentorsync keeps on contacts
};

[[nodiscard]] Ending ending_of(tests::World& world);

// Throws when a story in which nothing went wrong has told nothing: every other would end the same.
void must_tell(const Ending& whole);

// A state in a file seals what people wrote.
[[nodiscard]] std::shared_ptr<const store::Sealer> rig_sealer();

// Adds what differs from `wanted`, and what the world's witness saw, to `tally`, and prints it.
void compare(tests::World& world, const Ending& wanted, Tally& tally);

}  // namespace mentorsync::rigs
