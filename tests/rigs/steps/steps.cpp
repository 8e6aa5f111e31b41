// The rig behind "exactly one note": the real tick against the sandbox CRM, cut at every step, with
// every way in which a write can go wrong, resumed and run again.
//
// A cut point is a step, what happens there, a write, what goes wrong with it, and what the portal
// does with the key of an archived note. After each, every note that was due is on every timeline
// once, or never again if a person had deleted it.

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/rigs/common/branch.hpp"
#include "tests/rigs/common/ready_states.hpp"
#include "tests/rigs/common/rig.hpp"
#include "tests/rigs/steps/trial.hpp"

namespace mentorsync::rigs {
namespace {

constexpr std::size_t kCuts = 20'000;
constexpr std::size_t kLongCuts = 150'000;

struct Whole {
    std::size_t due = 0;
    std::vector<Cut> cuts;
};

// A tale without a cut, and what can go wrong in it.
Whole told(const tests::World& world, Tale tale, bool pairs, Tally& tally) {
    Cut nothing;
    nothing.tale = tale;
    Trial whole(world, nothing);
    whole.run([](int) { return std::nullopt; });
    const std::size_t due = whole.visible("1002").size();
    whole.add_to(tally, due);
    std::printf("steps: %s: %d steps, %zu notes\n", text_of(nothing).c_str(), whole.steps().taken(),
                due);
    return {due, all_cuts(tale, whole.steps(), pairs)};
}

// The cuts of each tale that begins alike, in the order of their steps.
std::vector<std::vector<Cut>> by_beginning(const std::vector<Cut>& cuts) {
    std::vector<std::vector<Cut>> groups;
    for (const Cut& cut : cuts) {
        auto group = std::ranges::find_if(
            groups, [&](const auto& known) { return begin_alike(known.front(), cut); });
        if (group == groups.end()) group = groups.insert(groups.end(), std::vector<Cut>());
        group->push_back(cut);
    }
    for (auto& group : groups) std::ranges::stable_sort(group, {}, &Cut::step);
    return groups;
}

// One process tells the tale to its end, and at each step where it is to be cut another one goes
// on with the cut. Where a process dies and leaves the same traces as at an earlier step, the same
// comes of it, which is counted without being done again.
class Branching {
public:
    Branching(const std::vector<Cut>& cuts, bool until_first, Tally& sums)
        : next_(cuts.begin()), end_(cuts.end()), until_first_(until_first), sums_(sums) {}

    std::optional<Cut> at(int step, const Traces& traces) {
        for (; next_ != end_ && next_->step == step; ++next_) {
            Death& death = deaths_[{next_->what, next_->held_lands_at_the_cut}];
            if (!sleeps(next_->what) && death.counted && death.traces == traces) {
                sums_.add_all(*death.counted);
                sums_.add("alike");
                continue;
            }
            const Branch branch = Branch::off();
            if (branch.is_new()) {
                alarm(kSecondsOfACut);
                here_ = branch;
                return *next_;
            }
            const auto counted = branch.join();
            death = {traces, counted};
            if (counted) sums_.add_all(*counted);
            if (!counted) sums_.add("broken");
            if (counted && counted->bad() == 0) continue;
            std::printf("  broken by %s\n", text_of(*next_).c_str());
            if (until_first_) end_ = std::next(next_);
        }
        return std::nullopt;
    }

    // In the process of a cut: tells what came of it, and ends.
    void end_if_cut(Trial& trial, std::size_t due) {
        if (!here_) return;
        Tally counted;
        trial.add_to(counted, due);
        here_->end(counted);
    }

    [[nodiscard]] bool is_cut() const { return here_.has_value(); }
    [[nodiscard]] bool has_tried_all() const { return next_ == end_; }

private:
    static constexpr unsigned kSecondsOfACut = 120;

    struct Death {
        Traces traces;
        std::optional<Tally> counted = std::nullopt;
    };

    std::vector<Cut>::const_iterator next_;
    std::vector<Cut>::const_iterator end_;
    bool until_first_;
    Tally& sums_;
    std::optional<Branch> here_;
    std::map<std::pair<What, bool>, Death> deaths_;  // the latest of each kind
};

void try_all(const tests::World& world, const std::vector<Cut>& cuts, std::size_t due,
             bool until_first, Tally& sums) {
    Trial trial(world, cuts.front());
    Branching branching(cuts, until_first, sums);
    try {
        trial.run([&](int step) { return branching.at(step, trial.traces()); });
    } catch (const std::exception& error) {
        if (!branching.is_cut()) throw;
        std::printf("  threw: %s\n", error.what());
        static_cast<void>(std::fflush(stdout));
        _exit(1);
    }
    branching.end_if_cut(trial, due);
    if (!branching.has_tried_all()) sums.add("broken");
}

int run_all(const Options& options) {
    begin_with_ready_states();
    const tests::World world(sandbox::tiny_size());
    Tally tally;
    const Whole everything = told(world, Tale::Everything, options.is_long, tally);
    const Whole changes = told(world, Tale::Changes, options.is_long, tally);
    if (tally.bad() != 0) {
        std::printf("  broken without a cut\n%s\n", tally.line("steps", {"cuts"}).c_str());
        return 1;
    }
    const std::size_t wanted = options.is_long ? kLongCuts : kCuts;
    std::vector<Cut> cuts = spread_out(everything.cuts, wanted / 2);
    const std::vector<Cut> more = spread_out(changes.cuts, wanted - cuts.size());
    cuts.insert(cuts.end(), more.begin(), more.end());
    std::printf("steps: %zu and %zu cut points, %zu tried\n", everything.cuts.size(),
                changes.cuts.size(), cuts.size());

    const std::vector<std::vector<Cut>> groups = by_beginning(cuts);
    tally.add_all(spread(
        {.count = groups.size(),
         .run =
             [&](std::uint64_t number, Tally& sums) {
                 const std::vector<Cut>& group = groups.at(number);
                 const bool pulls_changes = group.front().tale == Tale::Changes;
                 const std::size_t due = pulls_changes ? changes.due : everything.due;
                 try_all(world, group, due, options.until_first, sums);
             },
         .describe = [&](std::uint64_t number) { return text_of(groups.at(number).front()); },
         .seconds = 3'600},
        options));
    std::printf("%s\n", tally.line("steps", {"cuts", "alike", "merged"}).c_str());
    if (tally.bad() != 0) return 1;
    const bool enough = tally.of("cuts") >= wanted && everything.due >= 2 && changes.due >= 2;
    if (options.only || enough) return 0;
    std::printf("steps: fewer than %zu cut points: the rig is broken\n", wanted);
    return 1;
}

}  // namespace
}  // namespace mentorsync::rigs

int main(int argc, char** argv) {
    const auto options = mentorsync::rigs::parse_options(argc, argv);
    return options.knows_all ? mentorsync::rigs::run_all(options) : 2;
}
