#include "sync/run/portal_service.hpp"

#include <algorithm>
#include <utility>

#include "sync/run/event.hpp"
#include "sync/run/portal_state.hpp"

namespace mentorsync {

namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

// Commands wait for an answer, and people for a command.
constexpr milliseconds kLongestStep = 1s;
constexpr milliseconds kLongestParking = 24h;
constexpr milliseconds kNever = std::chrono::hours(24 * 365);

}  // namespace

PortalService::State::State(ServiceDoors given, PortalConfiguration wanted)
    : doors(std::move(given)), store(doors.store), configuration(std::move(wanted)) {
    next_pull = elapsed();
    board.since = doors.clock.now();
    board.proven_every = configuration.settings.pull_every;
    slots.follow(configuration.mapping.programme(), doors.clock.now());
}

void PortalService::State::adopt_configuration() {
    std::optional<PortalConfiguration> wanted;
    {
        const std::scoped_lock lock(mutex);
        wanted = std::exchange(pending, std::nullopt);
    }
    if (!wanted) return;
    configuration = *std::move(wanted);
    board.proven_every = configuration.settings.pull_every;
    slots.follow(configuration.mapping.programme(), doors.clock.now());
    view = {};
    crm.reset();
    next_pull = elapsed();
    // A wait that the CRM asked for outlives a change of ours.
    if (board.mood != PortalMood::Limited) retry_at.reset();
    has_recalled = false;  // other intervals, other times
    doors.log.write(LogLevel::Info, Event("reconfigured", name()).line());
}

// What earlier processes, or an earlier configuration, left in the store.
Result<void> PortalService::State::recall() {
    const auto audits = store.audits();
    if (!audits) return Failure(audits.error());
    const auto health = store.health();
    if (!health) return Failure(health.error());
    const Instant now = doors.clock.now();
    duties = duty_times(configuration.settings, *audits, now, elapsed());
    if (board.mood == PortalMood::Starting && *health &&
        (*health)->state == name_of(PortalMood::Limited) && (*health)->next_try > now) {
        kept = **health;
        retry_at = elapsed() + std::min(*kept.next_try - now, kLongestParking);
        board.code = ErrorCode::RateLimited;
        board.message = kept.message;
        board.mood = PortalMood::Limited;
        board.since = kept.since;
        board.next_try = kept.next_try;
    }
    read_gauges();
    has_recalled = true;
    return {};
}

// Reads what must be known first. A store that failed is left alone until its time has come.
bool PortalService::State::can_use_store() {
    if (!is_store_sound && retry_at && elapsed() < *retry_at) return false;
    is_store_sound = true;
    if (has_recalled) return true;
    if (const auto recalled = recall(); !recalled) failed(recalled.error());
    return is_store_sound;
}

PortalService::PortalService(ServiceDoors doors, PortalConfiguration configuration)
    : state_(std::make_unique<State>(std::move(doors), std::move(configuration))) {
    state_->post();
}

PortalService::~PortalService() = default;

milliseconds PortalService::step(const std::stop_token& stop) {
    State& state = *state_;
    state.adopt_configuration();
    if (state.can_use_store()) state.serve_requests(stop);
    if (state.is_store_sound && !stop.stop_requested()) {
        if (state.is_tick_due()) {
            static_cast<void>(state.tick(state.choose(), stop));
        } else if (state.may_deliver() && *state.delivery_at <= state.elapsed()) {
            state.deliver_due(stop);
        }
    }
    state.post();
    return std::min(until_due(), kLongestStep);
}

void PortalService::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const milliseconds idle = step(stop);
        if (!state_->doors.clock.wait_for(idle, stop)) break;
    }
}

void PortalService::reconfigure(PortalConfiguration configuration) {
    const std::scoped_lock lock(state_->mutex);
    state_->pending = std::move(configuration);
}

void PortalService::pause(milliseconds time) {
    State& state = *state_;
    const Monotonic end = state.elapsed() + time;
    // Shown as a pause, a longer wait of the CRM's would end with it, and be lost with a crash.
    const bool waits_longer =
        state.can_use_store() && state.board.mood == PortalMood::Limited && state.retry_at > end;
    if (!waits_longer) {
        state.paused_until = end;
        state.board.next_try = state.doors.clock.now() + time;
        state.show(PortalMood::Paused, nullptr);
    }
    state.post();
}

milliseconds PortalService::until_due() const {
    State& state = *state_;
    const Monotonic now = state.elapsed();
    Monotonic due = std::min(state.tick_due_at(), now + kNever);
    if (state.may_deliver()) due = std::min(due, *state.delivery_at);
    return std::max(due - now, 0ms);
}

}  // namespace mentorsync
