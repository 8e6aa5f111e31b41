// What a portal's service does when. Values and pure functions: intervals are monotonic times
// (`Clock::elapsed`), slots of progress notes civil ones.

#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/programme.hpp"
#include "sync/run/settings.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

using Monotonic = std::chrono::milliseconds;  // as `Clock::elapsed` tells it

// `interval`, ten per cent more or less, so that many daemons do not call at once. `random` is from
// 0 to below 1.
[[nodiscard]] std::chrono::milliseconds jittered(std::chrono::milliseconds interval, double random);

// How long to wait after the n-th failure in a row: a random part of a span that doubles from 15
// seconds to 15 minutes, and at least one second.
// Source: AWS Architecture Blog, "Exponential Backoff And Jitter", full jitter.
[[nodiscard]] std::chrono::milliseconds backoff(std::size_t failures, double random);

// How long a portal waits after it failed with `error` for the n-th time in a row. What the CRM
// asked for is kept to the millisecond, up to a day; refused credentials are tried every quarter of
// an hour at the latest; a store that fails, every minute; what only a person can change, at the
// pull interval.
[[nodiscard]] std::chrono::milliseconds wait_after_failure(const Error& error, std::size_t failures,
                                                           const PortalSettings& settings,
                                                           double random);

// What is done beside looking for changes, each at an interval of its own.
enum class Duty { Trailing, Associations, Owners, Archived, CompletePass };
inline constexpr std::array kDuties{Duty::Trailing, Duty::Associations, Duty::Owners,
                                    Duty::Archived, Duty::CompletePass};

// The name under which the store keeps it: that of its audit, or "complete_pass".
[[nodiscard]] std::string_view name_of(Duty duty) noexcept;

[[nodiscard]] std::chrono::milliseconds interval_of(Duty duty, const PortalSettings& settings);

// The part of a pull of changes that a duty is; empty for a complete pass.
[[nodiscard]] std::optional<Audit> audit_of(Duty duty) noexcept;

// When each duty is due.
using DutyTimes = std::map<Duty, Monotonic>;

// The times after a start: what was never done is due at once, and so is what was finished in the
// future, because the clock has been set back since.
[[nodiscard]] DutyTimes duty_times(const PortalSettings& settings,
                                   const std::vector<store::AuditRow>& finished, Instant now,
                                   Monotonic elapsed);

// How many requests audits may still send: a sliding hour.
class AuditBudget {
public:
    void spend(Monotonic at, std::size_t requests);
    [[nodiscard]] std::size_t left(Monotonic now, std::size_t an_hour) const;

    // When more is left than now; `now` when nothing was spent.
    [[nodiscard]] Monotonic refilled_at(Monotonic now) const;

private:
    struct Spent {
        Monotonic at{};
        std::size_t requests = 0;
    };
    std::deque<Spent> spent_;
};

// Watches for the slots of a note schedule on a civil clock that people may set.
//
// A slot has come when the clock has passed it, whether by waiting, by a jump or while nobody
// watched. Which notes are written then is decided by the period that is stored: a slot that comes
// twice writes nothing the second time.
class SlotWatch {
public:
    // Watches another schedule, from `now`.
    void follow(const Programme& programme, Instant now);

    // Whether a slot has come that was not `taken` yet.
    [[nodiscard]] bool has_come(Instant now);

    // A sync of `now` was stored: it knew of every slot until then.
    void taken(Instant now);

    [[nodiscard]] std::optional<Instant> next() const noexcept { return next_; }

private:
    std::optional<NoteSchedule> schedule_;
    std::string zone_;
    std::optional<Instant> next_;
    Instant seen_{};  // the latest moment looked at
};

}  // namespace mentorsync
