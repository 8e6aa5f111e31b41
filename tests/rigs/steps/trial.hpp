// One world in which things go wrong at one place.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/run/tick.hpp"
#include "tests/rigs/common/tally.hpp"
#include "tests/rigs/steps/cut.hpp"
#include "tests/rigs/steps/row_changes.hpp"
#include "tests/run/world.hpp"

namespace mentorsync::rigs {

// What a process leaves behind when it dies: equal where nothing was written, neither here nor in
// the CRM, and no time has passed. What the CRM counts of reading requests is no part of it.
struct Traces {
    std::int64_t rows = 0;
    int writes = 0;
    std::chrono::milliseconds elapsed{};

    bool operator==(const Traces&) const = default;
};

class Trial {
public:
    // A copy of `world`, which must be new. What goes wrong with writes is as in `cut`; its own
    // step is not looked at.
    Trial(const tests::World& world, const Cut& cut);

    // Called at each step, until it has returned a cut: that happens there.
    using Chooser = std::function<std::optional<Cut>(int step)>;

    // Tells the whole tale, cut where `chooser` says so, and again without.
    void run(const Chooser& chooser);

    // `due` is how many notes each of the two people is to see in the end.
    void add_to(Tally& tally, std::size_t due);

    // The keys of the notes on somebody's timeline, one a note.
    [[nodiscard]] std::vector<std::string> visible(const std::string& contact) const;
    [[nodiscard]] const Steps& steps() const noexcept { return steps_; }
    [[nodiscard]] Traces traces() const;

private:
    void reach(int step, const Chooser& chooser);
    void live(const SyncDoors& doors, PortalView& view);
    void settle(const SyncDoors& doors, store::PullKind kind, PortalView& view);
    void work();
    void find_the_work(const SyncDoors& doors, PortalView& view);
    void happen();
    void after_the_cut();
    void delete_what_is_seen();
    void merge_the_mentee();
    [[nodiscard]] bool is_quiet();

    Cut cut_;
    bool is_cut_ = false;
    RowChanges rows_;  // before the world opens its state
    tests::World world_;
    Steps steps_;
    std::set<std::string> deleted_;
    bool has_worked_ = false;
    bool has_seen_work_ = false;
    bool is_merged_ = false;
};

}  // namespace mentorsync::rigs
