// How much may be sent, and when. Pure: the caller says what time it is.

#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace mentorsync::http {

// Lets through at most `limit` requests in any interval, wherever it begins.
//
// A request counts from when it is sent until one interval after its answer: the server counted it
// somewhere in between, so that no interval of the server's holds more either.
class RateWindow {
public:
    RateWindow(std::uint64_t limit, std::chrono::milliseconds interval)
        : limit_(limit), interval_(interval) {}

    // How many may be sent at `now`.
    [[nodiscard]] std::uint64_t room(std::chrono::milliseconds now) const;

    // How long until there is room for at least one. Zero when there is some.
    [[nodiscard]] std::chrono::milliseconds until_room(std::chrono::milliseconds now) const;

    // Notes `count` requests of our own, whose answers had all arrived at `now`.
    void record(std::uint64_t count, std::chrono::milliseconds now);

    // The limit is another one than was thought.
    void adjust(std::uint64_t limit, std::chrono::milliseconds interval);

    // Somebody else has used `count` of the same limit. Forgotten after one interval, and replaced
    // by the next report.
    void record_others(std::uint64_t count, std::chrono::milliseconds now);

    // Our own requests that still count at `now`.
    [[nodiscard]] std::uint64_t used(std::chrono::milliseconds now) const;

    [[nodiscard]] std::uint64_t limit() const noexcept { return limit_; }
    [[nodiscard]] std::chrono::milliseconds interval() const noexcept { return interval_; }

private:
    struct Use {
        std::uint64_t count;
        std::chrono::milliseconds at;
    };

    [[nodiscard]] bool counts(const Use& use, std::chrono::milliseconds now) const;

    std::uint64_t limit_;
    std::chrono::milliseconds interval_;
    std::deque<Use> uses_;
    Use others_{0, std::chrono::milliseconds{0}};
};

// The requests of a day, which all apps of a portal share. Below the reserve nothing is sent but a
// single probe now and then, to learn whether another day has begun.
class DailyBudget {
public:
    DailyBudget(double reserved_share, std::chrono::milliseconds probe_every)
        : reserved_share_(reserved_share), probe_every_(probe_every) {}

    // How many may be sent at `now`; everything while nothing is known.
    [[nodiscard]] std::uint64_t room(std::chrono::milliseconds now) const;

    // How long until the next probe.
    [[nodiscard]] std::chrono::milliseconds until_probe(std::chrono::milliseconds now) const;

    // Notes `count` requests of our own, sent by `now`.
    void record(std::uint64_t count, std::chrono::milliseconds now);

    // What the server says is left of the day, at `now`.
    void report(std::uint64_t limit, std::uint64_t remaining, std::chrono::milliseconds now);

    [[nodiscard]] std::optional<std::uint64_t> remaining() const noexcept { return remaining_; }

private:
    [[nodiscard]] std::uint64_t above_reserve() const;

    double reserved_share_;
    std::chrono::milliseconds probe_every_;
    std::uint64_t limit_ = 0;
    std::optional<std::uint64_t> remaining_;
    std::chrono::milliseconds last_heard_{0};
};

}  // namespace mentorsync::http
