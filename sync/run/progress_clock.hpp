// The clock of a thread that is watched: asking it for the time, or waiting on it, is a sign of
// life. Everything that talks to a CRM or walks the outbox does so again and again.

#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "mentorsync/clock.hpp"

namespace mentorsync {

class ProgressClock final : public Clock {
public:
    // `inner` must outlive it.
    explicit ProgressClock(Clock& inner) : inner_(inner) { beat(); }

    [[nodiscard]] Instant now() const override {
        beat();
        return inner_.now();
    }

    [[nodiscard]] std::chrono::milliseconds elapsed() const override { return beat(); }

    // Waits in parts, so that a long wait is no silence.
    bool wait_for(std::chrono::milliseconds duration, const std::stop_token& stop) override {
        const auto until = beat() + duration;
        for (auto now = beat(); now < until; now = beat()) {
            if (!inner_.wait_for(std::min(until - now, kLongestPart), stop)) return false;
        }
        return !stop.stop_requested();
    }

    // When it was last asked. May be called from another thread.
    [[nodiscard]] std::chrono::milliseconds last_beat() const noexcept {
        return std::chrono::milliseconds(last_.load(std::memory_order_relaxed));
    }

private:
    static constexpr std::chrono::milliseconds kLongestPart = std::chrono::seconds{5};

    std::chrono::milliseconds beat() const {
        const auto now = inner_.elapsed();
        last_.store(now.count(), std::memory_order_relaxed);
        return now;
    }

    Clock& inner_;
    mutable std::atomic<std::int64_t> last_{0};
};

}  // namespace mentorsync
