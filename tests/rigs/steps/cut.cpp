#include "tests/rigs/steps/cut.hpp"

#include <algorithm>
#include <iterator>

namespace mentorsync::rigs {

namespace {

using sandbox::Do;

constexpr What kWhats[] = {What::SleepAndDelete, What::KillAndDelete, What::KillDeleteAndForget,
                           What::KillAndForget,  What::Sleep,         What::Kill,
                           What::KillAndMerge,   What::SleepAndMerge, What::KillAndErase};

constexpr Do kFaults[] = {Do::Delay,         Do::LoseBefore,    Do::ApplyThenDrop,
                          Do::ApplyThenFail, Do::HoldThenApply, Do::Answer};

constexpr int kWrites = 3;
constexpr const char* kWritePaths[kWrites] = {"notes/batch/create", "batch/associate",
                                              "notes/batch/create"};
constexpr int kStorm = 4;  // refusals in a row

sandbox::Fault fault_with(Do action, int write) {
    sandbox::Fault fault;
    fault.match.method = "POST";
    fault.match.path = kWritePaths[write];
    fault.action = action;
    fault.status = 500;
    if (action == Do::Answer) {
        fault.match.times = kStorm;
        fault.status = 429;
        fault.headers = {{"Retry-After", "90"}};
    } else {
        fault.match.nth = write == kWrites - 1 ? 2 : 1;
    }
    return fault;
}

// The cuts like this one at every step where it can happen.
void add_steps(const Steps& story, const Cut& like, std::vector<Cut>& cuts) {
    for (int step = 1; step <= story.taken(); ++step) {
        // One process pulls at a time, by the lock on the state.
        const auto at = static_cast<std::size_t>(step - 1);
        if (sleeps(like.what) && !story.delivering()[at]) continue;
        cuts.push_back(like);
        cuts.back().step = step;
    }
}

void add_whats(const Steps& story, const Cut& like, std::vector<Cut>& cuts) {
    for (const What what : kWhats) {
        Cut cut = like;
        cut.what = what;
        add_steps(story, cut, cuts);
        if (deletes(what)) {
            cut.archived_key = sandbox::ArchivedKey::Held;
            add_steps(story, cut, cuts);
        }
        if (cut.fault == Do::HoldThenApply) {
            cut.archived_key = sandbox::ArchivedKey::Free;
            cut.held_lands_at_the_cut = true;
            add_steps(story, cut, cuts);
        }
    }
}

}  // namespace

bool sleeps(What what) noexcept {
    return what == What::Sleep || what == What::SleepAndDelete || what == What::SleepAndMerge;
}

bool deletes(What what) noexcept {
    return what == What::SleepAndDelete || what == What::KillAndDelete ||
           what == What::KillDeleteAndForget;
}

bool forgets(What what) noexcept {
    return what == What::KillAndForget || what == What::KillDeleteAndForget;
}

bool merges(What what) noexcept {
    return what == What::KillAndMerge || what == What::SleepAndMerge;
}

std::string text_of(const Cut& cut) {
    return std::string(cut.tale == Tale::Changes ? "changes" : "everything") +
           " step=" + std::to_string(cut.step) + " what=" + std::to_string(int(cut.what)) +
           " fault=" + std::to_string(int(cut.fault)) + " write=" + std::to_string(cut.write) +
           " second=" + std::to_string(int(cut.second)) +
           " key=" + std::to_string(int(cut.archived_key)) +
           (cut.held_lands_at_the_cut ? " held lands at the cut" : "");
}

std::vector<sandbox::Fault> faults_of(const Cut& cut) {
    std::vector<sandbox::Fault> faults;
    if (cut.fault != Do::Delay) faults.push_back(fault_with(cut.fault, cut.write));
    if (cut.second != Do::Delay) faults.push_back(fault_with(cut.second, cut.write == 1 ? 0 : 1));
    return faults;
}

std::vector<Cut> all_cuts(Tale tale, const Steps& story, bool pairs) {
    std::vector<Cut> cuts;
    for (const Do second : kFaults) {
        if (second != Do::Delay && !pairs) break;
        for (const Do fault : kFaults) {
            if (second != Do::Delay && fault == Do::Delay) continue;
            for (int write = 0; write < (fault == Do::Delay ? 1 : kWrites); ++write) {
                Cut cut;
                cut.tale = tale;
                cut.fault = fault;
                cut.write = write;
                cut.second = second;
                add_whats(story, cut, cuts);
            }
        }
    }
    return cuts;
}

bool begin_alike(const Cut& one, const Cut& other) noexcept {
    return one.tale == other.tale && one.fault == other.fault && one.write == other.write &&
           one.second == other.second && one.archived_key == other.archived_key;
}

std::vector<Cut> spread_out(const std::vector<Cut>& all, std::size_t count) {
    if (all.size() <= count) return all;
    std::vector<Cut> some;
    for (std::size_t i = 0; i < count; ++i) some.push_back(all[i * all.size() / count]);
    return some;
}

}  // namespace mentorsync::rigs
