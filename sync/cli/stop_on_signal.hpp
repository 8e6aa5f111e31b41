// Turns SIGINT and SIGTERM into a stop request, so that what is under way ends in order.

#pragma once

#include <csignal>
#include <ctime>
#include <stop_token>
#include <thread>

namespace mentorsync::cli {

// To be made before any other thread, which then inherits the blocked signals.
class StopOnSignal {
public:
    StopOnSignal() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
        waiter_ = std::jthread([this](const std::stop_token& ended) {
            const timespec tenth_of_a_second{.tv_sec = 0, .tv_nsec = 100'000'000};
            while (!ended.stop_requested()) {
                if (sigtimedwait(&signals_, nullptr, &tenth_of_a_second) > 0) stop_.request_stop();
            }
        });
    }

    [[nodiscard]] std::stop_token token() const noexcept { return stop_.get_token(); }

private:
    sigset_t signals_{};
    std::stop_source stop_;
    std::jthread waiter_;
};

}  // namespace mentorsync::cli
