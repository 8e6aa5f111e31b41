// The network of one seed: the CRM behind it has the right time, whatever our clock says; every
// request is written into a trace, searched for what must never leave, and may be the last that
// the process lives to send.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "connector/http/transport.hpp"
#include "mentorsync/clock.hpp"

namespace mentorsync::rigs {

// A text that stands in every confidential field.
inline constexpr std::string_view kCanary = "CANARY";

// The process died.
struct Crash {};

// The CRM's own clock: nobody sets it.
class TrueClock final : public Clock {
public:
    TrueClock(Clock& ours, Instant start) : ours_(ours), start_(start) {}

    Instant now() const override { return start_ + ours_.elapsed(); }
    std::chrono::milliseconds elapsed() const override { return ours_.elapsed(); }
    bool wait_for(std::chrono::milliseconds duration, const std::stop_token& stop) override {
        return ours_.wait_for(duration, stop);
    }

private:
    Clock& ours_;
    Instant start_;
};

class Wire final : public http::Transport {
public:
    Wire(http::Transport& crm, const Clock& clock) : crm_(crm), clock_(clock) {}

    std::vector<Result<http::Response>> exchange(std::span<const http::Request> wave,
                                                 const std::stop_token& stop) override;

    // The process dies at the n-th wave from here, counted from 1: before the CRM sees it, or
    // before it sees the answer.
    void die_at(std::uint64_t wave, bool before) {
        dies_in_ = wave;
        dies_before_ = before;
    }
    // A new process, which was told nothing of how long to wait.
    void live() {
        dies_in_ = 0;
        wait_until_ = {};
    }

    // Whether the process is dead already: then nothing more leaves.
    std::function<bool()> is_dead = [] { return false; };

    [[nodiscard]] std::uint64_t requests() const noexcept { return requests_; }
    [[nodiscard]] std::uint64_t leaks() const noexcept { return leaks_; }
    // Requests that were sent before the CRM wanted to be asked again.
    [[nodiscard]] std::uint64_t early() const noexcept { return early_; }
    // Notes that were sent again, though nobody had looked whether they were there.
    [[nodiscard]] std::uint64_t sent_blindly() const noexcept { return sent_blindly_; }
    // Equal for equal requests, answers and times.
    [[nodiscard]] std::uint64_t trace() const noexcept { return trace_; }

private:
    void add_to_trace(std::string_view text);
    void look_at(const http::Request& request);
    void look_at(const http::Request& request, const Result<http::Response>& answer);

    http::Transport& crm_;
    const Clock& clock_;
    std::uint64_t dies_in_ = 0;
    bool dies_before_ = true;
    std::uint64_t requests_ = 0;
    std::uint64_t leaks_ = 0;
    std::uint64_t early_ = 0;
    std::uint64_t sent_blindly_ = 0;
    std::chrono::milliseconds wait_until_{0};
    std::set<std::string> in_doubt_;  // keys of notes that were sent
    std::uint64_t trace_ = 0;
};

}  // namespace mentorsync::rigs
