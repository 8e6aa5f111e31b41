// Time, as a door: the only way in which mentorsync learns what time it is or waits.

#pragma once

#include <chrono>
#include <stop_token>

namespace mentorsync {

// A point in civil time, UTC, to the millisecond: the CRM's own resolution.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// Safe to use from several threads.
class Clock {
public:
    virtual ~Clock() = default;

    // Civil time; may jump when somebody sets the clock. For schedules and what people read.
    [[nodiscard]] virtual Instant now() const = 0;

    // Time since an arbitrary start; never jumps back. For intervals, limits and timeouts.
    [[nodiscard]] virtual std::chrono::milliseconds elapsed() const = 0;

    // Waits `duration` of monotonic time. Returns false as soon as `stop` is requested.
    virtual bool wait_for(std::chrono::milliseconds duration, const std::stop_token& stop) = 0;
};

}  // namespace mentorsync
