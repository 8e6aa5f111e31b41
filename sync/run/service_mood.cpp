// How a portal fares: on the board, in the log, in the store.

#include <utility>

#include "sync/run/event.hpp"
#include "sync/run/portal_state.hpp"

namespace mentorsync {

namespace {

LogLevel level_of(PortalMood mood) {
    switch (mood) {
        case PortalMood::Starting:
        case PortalMood::Ready: return LogLevel::Info;
        case PortalMood::Failing:
        case PortalMood::Refused:
        case PortalMood::Misfit: return LogLevel::Error;
        case PortalMood::Held:
        case PortalMood::Limited:
        case PortalMood::Unreachable:
        case PortalMood::Paused: return LogLevel::Warning;
    }
    return LogLevel::Error;
}

}  // namespace

void PortalService::State::went_well(const std::optional<Error>& unclean_backups) {
    failures = 0;
    retry_at.reset();
    board.next_try = doors.clock.now() + (next_pull - elapsed());
    if (unclean_backups) return show(PortalMood::Failing, &*unclean_backups);
    if (!held.empty()) return show(PortalMood::Held, &held.begin()->second);
    show(PortalMood::Ready, nullptr);
}

void PortalService::State::failed(const Error& error) {
    if (error.code == ErrorCode::Cancelled) return;
    ++failures;
    const auto wait = wait_after_failure(error, failures, configuration.settings, doors.random());
    retry_at = elapsed() + wait;
    board.next_try = doors.clock.now() + wait;
    const PortalMood mood = mood_after(error.code);
    // Somebody may have put another key where the wrong one was.
    if (mood == PortalMood::Refused || mood == PortalMood::Misfit) crm.reset();
    if (error.code == ErrorCode::StoreFailed) {
        is_store_sound = false;
        has_recalled = false;
        view = {};  // what it believes may not be stored
    }
    show(mood, &error);
}

void PortalService::State::show(PortalMood mood, const Error* error) {
    const auto code = error == nullptr ? std::nullopt : std::optional(error->code);
    const std::string message = error == nullptr ? std::string() : error->message;
    const bool is_another = mood != board.mood || code != board.code;
    if (is_another) {
        Event event("mood", name());
        event.with("from", name_of(board.mood)).with("to", name_of(mood));
        if (code) event.with("code", name_of(*code)).with("message", message);
        doors.log.write(level_of(mood), event.line());
    }
    if (mood != board.mood) board.since = doors.clock.now();
    board.mood = mood;
    board.code = code;
    board.message = message;
    keep_health();
}

// In the store only when it changes: `next_try` of a portal that is ready is no news.
void PortalService::State::keep_health() {
    store::Health health{.state = std::string(name_of(board.mood)),
                         .code = board.code ? std::string(name_of(*board.code)) : std::string(),
                         .message = board.message,
                         .since = board.since,
                         .next_try = {}};
    if (board.mood != PortalMood::Ready) health.next_try = board.next_try;
    const bool is_same = health.state == kept.state && health.code == kept.code &&
                         health.message == kept.message && health.next_try == kept.next_try;
    if (is_same || !is_store_sound) return;
    // It is told to `status` only; what really needs the store will say that it fails.
    if (store.keep_health(health)) kept = std::move(health);
}

void PortalService::State::count_traffic() {
    const http::TrafficReport& traffic = crm->traffic();
    board.counters["requests"] += traffic.general_requests + traffic.search_requests -
                                  counted.general_requests - counted.search_requests;
    board.counters["searches"] += traffic.search_requests - counted.search_requests;
    if (traffic.daily_remaining) board.gauges["daily_remaining"] = *traffic.daily_remaining;
    counted = traffic;
}

void PortalService::State::count_audit(std::string_view audit, std::size_t requests,
                                       std::size_t found) {
    board.counters["audit_requests_" + std::string(audit)] += requests;
    board.counters["audit_found_" + std::string(audit)] += found;
    if (found == 0) return;
    Event event("audit", name());
    event.with("name", audit).with("found", found).with("requests", requests);
    doors.log.write(LogLevel::Info, event.line());
}

void PortalService::State::count_delivery(const DeliveryReport& delivery) {
    const auto add = [this](const char* counter, int count) {
        board.counters[counter] += static_cast<std::uint64_t>(count);
    };
    add("notes_done", delivery.notes_done);
    add("notes_gone", delivery.notes_gone);
    add("notes_parked", delivery.notes_parked);
    add("properties_set", delivery.properties_set);
    add("properties_parked", delivery.properties_parked);
}

void PortalService::State::read_gauges() {
    if (const auto portal = store.portal()) {
        const Instant now = doors.clock.now();
        // What lies ahead counts from the first look at it, not from each anew.
        const bool is_ahead = portal->last_complete > now;
        board.last_proven = is_ahead ? board.last_proven.value_or(now) : portal->last_complete;
    }
    if (const auto counts = store.counts()) {
        board.gauges["pairs"] = counts->pairs;
        board.gauges["groups"] = counts->groups;
        board.gauges["people"] = counts->people;
        board.gauges["properties_waiting"] = counts->properties_waiting;
        for (const RowState state :
             {RowState::Planned, RowState::Sent, RowState::Created, RowState::Done, RowState::Gone,
              RowState::Parked, RowState::Cancelled}) {
            const auto found = counts->notes.find(state);
            board.gauges["notes_" + std::string(name_of(state))] =
                found == counts->notes.end() ? 0 : found->second;
        }
    }
    if (const auto accounting = store.accounting()) {
        board.gauges["records"] = accounting->total;
        board.gauges["records_failing"] = accounting->failing.size();
    }
}

void PortalService::State::post() {
    // Proven by a clock that was ahead: the alert must not wait for it. See docs/decisions/0018.
    const Instant now = doors.clock.now();
    if (board.last_proven > now) board.last_proven = now;
    doors.board.post(name(), board);
}

}  // namespace mentorsync
