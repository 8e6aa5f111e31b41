// The doors of the engine that its host holds: time, log, network, and whether to go on.
//
// Nothing that a callback throws gets any further: the call under way is cancelled and fails.

#pragma once

#include <atomic>
#include <mutex>
#include <stop_token>
#include <thread>

#include "mentorsync/clock.hpp"
#include "mentorsync/log.hpp"
#include "mentorsync/mentorsync.h"
#include "sync/run/crm_network.hpp"
#include "sync/run/lent_transport.hpp"
#include "sync/run/system_clock.hpp"

namespace mentorsync::embed {

// An answer as the engine reads it: `lines` are its headers, "Name: value", a line each.
[[nodiscard]] http::Response answer_of(int32_t status, std::string_view lines,
                                       std::string_view body);

class Callbacks final : public Clock, public Log {
public:
    explicit Callbacks(const mentorsync_options& options) : options_(options) {}

    // Clock and Log, from any thread.
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] std::chrono::milliseconds elapsed() const override;
    bool wait_for(std::chrono::milliseconds duration, const std::stop_token& stop) override;
    void write(LogLevel level, std::string_view line) override;

    [[nodiscard]] NetworkChoice network();

    // A call begins in this thread, and ends. `begin` returns what stops it; `end` whether a
    // callback of it has thrown.
    [[nodiscard]] std::stop_token begin();
    [[nodiscard]] bool end() noexcept;

    // Stops the call under way, if any. From any thread.
    void cancel();

    // Whether this thread is in a callback of these.
    [[nodiscard]] bool is_calling_back() const noexcept;

private:
    template <class Call>
    void call(Call callback) const noexcept;
    void ask_whether_to_go_on() const;
    [[nodiscard]] bool is_caller() const noexcept;  // whether the call under way is this thread's
    [[nodiscard]] std::stop_source present_stop() const noexcept;
    void wait_some(std::chrono::milliseconds duration, const std::stop_token& stop);
    [[nodiscard]] Result<http::Response> exchange(const LentTransport::Order& order) const;

    mentorsync_options options_;
    mutable SystemClock system_;
    mutable std::mutex mutex_;  // of the two below
    mutable std::stop_source stop_{std::nostopstate};
    std::thread::id caller_;
    mutable std::atomic<bool> has_thrown_{false};
};

}  // namespace mentorsync::embed

// What an exchange callback fills in.
struct mentorsync_response {
    mentorsync::http::Response answer;
    bool is_set = false;
};
