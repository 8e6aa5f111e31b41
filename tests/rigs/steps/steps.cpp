// The rig behind "exactly one note": the real tick against the sandbox CRM, cut at every step, with
// every way in which a write can go wrong, resumed and run again.
//
// A cut point is a step, what happens there, a write, what goes wrong with it, and what the portal
// does with the key of an archived note. After each, every note that was due is on every timeline
// once, or never again if a person had deleted it.

#include <cstdio>
#include <string>
#include <vector>

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
    whole.run();
    const std::size_t due = whole.visible("1002").size();
    whole.add_to(tally, due);
    std::printf("steps: %s: %d steps, %zu notes\n", text_of(nothing).c_str(), whole.steps().taken(),
                due);
    return {due, all_cuts(tale, whole.steps(), pairs)};
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

    tally.add_all(spread(
        {.count = cuts.size(),
         .run =
             [&](std::uint64_t number, Tally& sums) {
                 const Cut& cut = cuts.at(number);
                 Trial trial(world, cut);
                 trial.run();
                 trial.add_to(sums, cut.tale == Tale::Changes ? changes.due : everything.due);
             },
         .describe = [&](std::uint64_t number) { return text_of(cuts.at(number)); }},
        options));
    std::printf("%s\n", tally.line("steps", {"cuts", "merged"}).c_str());
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
