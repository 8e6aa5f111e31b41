#include "sync/run/agenda.hpp"

#include <algorithm>
#include <cmath>

#include "sync/run/schedule.hpp"

namespace mentorsync {

namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr milliseconds kFirstBackoff = 15s;
constexpr milliseconds kLongestBackoff = 15min;
constexpr milliseconds kShortestBackoff = 1s;
constexpr milliseconds kLongestProbe = 15min;
constexpr milliseconds kLongestStoreWait = 1min;
constexpr milliseconds kLongestParking = 24h;
// HubSpot's limits are counted over ten seconds.
constexpr milliseconds kShortestParking = 10s;

constexpr milliseconds kTrailingEvery = 15min;
constexpr milliseconds kOwnersEvery = 1h;
constexpr milliseconds kHour = 1h;

milliseconds part_of(milliseconds span, double part) {
    return milliseconds(std::llround(static_cast<double>(span.count()) * part));
}

milliseconds span_after(std::size_t failures) {
    milliseconds span = kFirstBackoff;
    for (std::size_t n = 1; n < failures && span < kLongestBackoff; ++n) span *= 2;
    return std::min(span, kLongestBackoff);
}

}  // namespace

milliseconds jittered(milliseconds interval, double random) {
    return part_of(interval, 0.9 + 0.2 * random);
}

milliseconds backoff(std::size_t failures, double random) {
    return std::max(kShortestBackoff, part_of(span_after(failures), random));
}

milliseconds wait_after_failure(const Error& error, std::size_t failures,
                                const PortalSettings& settings, double random) {
    switch (error.code) {
        case ErrorCode::RateLimited:
            if (error.retry_after) return std::clamp(*error.retry_after, 0ms, kLongestParking);
            return kShortestParking + backoff(failures, random);
        case ErrorCode::Unavailable:
        case ErrorCode::BadResponse:
        case ErrorCode::Ambiguous: return backoff(failures, random);
        case ErrorCode::Unauthorized:
        case ErrorCode::MissingScope:
            return std::min(jittered(settings.pull_every, random), kLongestProbe);
        case ErrorCode::StoreFailed: return std::min(backoff(failures, random), kLongestStoreWait);
        default: return jittered(settings.pull_every, random);
    }
}

std::string_view name_of(Duty duty) noexcept {
    if (const auto audit = audit_of(duty)) return name_of(*audit);
    return "complete_pass";
}

milliseconds interval_of(Duty duty, const PortalSettings& settings) {
    switch (duty) {
        case Duty::Trailing: return kTrailingEvery;
        case Duty::Associations: return settings.associations_every;
        case Duty::Owners: return kOwnersEvery;
        case Duty::Archived: return settings.archived_every;
        case Duty::CompletePass: return settings.complete_pass_every;
    }
    return kHour;
}

std::optional<Audit> audit_of(Duty duty) noexcept {
    switch (duty) {
        case Duty::Trailing: return Audit::Trailing;
        case Duty::Associations: return Audit::Associations;
        case Duty::Owners: return Audit::Owners;
        case Duty::Archived: return Audit::Archived;
        case Duty::CompletePass: return std::nullopt;
    }
    return std::nullopt;
}

DutyTimes duty_times(const PortalSettings& settings, const std::vector<store::AuditRow>& finished,
                     Instant now, Monotonic elapsed) {
    DutyTimes times;
    for (const Duty duty : kDuties) {
        times[duty] = elapsed;
        for (const store::AuditRow& row : finished) {
            if (row.name != name_of(duty) || row.finished > now) continue;
            const milliseconds interval = interval_of(duty, settings);
            times[duty] = elapsed + std::max(0ms, interval - (now - row.finished));
        }
    }
    return times;
}

void AuditBudget::spend(Monotonic at, std::size_t requests) {
    while (!spent_.empty() && spent_.front().at + kHour <= at) spent_.pop_front();
    if (requests > 0) spent_.push_back({at, requests});
}

std::size_t AuditBudget::left(Monotonic now, std::size_t an_hour) const {
    std::size_t used = 0;
    for (const Spent& spent : spent_) {
        if (spent.at + kHour > now) used += spent.requests;
    }
    return an_hour - std::min(an_hour, used);
}

Monotonic AuditBudget::refilled_at(Monotonic now) const {
    for (const Spent& spent : spent_) {
        if (spent.at + kHour > now) return spent.at + kHour;
    }
    return now;
}

void SlotWatch::follow(const Programme& programme, Instant now) {
    schedule_ = programme.schedule;
    zone_ = programme.time_zone;
    taken(now);
}

bool SlotWatch::has_come(Instant now) {
    // Set back: the next slot is an earlier one than thought.
    if (now < seen_) taken(now);
    seen_ = now;
    return next_ && *next_ <= now;
}

void SlotWatch::taken(Instant now) {
    seen_ = now;
    next_ = schedule_ ? next_slot(*schedule_, zone_, now) : std::nullopt;
}

}  // namespace mentorsync
