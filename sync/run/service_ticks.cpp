// What a portal's service does to the CRM: ticks, and deliveries between them.

#include <algorithm>
#include <limits>
#include <utility>

#include "sync/run/event.hpp"
#include "sync/run/portal_state.hpp"
#include "sync/run/telling_outbox.hpp"

namespace mentorsync {

namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

// Rows looked at for the next one that falls due; the rest is found when these are done.
constexpr std::size_t kWaitingRows = 1'000;

constexpr milliseconds kAgainWhileHeld = 1h;  // a complete pass or audit that a brake refuses

struct QuietObserver : PullObserver {
    void progressed(const PullProgress& /*progress*/) override {}
};

Event told(const std::string& portal, const TickReport& report) {
    Event event("tick", portal);
    event.with("kind", report.kind == store::PullKind::Everything ? "everything" : "changes");
    event.with("reason", name_of(report.reason)).with("records", report.pull.records);
    event.with("requests", report.pull.requests).with("searches", report.pull.search_requests);
    event.with("actions", report.proposal ? report.proposal->plan.actions.size() : 0U);
    event.with("notes_done", report.delivery.notes_done);
    event.with("properties_set", report.delivery.properties_set);
    return event;
}

std::uint64_t requests_of(const http::TrafficReport& traffic) {
    return traffic.general_requests + traffic.search_requests;
}

bool contains(const TickChoice& choice, Audit audit) {
    return std::ranges::find(choice.audits, audit) != choice.audits.end();
}

}  // namespace

Monotonic PortalService::State::tick_due_at() {
    if (paused_until) return *paused_until;
    if (retry_at) return *retry_at;
    Monotonic due = next_pull;
    for (const auto& [duty, time] : duties) {
        Monotonic at = time;
        if (audit_of(duty) && budget.left(elapsed(), configuration.settings.audit_budget) == 0) {
            at = std::max(at, budget.refilled_at(elapsed()));
        }
        due = std::min(due, at);
    }
    const Instant now = doors.clock.now();
    if (slots.has_come(now)) return elapsed();
    if (const auto slot = slots.next()) due = std::min(due, elapsed() + (*slot - now));
    return due;
}

bool PortalService::State::is_tick_due() {
    return tick_due_at() <= elapsed();
}

TickChoice PortalService::State::choose() const {
    TickChoice choice{.kind = store::PullKind::Changes};
    choice.audit_requests = budget.left(elapsed(), configuration.settings.audit_budget);
    for (const auto& [duty, time] : duties) {
        if (time > elapsed()) continue;
        if (duty == Duty::CompletePass) choice.kind = store::PullKind::Everything;
        const auto audit = audit_of(duty);
        if (audit && choice.audit_requests > 0) choice.audits.push_back(*audit);
    }
    if (choice.kind == store::PullKind::Everything) choice.audits.clear();
    return choice;
}

Result<void> PortalService::State::connect() {
    if (crm) return {};
    auto opened = doors.open_crm();
    if (!opened) return Failure(opened.error());
    crm = *std::move(opened);
    counted = {};
    // By another configuration, or with another key, something else may be found.
    for (const auto& [duty, error] : held) duties[duty] = elapsed();
    held.clear();
    return {};
}

tl::expected<TickReport, Obstacle> PortalService::State::tick(const TickChoice& choice,
                                                              const std::stop_token& stop) {
    paused_until.reset();
    ++board.ticks;
    if (const auto connected = connect(); !connected) {
        ++board.failed_ticks;
        failed(connected.error());
        return blocked(connected.error());
    }
    const Instant began = doors.clock.now();
    const std::uint64_t sent_before = requests_of(counted);
    QuietObserver observer;
    TellingOutbox outbox(store, doors.log, name());
    auto done = run_tick({.reader = crm->reader(),
                          .writer = crm->writer(),
                          .auditor = crm->auditor(),
                          .store = store,
                          .staging = store,
                          .mirror = store,
                          .outbox = outbox,
                          .clock = doors.clock,
                          .observer = observer,
                          .state = &store,
                          .people = &store,
                          .forget_elsewhere = doors.forget_elsewhere},
                         configuration.mapping, choice, view, stop);
    count_traffic();
    if (!done) {
        if (done.error().error.code == ErrorCode::Cancelled) return done;
        ++board.failed_ticks;
        tell_faults(done.error());
        failed(done.error().error);
        if (board.mood == PortalMood::Held) {
            put_off_duties(choice, done.error().error, requests_of(counted) - sent_before);
            look_for_deliveries();
        }
        return done;
    }
    doors.log.write(LogLevel::Info, told(name(), *done).line());
    slots.taken(began);
    settle_duties(choice, *done);
    settle_notes("notes", done->notes);
    settle_notes("orphans", done->orphans);
    count_delivery(done->delivery);
    if (done->delivery.stopped && done->delivery.stopped->code != ErrorCode::Cancelled) {
        failed(*done->delivery.stopped);
    } else {
        went_well(done->unclean_backups);
    }
    read_gauges();
    look_for_deliveries();
    return done;
}

// Each fault once, not again with every try.
void PortalService::State::tell_faults(const Obstacle& obstacle) {
    if (board.code == obstacle.error.code) return;
    for (const Fault& fault : obstacle.faults) {
        doors.log.write(LogLevel::Error,
                        Event("fault", name()).with("message", to_text(fault)).line());
    }
}

Monotonic PortalService::State::next_time(Duty duty) {
    return elapsed() + jittered(interval_of(duty, configuration.settings), doors.random());
}

void PortalService::State::settle_duties(const TickChoice& choice, const TickReport& report) {
    next_pull = elapsed() + jittered(configuration.settings.pull_every, doors.random());
    const auto done = [&](Duty duty) {
        duties[duty] = next_time(duty);
        held.erase(duty);
    };
    const bool is_complete = report.kind == store::PullKind::Everything;
    if (is_complete) done(Duty::CompletePass);
    for (const Duty duty : kDuties) {
        const auto audit = audit_of(duty);
        if (!audit) continue;
        // A complete pass sees what every audit looks for.
        if (is_complete) done(duty);
        // One that was not finished goes on with the next pull.
        if (contains(choice, *audit)) duties[duty] = std::max(duties[duty], next_pull);
        for (const AuditReport& made : report.pull.audits) {
            if (made.audit != *audit) continue;
            budget.spend(elapsed(), made.requests);
            if (made.finished) done(duty);
            count_audit(name_of(duty), made.requests, made.found);
        }
    }
}

// What was refused may come of one bad answer, and is looked at once more with the next pull; from
// then on by the hour, or a portal that waits for a person would be pulled whole each time.
void PortalService::State::put_off_duties(const TickChoice& choice, const Error& error,
                                          std::uint64_t requests) {
    // That a saved plan is stale says nothing of what was found.
    if (error.code == ErrorCode::PlanStale) return;
    // What the audits among them cost is lost with the report.
    if (!choice.audits.empty()) budget.spend(elapsed(), requests);
    for (const Duty duty : kDuties) {
        const auto audit = audit_of(duty);
        const bool was_made =
            audit ? contains(choice, *audit) : choice.kind == store::PullKind::Everything;
        if (!was_made) continue;
        const bool is_first = held.insert_or_assign(duty, error).second;
        duties[duty] =
            is_first ? elapsed() : std::min(next_time(duty), elapsed() + kAgainWhileHeld);
    }
}

void PortalService::State::settle_notes(std::string_view audit, const NoteAudit& report) {
    count_audit(audit, report.requests, report.found);
    budget.spend(elapsed(), report.requests);
    if (report.error) {
        tell_broken_audit(audit, *report.error);
    } else if (report.requests > 0) {
        broken_audits.erase(std::string(audit));
    }
}

// Once, not again with every try.
void PortalService::State::tell_broken_audit(std::string_view audit, const Error& error) {
    if (error.code == ErrorCode::Cancelled) return;
    const auto told = broken_audits.find(audit);
    if (told != broken_audits.end() && told->second == error.code) return;
    broken_audits.insert_or_assign(std::string(audit), error.code);
    Event event("audit", name());
    event.with("name", audit).with("code", name_of(error.code)).with("message", error.message);
    doors.log.write(LogLevel::Warning, event.line());
}

bool PortalService::State::may_deliver() const {
    // Otherwise nobody knows whether this is the portal that the effects were meant for.
    return delivery_at && crm && !paused_until &&
           (board.mood == PortalMood::Ready || board.mood == PortalMood::Held);
}

void PortalService::State::deliver_due(const std::stop_token& stop) {
    TellingOutbox outbox(store, doors.log, name());
    const auto state = store.portal();
    if (!state || !state->portal) return;
    const auto delivered = deliver({.portal = *state->portal,
                                    .writer = crm->writer(),
                                    .auditor = crm->auditor(),
                                    .store = store,
                                    .outbox = outbox,
                                    .clock = doors.clock},
                                   stop);
    count_traffic();
    if (!delivered) {
        failed(delivered.error());
        return;
    }
    count_delivery(*delivered);
    if (delivered->stopped && delivered->stopped->code != ErrorCode::Cancelled) {
        failed(*delivered->stopped);
    }
    read_gauges();
    look_for_deliveries();
}

// When the next effect falls due.
void PortalService::State::look_for_deliveries() {
    delivery_at.reset();
    const Instant now = doors.clock.now();
    const auto rows = store.due(now + kLongestRowWait, kWaitingRows);
    if (!rows) {
        failed(rows.error());
        return;
    }
    for (const OutboxRow& row : *rows) {
        const milliseconds wait = row.next_at - now > kLongestRowWait ? 0ms : row.next_at - now;
        const Monotonic at = elapsed() + std::max(wait, 1'000ms);
        delivery_at = std::min(delivery_at.value_or(at), at);
    }
}

}  // namespace mentorsync
