// The rig behind "exactly one note": the real cycle against the sandbox CRM, cut at every step,
// with every way in which a write can go wrong, resumed and run again.
//
// A cut point is a step, what happens there, a write, what goes wrong with it, and what the portal
// does with the key of an archived note. After each, every note that was due is on every timeline
// once, or never again if a person had deleted it. Prints the sums; fails on a note lost, doubled
// or risen, and when fewer cut points were tried than promised.

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sync/run/hashing.hpp"
#include "tests/run/planted_search.hpp"
#include "tests/run/stepping_doors.hpp"
#include "tests/run/world.hpp"
#include "tests/sandbox/view.hpp"

namespace mentorsync::tests {
namespace {

using namespace std::chrono_literals;
using sandbox::Do;

constexpr std::size_t kFloor = 5'000;  // cut points; fewer are a broken rig
constexpr Instant kNextMonday = World::kMonday + 7 * 24h;

struct PowerCut {};

enum class What {
    Kill,            // the process dies
    KillAndDelete,   // it dies, and a person deletes every note they see
    KillAndForget,   // it dies, and its state is lost
    Sleep,           // it sleeps while another process does all the work
    SleepAndDelete,  // and then a person deletes every note they see
    KillDeleteAndForget
};
constexpr What kWhats[] = {What::SleepAndDelete, What::KillAndDelete, What::KillDeleteAndForget,
                           What::KillAndForget,  What::Sleep,         What::Kill};

bool sleeps(What what) {
    return what == What::Sleep || what == What::SleepAndDelete;
}
bool deletes(What what) {
    return what == What::SleepAndDelete || what == What::KillAndDelete ||
           what == What::KillDeleteAndForget;
}
bool forgets(What what) {
    return what == What::KillAndForget || what == What::KillDeleteAndForget;
}

// What goes wrong with the n-th write; nothing for Delay.
constexpr Do kFaults[] = {Do::Delay, Do::LoseBefore, Do::ApplyThenDrop, Do::ApplyThenFail,
                          Do::HoldThenApply};

// Which write it goes wrong with: the first create, the first association, the second create.
constexpr int kWrites = 3;
constexpr const char* kWritePaths[kWrites] = {"notes/batch/create", "batch/associate",
                                              "notes/batch/create"};

struct Cut {
    int step = 0;
    What what = What::Kill;
    Do fault = Do::Delay;
    int write = 0;  // an index into kWritePaths
    sandbox::ArchivedKey archived_key = sandbox::ArchivedKey::Free;
    bool held_lands_at_the_cut = false;  // or else when all is done
};

struct Sums {
    int cuts = 0;
    int lost = 0;
    int doubled = 0;
    int risen = 0;
    int violations = 0;

    [[nodiscard]] int bad() const { return lost + doubled + risen + violations; }
};

// One world in which one thing goes wrong at one place.
class Trial {
public:
    Trial(const World& world, const Cut& cut) : cut_(cut), world_(world) {
        world_.crm.switches().archived_key = cut.archived_key;
        world_.crm.switches().search_lag = 60s;
        world_.crm.witness().keep_requests(false);
        planted::searched_world = &world_;
        if (cut.fault != Do::Delay) world_.crm.inject(fault());
    }

    // Runs the whole story with the cut, and again without.
    void run() {
        steps_.act_at(cut_.step, [this] { happen(); });
        try {
            SteppingTransport network(world_.network, steps_);
            CrmSession session(network, hubspot::kDefaultApiVersion, world_.clock,
                               [] { return 0.5; });
            SteppingStore store(*world_.store, steps_);
            live({.reader = session.reader(),
                  .writer = session.writer(),
                  .auditor = session.auditor(),
                  .store = store,
                  .staging = store,
                  .mirror = store,
                  .outbox = store,
                  .clock = world_.clock,
                  .observer = world_.observer});
        } catch (const PowerCut&) {
            after_the_cut();
        }
        live(world_.doors());
        world_.crm.release_held();
        settle(world_.doors());
    }

    // `due` is how many notes each of the two people is to see in the end.
    void add_to(Sums& sums, std::size_t due) {
        ++sums.cuts;
        const sandbox::Witness& witness = world_.crm.witness();
        // Never, not only in the end, whatever their keys are.
        bool doubled = witness.most_live() > 1 || witness.most_visible() > 1;
        for (const char* contact : {"1001", "1002"}) {
            const std::size_t seen = visible(contact).size();
            const std::size_t wanted = due - std::min(due, deleted_.size());
            // A state that was lost does not know of weeks before it was rebuilt.
            if (!forgets(cut_.what) && seen < wanted) ++sums.lost;
            doubled = doubled || seen > due;
        }
        if (doubled) ++sums.doubled;
        if (!witness.risen().empty()) ++sums.risen;
        if (!witness.violations().empty()) ++sums.violations;
    }

    // The keys of the notes on somebody's timeline, one a note.
    [[nodiscard]] std::vector<std::string> visible(const std::string& contact) const {
        std::vector<std::string> keys;
        const auto view = sandbox::see_contact(world_.crm.world(), World::kPortal, contact);
        if (!view) return keys;
        for (const sandbox::SeenNote& note : view->notes) keys.push_back(note.key);
        return keys;
    }
    [[nodiscard]] const Steps& steps() const noexcept { return steps_; }

private:
    [[nodiscard]] sandbox::Fault fault() const {
        sandbox::Fault fault;
        fault.match.method = "POST";
        fault.match.path = kWritePaths[cut_.write];
        fault.match.nth = cut_.write == kWrites - 1 ? 2 : 1;
        fault.action = cut_.fault;
        fault.status = 500;
        return fault;
    }

    // Accepts what there is to accept and syncs until nothing is left to tell.
    void settle(const SyncDoors& doors) {
        for (int i = 0; i < 8; ++i) {
            auto done = run_sync(doors, world_.mapping, {}, {});
            if (!done && done.error().error.code == ErrorCode::BrakeRefused) {
                const auto proposal = world_.propose();
                if (proposal) {
                    done = run_sync(doors, world_.mapping,
                                    {.acceptance = proposal->acceptance, .plan_hash = {}}, {});
                }
            }
            if (done && !done->delivery.stopped && is_quiet()) return;
            world_.pass(61min);
        }
    }

    [[nodiscard]] bool is_quiet() {
        const auto rows = world_.store->notes();
        return rows &&
               std::ranges::all_of(*rows, [](const OutboxRow& row) { return is_final(row.state); });
    }

    // Two Mondays: the start note, and the first progress note.
    void live(const SyncDoors& doors) {
        settle(doors);
        if (world_.clock.now() < kNextMonday) world_.pass(kNextMonday - world_.clock.now());
        settle(doors);
    }

    void happen() {
        if (!sleeps(cut_.what)) throw PowerCut{};
        settle(world_.doors());
        if (deletes(cut_.what)) delete_what_is_seen();
        if (cut_.held_lands_at_the_cut) world_.crm.release_held();
    }

    void after_the_cut() {
        if (deletes(cut_.what)) delete_what_is_seen();
        if (cut_.held_lands_at_the_cut) world_.crm.release_held();
        if (forgets(cut_.what)) world_.lose_state();
    }

    void delete_what_is_seen() {
        for (const char* contact : {"1001", "1002"}) {
            const auto view = sandbox::see_contact(world_.crm.world(), World::kPortal, contact);
            if (!view) continue;
            for (const sandbox::SeenNote& note : view->notes) {
                world_.desk().remove(sandbox::Kind::Note, note.id);
                deleted_.insert(note.key);
            }
        }
    }

    Cut cut_;
    World world_;
    Steps steps_;
    std::set<std::string> deleted_;
};

std::string text_of(const Cut& cut) {
    return "step=" + std::to_string(cut.step) + " what=" + std::to_string(int(cut.what)) +
           " fault=" + std::to_string(int(cut.fault)) + " write=" + std::to_string(cut.write) +
           " key=" + std::to_string(int(cut.archived_key)) +
           (cut.held_lands_at_the_cut ? " held lands at the cut" : "");
}

// The cuts with this fault at every step where `what` can happen.
void add_cuts(const Steps& story, const Cut& like, std::vector<Cut>& cuts) {
    for (int step = 1; step <= story.taken(); ++step) {
        // One process pulls at a time, by the lock on the state.
        const auto at = static_cast<std::size_t>(step - 1);
        if (sleeps(like.what) && !story.delivering()[at]) continue;
        cuts.push_back(like);
        cuts.back().step = step;
    }
}

// Every cut worth trying in a story of these steps; those without a fault first.
std::vector<Cut> all_cuts(const Steps& story) {
    std::vector<Cut> cuts;
    for (const Do fault : kFaults) {
        for (int write = 0; write < (fault == Do::Delay ? 1 : kWrites); ++write) {
            for (const What what : kWhats) {
                Cut cut{0, what, fault, write, sandbox::ArchivedKey::Free, false};
                add_cuts(story, cut, cuts);
                cut.held_lands_at_the_cut = true;
                if (fault == Do::HoldThenApply) add_cuts(story, cut, cuts);
                // Without a deletion no key is ever of an archived note.
                cut.archived_key = sandbox::ArchivedKey::Held;
                if (deletes(what)) add_cuts(story, cut, cuts);
            }
        }
    }
    return cuts;
}

int run_all(bool until_first) {
    const World world(sandbox::tiny_size());
    Trial whole(world, Cut{});
    whole.run();
    const std::size_t due = whole.visible("1002").size();
    Sums sums;
    whole.add_to(sums, due);
    const std::vector<Cut> cuts = all_cuts(whole.steps());
    std::printf("exactly-once: %d steps in the whole story, %zu notes, %zu cut points\n",
                whole.steps().taken(), due, cuts.size());

    for (const Cut& cut : cuts) {
        const int bad = sums.bad();
        Trial trial(world, cut);
        trial.run();
        trial.add_to(sums, due);
        if (sums.bad() == bad) continue;
        std::printf("  broken by %s\n", text_of(cut).c_str());
        if (until_first) break;
    }
    std::printf("exactly-once: cuts=%d lost=%d doubled=%d risen=%d violations=%d\n", sums.cuts,
                sums.lost, sums.doubled, sums.risen, sums.violations);
    if (due < 2 || cuts.size() < kFloor) {
        std::printf("exactly-once: fewer than %zu cut points: the rig is broken\n", kFloor);
        return 1;
    }
    return sums.bad() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace mentorsync::tests

// --until-first: stops at the first broken cut, for planted faults.
int main(int argc, char** argv) {
    return mentorsync::tests::run_all(argc > 1 && std::string(argv[1]) == "--until-first");
}
