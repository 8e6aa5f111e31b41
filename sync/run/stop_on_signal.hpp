// Turns SIGINT and SIGTERM into a stop request, so that what is under way ends in order.

#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace mentorsync {

// To be made before any other thread, which then inherits the blocked signals.
class StopOnSignal {
public:
    StopOnSignal() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
        waiter_ = std::jthread([this](const std::stop_token& ended) {
            while (!ended.stop_requested()) {
                const bool heard = sigwaitinfo(&signals_, nullptr) > 0;
                if (heard && !ended.stop_requested()) stop_.request_stop();
            }
        });
    }
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

    ~StopOnSignal() {
        waiter_.request_stop();
        // To the waiter alone, which waits for nothing else.
        pthread_kill(waiter_.native_handle(), SIGINT);
    }

    [[nodiscard]] std::stop_token token() const noexcept { return stop_.get_token(); }

private:
    sigset_t signals_{};
    std::stop_source stop_;
    std::jthread waiter_;
};

}  // namespace mentorsync
