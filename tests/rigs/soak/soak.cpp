// Thousands of ticks of one process on simulated time, in a portal of ten thousand contacts: in the
// end it holds no more memory and descriptors than after it has warmed up, and no more disk than
// the notes take that were told since. And how long a restart takes until the portal is served
// again, on the system's steady clock.

#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

#include "sync/run/beside.hpp"
#include "sync/run/portal_service.hpp"
#include "tests/rigs/common/fast_folder.hpp"
#include "tests/rigs/common/rig.hpp"
#include "tests/rigs/common/story.hpp"
#include "tests/run/world.hpp"

namespace mentorsync::rigs {
namespace {

using namespace std::chrono_literals;
using tests::World;

constexpr std::uint64_t kTicks = 2'000;
constexpr std::uint64_t kLongTicks = 20'000;
constexpr std::uint64_t kWarmUp = 500;
constexpr std::size_t kMostDrift = 1'024 * 1'024;
constexpr std::size_t kBytesOfNote = 4'096;  // with everything that was tried of it
constexpr std::size_t kMostBeside = 8 * 1'024 * 1'024;
constexpr int kContacts = 10'000;
constexpr int kLongContacts = 100'000;
constexpr std::chrono::milliseconds kLongestRestart = 5s;

struct QuietLog final : Log {
    void write(LogLevel /*level*/, std::string_view /*line*/) override {}
};

struct Use {
    std::size_t resident = 0;  // bytes of this process, the CRM in it included
    std::size_t heap = 0;      // bytes in use, without those of the CRM
    std::size_t descriptors = 0;
    std::size_t state = 0;   // bytes of the state
    std::size_t beside = 0;  // and of what lies beside it: its log
    std::size_t notes = 0;   // that were told
};

std::size_t heap_in_use() {
    const auto info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
}

// The CRM remembers every note in the memory of the same process.
std::size_t size_of(const sandbox::SandboxCrm& crm) {
    const std::size_t before = heap_in_use();
    auto copy = std::make_unique<sandbox::SandboxCrm>(crm);
    const std::size_t size = heap_in_use() - before;
    copy.reset();
    ::malloc_trim(0);  // or the copy would stay in what is resident
    return size;
}

Use use_now(const std::string& folder) {
    Use use;
    std::size_t unused = 0;
    std::ifstream("/proc/self/statm") >> unused >> use.resident;
    use.resident *= static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator("/proc/self/fd")) {
        ++use.descriptors;
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        (entry.path().extension() == ".db" ? use.state : use.beside) += entry.file_size();
    }
    return use;
}

sandbox::PortalSize portal_of(int contacts) {
    sandbox::PortalSize size;
    size.people = contacts / 50;
    size.messy_people = 10;
    size.pairs = contacts / 200;
    size.groups = 4;
    size.learning_tasks = contacts / 40;
    size.sales_tasks = contacts / 20;
    size.outsiders = contacts - size.people - size.messy_people;
    return size;
}

// A portal and the one process that serves it.
class Service {
public:
    explicit Service(int contacts) : world_(portal_of(contacts)) {
        world_.crm.witness().keep_requests(false);
        world_.crm.switches().enforce_limits = false;
        configuration_.settings.name = "blink";
        restart();
        accept();
    }

    void restart() {
        service_.reset();
        world_.store.reset();
        auto opened = store::SqlStore::open(folder_.file("state.db"), "blink",
                                            store::Mode::ReadWrite, rig_sealer());
        if (!opened) throw std::runtime_error(opened.error().message);
        world_.store = *std::move(opened);
        ServiceDoors doors{.store = *world_.store,
                           .open_crm = [this]() -> Result<std::unique_ptr<CrmSession>> {
                               return std::make_unique<CrmSession>(
                                   world_.network, hubspot::kDefaultApiVersion, world_.clock,
                                   [] { return 0.5; });
                           },
                           .clock = world_.clock,
                           .log = log_,
                           .board = board_,
                           .random = [] { return 0.5; }};
        service_ = std::make_unique<PortalService>(std::move(doors), configuration_);
    }

    // Ticks once more, with somebody at work now and then.
    void tick() {
        const std::uint64_t before = board().ticks;
        while (board().ticks == before) {
            static_cast<void>(service_->step({}));
            world_.clock.advance(std::max(service_->until_due(), std::chrono::milliseconds(1)));
        }
        if (before % 10 == 0) {
            const auto& tasks = world_.truth.tasks;
            world_.desk().complete_task(tasks[before / 10 % tasks.size()].id);
        }
    }

    [[nodiscard]] PortalBoard board() const { return board_.read().at("blink"); }
    [[nodiscard]] Use use() const {
        Use use = use_now(folder_.file(""));
        use.heap = heap_in_use() - size_of(world_.crm);
        use.notes = world_.store->notes().value().size();
        return use;
    }
    [[nodiscard]] bool is_well() const {
        const sandbox::Witness& witness = world_.crm.witness();
        return board().mood == PortalMood::Ready && witness.most_live() == 1 &&
               witness.violations().empty();
    }

private:
    void accept() {
        const auto seen = world_.propose();
        if (!seen) throw std::runtime_error(seen.error().error.message);
        static_cast<void>(world_.store->leave(std::string(kSyncRequest),
                                              request_argument("accept", seen->acceptance),
                                              world_.clock.now()));
        static_cast<void>(service_->step({}));
    }

    FastFolder folder_;
    World world_;
    QuietLog log_;
    Board board_;
    PortalConfiguration configuration_{{}, tests::example_mapping()};
    std::unique_ptr<PortalService> service_;
};

// How long a new process takes until the portal is served.
std::chrono::milliseconds restart_time(Service& service) {
    const auto begun = std::chrono::steady_clock::now();
    service.restart();
    while (service.board().ticks == 0) service.tick();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 begun);
}

void compare(const Use& warm, const Use& end, Tally& tally) {
    const std::size_t notes = end.notes - warm.notes;
    if (end.heap > warm.heap + kMostDrift) tally.add("broken");
    if (end.descriptors != warm.descriptors) tally.add("broken");
    if (end.state > warm.state + kMostDrift / 4 + notes * kBytesOfNote) tally.add("broken");
    if (end.beside > kMostBeside) tally.add("broken");
    std::printf(
        "soak: heap %zu -> %zu KiB, resident %zu -> %zu KiB, descriptors %zu -> %zu, "
        "state %zu -> %zu KiB after %zu more notes, beside it %zu -> %zu KiB\n",
        warm.heap / 1024, end.heap / 1024, warm.resident / 1024, end.resident / 1024,
        warm.descriptors, end.descriptors, warm.state / 1024, end.state / 1024, notes,
        warm.beside / 1024, end.beside / 1024);
}

int run_all(const Options& options) {
    ::umask(S_IRWXG | S_IRWXO);
    Tally tally;
    const std::uint64_t ticks = options.is_long ? kLongTicks : kTicks;
    {
        Service service(kContacts);
        for (std::uint64_t i = 0; i < kWarmUp; ++i) service.tick();
        const Use warm = service.use();
        for (std::uint64_t i = kWarmUp; i < ticks; ++i) service.tick();
        compare(warm, service.use(), tally);
        tally.add("ticks", service.board().ticks);
        tally.add("failed", service.board().failed_ticks);
        if (!service.is_well()) tally.add("broken");
        if (!options.is_long) {
            tally.add("restart_ms", static_cast<std::uint64_t>(restart_time(service).count()));
        }
    }
    if (options.is_long) {
        Service service(kLongContacts);
        const auto time = restart_time(service);
        tally.add("restart_ms", static_cast<std::uint64_t>(time.count()));
        if (time > kLongestRestart) tally.add("broken");
    }
    std::printf("%s\n", tally.line("soak", {"ticks", "failed", "restart_ms"}).c_str());
    if (tally.bad() != 0) return 1;
    if (tally.of("ticks") >= ticks) return 0;
    std::printf("soak: fewer than %llu ticks: the rig is broken\n",
                static_cast<unsigned long long>(ticks));
    return 1;
}

}  // namespace
}  // namespace mentorsync::rigs

int main(int argc, char** argv) {
    const auto options = mentorsync::rigs::parse_options(argc, argv);
    return options.knows_all ? mentorsync::rigs::run_all(options) : 2;
}
