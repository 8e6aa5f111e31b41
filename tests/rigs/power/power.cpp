// The power is cut at every moment of a story in which something was done to the disk: first sync,
// people at work, the Monday after, an end.
//
// From each moment several disks are made that a power cut could leave: what was synced alone, that
// and some of the writes since, that and some of their sectors. From each the state is opened: it
// is sound, it has every transaction that was acknowledged and none by half, and the story goes on
// from it to the same end: each time that a state is found for the first time at a moment, and for
// some of the disks on which it is found again.

#include <sqlite3.h>
#include <sys/stat.h>

#include <cstdio>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/rigs/common/fast_folder.hpp"
#include "tests/rigs/common/ready_states.hpp"
#include "tests/rigs/common/rig.hpp"
#include "tests/rigs/power/recording.hpp"

namespace mentorsync::rigs {
namespace {

using tests::World;

constexpr std::size_t kImages = 10'000;
constexpr std::size_t kLongImages = 100'000;
constexpr std::size_t kMostRounds = 400;
constexpr std::uint64_t kAgainEvery = 32;

struct Cut {
    std::size_t done = 0;  // ops
    Kept kept = Kept::Synced;
    std::uint64_t seed = 0;
};

const char* name_of(Kept kept) {
    switch (kept) {
        case Kept::Synced: return "synced";
        case Kept::Some: return "some";
        case Kept::Torn: return "torn";
        case Kept::All: return "all";
    }
    return "";
}

std::size_t hash_of(const DiskImage& image) {
    std::size_t hash = 0;
    for (const auto& [path, content] : image) {
        hash = hash * 31 + std::hash<std::string>{}(path);
        hash = hash * 31 + std::hash<std::string>{}(content);
    }
    return hash;
}

// At least `count` cuts whose disks all differ, as far as there are so many; those of one moment
// follow each other.
std::vector<Cut> all_cuts(const Recording& recording, std::size_t count) {
    const std::size_t moments = recording.tape.ops().size() + 1;
    std::vector<Cut> cuts;
    for (std::size_t a_moment = count / moments + 1; a_moment < kMostRounds;
         a_moment += 1 + a_moment / 8) {
        cuts.clear();
        DiskPlayer player(recording.tape.ops());
        for (std::size_t done = 0; done < moments; ++done) {
            player.play_to(done);
            std::set<std::size_t> seen;
            for (std::uint64_t round = 0; round < a_moment; ++round) {
                const Kept kept = round == 0       ? Kept::Synced
                                  : round % 2 == 1 ? Kept::Torn
                                                   : Kept::Some;
                const Cut cut{done, kept, done * kMostRounds + round};
                if (seen.insert(hash_of(player.image(cut.kept, cut.seed))).second) {
                    cuts.push_back(cut);
                }
            }
        }
        if (cuts.size() >= count) break;
    }
    return cuts;
}

bool is_sound(const std::string& path) {
    sqlite3* database = nullptr;
    std::string verdict;
    if (sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK) {
        const auto keep = [](void* into, int, char** columns, char**) {
            *static_cast<std::string*>(into) += columns[0];
            return 0;
        };
        sqlite3_exec(database, "PRAGMA integrity_check", keep, &verdict, nullptr);
    }
    sqlite3_close(database);
    return verdict == "ok";
}

// The states that this process has found at one moment after the other.
class Found {
public:
    // Whether `state` was not found at this moment before.
    bool is_new(std::size_t moment, const std::string& state) {
        if (std::exchange(moment_, moment) != moment) states_.clear();
        return states_.insert(state).second;
    }

private:
    std::size_t moment_ = 0;
    std::set<std::string> states_;
};

class Trial {
public:
    Trial(const Recording& recording, const Cut& cut, Found& found)
        : recording_(recording),
          cut_(cut),
          moment_(recording.moments.at(cut.done)),
          found_(found),
          world_(*recording.world) {
        world_.crm = recording.crms.at(moment_.crm);
        world_.clock.set_now(moment_.now);
    }

    void run(const DiskImage& image, Tally& tally) {
        tally.add("images");
        auto opened = open_image(image, folder_.file(""), recording_.path);
        if (!opened) {
            tally.add("lost");
            std::printf("  %s\n", opened.error().message.c_str());
            return;
        }
        world_.store = *std::move(opened);
        if (!is_sound(folder_.file("state.db"))) tally.add("broken");
        const std::string state = world_.store->canonical_dump().value();
        if (!is_acknowledged(state)) tally.add("lost");
        if (found_.is_new(cut_.done, state) || cut_.seed % kAgainEvery == 0) go_on(tally);
    }

private:
    void go_on(Tally& tally) {
        tally.add("continued");
        for (int stage = moment_.stage; stage < kStages; ++stage) {
            if (stage != moment_.stage) prepare_stage(world_, stage);
            sync_stage(world_, {.doors = [&] { return world_.doors(); }}, stage);
        }
        compare(world_, recording_.ending, tally);
    }

    // The last acknowledged state, or that of the transaction that was under way.
    [[nodiscard]] bool is_acknowledged(const std::string& found) const {
        const auto& states = recording_.states;
        const std::size_t next = std::min(moment_.ended + 1, states.size() - 1);
        return found == states[moment_.ended] || found == states[next];
    }

    const Recording& recording_;
    Cut cut_;
    Moment moment_;
    Found& found_;
    FastFolder folder_;
    World world_;
};

int run_all(const Options& options) {
    ::umask(S_IRWXG | S_IRWXO);
    begin_with_ready_states();
    const auto recording = record_story();
    const std::size_t wanted = options.is_long ? kLongImages : kImages;
    const std::vector<Cut> cuts = all_cuts(*recording, wanted);
    std::printf("power: %zu operations on the disk, %zu transactions, %zu different disks\n",
                recording->tape.ops().size(), recording->ends.size(), cuts.size());

    DiskPlayer player(recording->tape.ops());
    Found found;
    const Tally tally = spread(
        {.count = cuts.size(),
         .run =
             [&](std::uint64_t number, Tally& sums) {
                 const Cut& cut = cuts.at(number);
                 player.play_to(cut.done);
                 Trial(*recording, cut, found).run(player.image(cut.kept, cut.seed), sums);
             },
         .describe =
             [&](std::uint64_t number) {
                 const Cut& cut = cuts.at(number);
                 return "power cut after operation " + std::to_string(cut.done) + " in stage " +
                        std::to_string(recording->moments.at(cut.done).stage) + ", kept " +
                        name_of(cut.kept) + ", seed " + std::to_string(cut.seed);
             }},
        options);
    std::printf("%s\n", tally.line("power", {"images", "continued"}).c_str());
    if (tally.bad() != 0) return 1;
    if (options.only || tally.of("images") >= wanted) return 0;
    std::printf("power: fewer than %zu images: the rig is broken\n", wanted);
    return 1;
}

}  // namespace
}  // namespace mentorsync::rigs

int main(int argc, char** argv) {
    const auto options = mentorsync::rigs::parse_options(argc, argv);
    return options.knows_all ? mentorsync::rigs::run_all(options) : 2;
}
