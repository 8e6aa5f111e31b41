// Every call that the store makes to the disk fails: once, or until somebody mends it; with an
// error of the device, a full disk, a lock that another one holds. The process goes on, or starts
// again.
//
// What could not be recorded is not sent, and once the disk is mended the story goes on to the same
// end.

#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/rigs/common/fast_folder.hpp"
#include "tests/rigs/common/ready_states.hpp"
#include "tests/rigs/common/recorded_creates.hpp"
#include "tests/rigs/common/rig.hpp"
#include "tests/rigs/common/story.hpp"
#include "tests/rigs/io/failing_disk.hpp"

namespace mentorsync::rigs {
namespace {

using tests::World;

constexpr std::size_t kFaults = 3'000;
constexpr std::size_t kLongFloor = 10'000;
constexpr int kFailuresUntilMended = 2;

struct Cut {
    DiskFault fault;
    bool starts_again = false;  // after a failure, rather than going on
};

class Trial {
public:
    Trial(const World& world, const Cut& cut) : cut_(cut), world_(world) {
        world_.crm.witness().keep_requests(false);
        disk_.fail_with(cut.fault);
    }
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;
    ~Trial() { watch_disk(nullptr); }

    void run() {
        watch_disk(&disk_);
        open();
        for (int stage = 0; stage < kStages; ++stage) {
            prepare_stage(world_, stage);
            sync_stage(world_,
                       {.doors = [this] { return doors(); },
                        .on_failure = [this](const Error& error) { react(error); }},
                       stage);
        }
        disk_.mend();
        watch_disk(nullptr);
        ending_ = ending_of(world_);
    }

    void add_to(Tally& tally, const Ending& wanted) {
        tally.add("faults");
        if (!disk_.has_failed()) tally.add("unreached");
        tally.add("creates", recorded_.sent());
        if (recorded_.unrecorded() > 0) {
            tally.add("broken");
            std::printf("  %zu notes were sent without a record\n", recorded_.unrecorded());
        }
        compare(world_, wanted, tally);
    }

    [[nodiscard]] const FailingDisk& disk() const noexcept { return disk_; }
    [[nodiscard]] const Ending& ending() const noexcept { return ending_; }

private:
    void open() {
        std::string why;
        world_.store.reset();
        for (int i = 0; i <= kFailuresUntilMended; ++i) {
            auto opened =
                store::SqlStore::open(path_, "blink", store::Mode::ReadWrite, rig_sealer());
            if (opened) {
                world_.store = *std::move(opened);
                return;
            }
            why = opened.error().message;
            if (i + 1 == kFailuresUntilMended) disk_.mend();
        }
        throw std::runtime_error("once the disk is mended: " + why);
    }

    void react(const Error& error) {
        const bool is_of_the_store =
            error.code == ErrorCode::StoreFailed || error.code == ErrorCode::StoreLocked;
        if (!is_of_the_store) return;
        if (++failures_ == kFailuresUntilMended) disk_.mend();
        if (cut_.starts_again) open();
    }

    SyncDoors doors() {
        const SyncDoors doors = world_.doors();
        return {.reader = session_.reader(),
                .writer = session_.writer(),
                .auditor = session_.auditor(),
                .store = doors.store,
                .staging = doors.staging,
                .mirror = doors.mirror,
                .outbox = doors.outbox,
                .clock = doors.clock,
                .observer = doors.observer,
                .state = doors.state,
                .people = doors.people};
    }

    Cut cut_;
    FastFolder folder_;
    std::string path_ = folder_.file("state.db");
    FailingDisk disk_;
    World world_;
    RecordedCreates recorded_{world_.network, path_};
    CrmSession session_{recorded_, hubspot::kDefaultApiVersion, world_.clock, [] { return 0.5; }};
    Ending ending_;
    int failures_ = 0;
};

std::vector<Cut> all_cuts(const std::vector<DiskCall>& calls) {
    std::vector<Cut> cuts;
    for (std::size_t call = 0; call < calls.size(); ++call) {
        for (const int code : codes_of(calls[call])) {
            for (const bool lasts : {false, true}) {
                for (const bool starts_again : {false, true}) {
                    cuts.push_back({{call, code, lasts}, starts_again});
                }
            }
        }
    }
    return cuts;
}

// `count` of them, from the whole story.
std::vector<Cut> spread_out(const std::vector<Cut>& all, std::size_t count) {
    if (all.size() <= count) return all;
    std::vector<Cut> some;
    for (std::size_t i = 0; i < count; ++i) some.push_back(all[i * all.size() / count]);
    return some;
}

int run_all(const Options& options) {
    ::umask(S_IRWXG | S_IRWXO);
    begin_with_ready_states();
    const World world(sandbox::tiny_size());
    Trial whole(world, {});
    whole.run();
    must_tell(whole.ending());
    const std::vector<DiskCall> calls = whole.disk().calls();
    const std::vector<Cut> all = all_cuts(calls);
    const std::vector<Cut> cuts = options.is_long ? all : spread_out(all, kFaults);
    std::printf("io: %zu calls, %zu faults, %zu tried\n", calls.size(), all.size(), cuts.size());

    const auto describe = [&](std::uint64_t number) {
        const Cut& cut = cuts.at(number);
        return std::string(name_of(calls.at(cut.fault.call))) + ", call " +
               std::to_string(cut.fault.call) + ", code " + std::to_string(cut.fault.code) +
               (cut.fault.lasts ? ", lasts" : ", once") +
               (cut.starts_again ? ", starts again" : ", goes on");
    };
    const Tally tally = spread({.count = cuts.size(),
                                .run =
                                    [&](std::uint64_t number, Tally& sums) {
                                        Trial trial(world, cuts.at(number));
                                        trial.run();
                                        trial.add_to(sums, whole.ending());
                                    },
                                .describe = describe},
                               options);
    std::printf("%s\n", tally.line("io", {"faults", "unreached", "creates"}).c_str());
    if (tally.bad() != 0) return 1;
    const std::size_t floor = options.is_long ? kLongFloor : kFaults;
    if (options.only || tally.of("faults") - tally.of("unreached") >= floor) return 0;
    std::printf("io: fewer than %zu faults: the rig is broken\n", floor);
    return 1;
}

}  // namespace
}  // namespace mentorsync::rigs

int main(int argc, char** argv) {
    const auto options = mentorsync::rigs::parse_options(argc, argv);
    return options.knows_all ? mentorsync::rigs::run_all(options) : 2;
}
