// The real clock.

#pragma once

#include <condition_variable>
#include <mutex>

#include "mentorsync/clock.hpp"

namespace mentorsync {

class SystemClock : public Clock {
public:
    [[nodiscard]] Instant now() const override {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }

    [[nodiscard]] std::chrono::milliseconds elapsed() const override {
        return std::chrono::floor<std::chrono::milliseconds>(
            std::chrono::steady_clock::now().time_since_epoch());
    }

    bool wait_for(std::chrono::milliseconds duration, const std::stop_token& stop) override {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        // Never notified: it ends with the time or the stop.
        static_cast<void>(wake.wait_for(lock, stop, duration, [] { return false; }));
        return !stop.stop_requested();
    }
};

}  // namespace mentorsync
