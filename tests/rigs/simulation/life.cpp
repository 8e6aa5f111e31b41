#include "tests/rigs/simulation/life.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "sync/run/beside.hpp"
#include "sync/run/memory_sink.hpp"
#include "tests/rigs/common/story.hpp"
#include "tests/rigs/simulation/weather.hpp"

namespace mentorsync::rigs {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using tests::World;

constexpr const char* kPortalName = "blink";
constexpr std::size_t kInFiles = 12;  // of 100 lives
constexpr int kMostSteps = 4'000;

// Of the least cycles so many at most are left for the rest at the end, which has audits to make.
constexpr std::uint64_t kCyclesOfRest = 8;

constexpr std::uint64_t kCyclesOfYouth = 40;

// In a quick life everything happens this many times as often: minutes between two pulls, so that
// what is believed of the portal outlives some of them.
constexpr int kQuick = 40;

// After how many waves or commits a process dies at most: the first few young, so that no life goes
// without; later ones may grow old, which takes fewer pulls of everything for as many cycles.
constexpr std::size_t kYoung = 40;
constexpr std::size_t kOld = 400;

PortalConfiguration draw_configuration(const Mapping& mapping, Dice& dice, int pace) {
    PortalSettings settings;
    settings.name = kPortalName;
    const auto hours = [&dice, pace](std::size_t least, std::size_t most) {
        const std::chrono::hours drawn(static_cast<int>(least + dice.below(most - least + 1)));
        return std::chrono::seconds(drawn) / pace;
    };
    settings.pull_every = hours(3, 8);
    settings.associations_every = hours(12, 30);
    settings.archived_every = hours(20, 60);
    settings.complete_pass_every = hours(60, 120);
    settings.audit_budget = 20 + dice.below(500);
    return {.settings = settings, .mapping = mapping};
}

}  // namespace

Life::Life(const World& world, std::uint64_t seed)
    : dice_(seed),
      pace_(dice_.chance(50) ? kQuick : 1),
      world_(world),
      true_clock_(world_.clock, world_.clock.now()),
      crm_(world_.crm, true_clock_, world_.token),
      wire_(crm_, world_.clock),
      persons_session_(crm_, hubspot::kDefaultApiVersion, world_.clock, [] { return 0.5; }),
      people_(world_, dice_),
      configuration_(draw_configuration(world_.mapping, dice_, pace_)) {
    world_.crm.witness().keep_requests(false);
    world_.crm.world().random = seed * 2 + 1;
    draw_switches(world_, dice_);
    plant_canaries(world_);
    wire_.is_dead = [] { return DyingStore::is_dead(); };
    // Opened again, so that its connection can die.
    start();
    arm();
}

void Life::start() {
    if (state_ != ":memory:" || !service_) {
        world_.store.reset();
        auto opened =
            store::SqlStore::open(state_, kPortalName, store::Mode::ReadWrite, rig_sealer());
        if (!opened) throw std::runtime_error(opened.error().message);
        world_.store = *std::move(opened);
    }
    ServiceDoors doors{.store = *world_.store,
                       .open_crm = [this]() -> Result<std::unique_ptr<CrmSession>> {
                           return std::make_unique<CrmSession>(wire_, hubspot::kDefaultApiVersion,
                                                               world_.clock,
                                                               [this] { return dice_.fraction(); });
                       },
                       .clock = world_.clock,
                       .log = log_,
                       .board = board_,
                       .random = [this] { return dice_.fraction(); }};
    service_ = std::make_unique<PortalService>(std::move(doors), configuration_);
}

// Processes that part have one folder, and cannot own one file.
void Life::move_into_file() {
    wire_.live();
    DyingStore::live();
    state_ = folder_.file(("state-" + std::to_string(::getpid())).c_str());
    DyingStore::copy_to(state_);
    start();
    arm();
}

void Life::arm() {
    const std::uint64_t at = 1 + dice_.below(crashes_ < kLeastCrashes ? kYoung : kOld);
    if (dice_.chance(50)) {
        wire_.die_at(at, dice_.chance(50));
    } else {
        DyingStore::die_at(at);
    }
}

void Life::die() {
    cycles_of_the_dead_ += board().ticks;
    ++crashes_;
    wire_.live();
    DyingStore::live();
    world_.clock.advance(dice_.chance(10) ? dice_.between(1h, 9 * 24h) : dice_.between(0s, 1h));
    start();
    arm();
}

void Life::step() {
    bool died = false;
    try {
        static_cast<void>(service_->step({}));
    } catch (const Crash&) {
        died = true;
    }
    if (died || DyingStore::is_dead()) die();
}

PortalBoard Life::board() const {
    const auto all = board_.read();
    const auto found = all.find(kPortalName);
    return found == all.end() ? PortalBoard{} : found->second;
}

std::uint64_t Life::cycles() const {
    return cycles_of_the_dead_ + board().ticks;
}

bool Life::has_lived_enough() const {
    return cycles() + kCyclesOfRest >= kLeastCycles && wire_.requests() >= kLeastRequests &&
           crashes_ >= kLeastCrashes;
}

tl::expected<Proposal, Obstacle> Life::proposal() {
    MemorySink sink;
    return propose({.crm = persons_session_.reader(),
                    .store = *world_.store,
                    .mirror = *world_.store,
                    .mapping = world_.mapping,
                    .clock = world_.clock,
                    .observer = world_.observer},
                   sink, {});
}

void Life::accept_if_held() {
    if (board().mood != PortalMood::Held) return;
    const auto seen = proposal();
    if (!seen) return;
    static_cast<void>(world_.store->leave(std::string(kSyncRequest),
                                          request_argument("accept", seen->acceptance),
                                          world_.clock.now()));
    step();
}

void Life::jump() {
    ++jumps_;
    const bool far = dice_.chance(10);
    const milliseconds most = far ? milliseconds(700 * 24h) : milliseconds(9 * 24h);
    world_.clock.set_now(true_clock_.now() + dice_.between(-most, most));
}

void Life::happen() {
    const milliseconds now = world_.clock.elapsed();
    if (now >= due_.people) {
        people_.do_something();
        due_.people = now + dice_.between(10min, 10h) / pace_;
    }
    if (now >= due_.weather) {
        change_weather(world_, dice_);
        due_.weather = now + dice_.between(20min, 12h) / pace_;
    }
    if (now >= due_.look) {
        accept_if_held();
        due_.look = now + dice_.between(10min, 8h) / pace_;
    }
    if (now >= due_.jump) {
        if (now > 0ms) jump();
        due_.jump = now + dice_.between(12h, 9 * 24h) / pace_;
    }
}

void Life::pass_to_next() {
    const milliseconds now = world_.clock.elapsed();
    const milliseconds next =
        std::min({now + service_->until_due(), due_.people, due_.weather, due_.look, due_.jump});
    world_.clock.advance(std::max(next - now, milliseconds(1)));
}

void Life::live_on() {
    happen();
    step();
    pass_to_next();
}

void Life::grow_up() {
    for (int i = 0; i < kMostSteps && cycles() < kCyclesOfYouth; ++i) live_on();
}

void Life::part(std::uint64_t seed) {
    dice_ = Dice(~seed);
    world_.crm.world().random = seed * 2 + 1;
}

void Life::run(Tally& tally) {
    if (dice_.chance(kInFiles)) {
        move_into_file();
        tally.add("in_file");
    }
    for (int i = 0; i < kMostSteps && !has_lived_enough(); ++i) live_on();
    if (!has_lived_enough()) tally.add("short");
    wire_.live();
    DyingStore::live();
    come_to_rest(tally);
    if (cycles() < kLeastCycles) stay_at_rest();
    tally.add("seeds");
    tally.add("cycles", cycles());
    tally.add("requests", wire_.requests());
    tally.add("crashes", crashes_);
    tally.add("jumps", jumps_);
    judge(tally);
}

}  // namespace mentorsync::rigs
