// Virtual time: it stands still until somebody waits, and then passes at once.

#pragma once

#include <chrono>
#include <mutex>
#include <stop_token>

#include "mentorsync/clock.hpp"

namespace mentorsync {

class FakeClock final : public Clock {
public:
    // 2026-09-01T00:00:00Z, a Tuesday.
    static constexpr Instant kStart{std::chrono::milliseconds{1'788'220'800'000}};

    explicit FakeClock(Instant start = kStart) : start_(start) {}

    Instant now() const override {
        const std::scoped_lock lock(mutex_);
        return start_ + elapsed_;
    }

    std::chrono::milliseconds elapsed() const override {
        const std::scoped_lock lock(mutex_);
        return elapsed_;
    }

    // Passes the whole duration, unless `stop` was requested before.
    bool wait_for(std::chrono::milliseconds duration, const std::stop_token& stop) override {
        if (stop.stop_requested()) return false;
        advance(duration);
        return !stop.stop_requested();
    }

    // Both clocks move on.
    void advance(std::chrono::milliseconds duration) {
        const std::scoped_lock lock(mutex_);
        if (duration.count() > 0) elapsed_ += duration;
    }

    // Somebody sets the civil clock, forwards or back. `elapsed` does not notice.
    void set_now(Instant instant) {
        const std::scoped_lock lock(mutex_);
        start_ = instant - elapsed_;
    }

private:
    mutable std::mutex mutex_;
    Instant start_;
    std::chrono::milliseconds elapsed_{0};
};

}  // namespace mentorsync
