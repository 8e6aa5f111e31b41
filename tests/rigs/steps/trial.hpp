// One world in which things go wrong at one place.

#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "sync/run/tick.hpp"
#include "tests/rigs/common/tally.hpp"
#include "tests/rigs/steps/cut.hpp"
#include "tests/run/world.hpp"

namespace mentorsync::rigs {

class Trial {
public:
    // A copy of `world`, which must be new.
    Trial(const tests::World& world, const Cut& cut);

    // Tells the whole tale with the cut, and again without.
    void run();

    // `due` is how many notes each of the two people is to see in the end.
    void add_to(Tally& tally, std::size_t due);

    // The keys of the notes on somebody's timeline, one a note.
    [[nodiscard]] std::vector<std::string> visible(const std::string& contact) const;
    [[nodiscard]] const Steps& steps() const noexcept { return steps_; }

private:
    void live(const SyncDoors& doors);
    void settle(const SyncDoors& doors, store::PullKind kind, PortalView& view);
    void work();
    void find_the_work(const SyncDoors& doors, PortalView& view);
    void happen();
    void after_the_cut();
    void delete_what_is_seen();
    void merge_the_mentee();
    [[nodiscard]] bool is_quiet();

    Cut cut_;
    tests::World world_;
    Steps steps_;
    std::set<std::string> deleted_;
    bool has_worked_ = false;
    bool has_seen_work_ = false;
    bool is_merged_ = false;
};

}  // namespace mentorsync::rigs
