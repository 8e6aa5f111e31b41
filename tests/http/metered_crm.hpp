// A server that counts as a CRM does: a rolling interval, its headers, and a 429 for whoever sends
// too much. Answers take virtual time, and arrive at moments that are random within it.

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "connector/http/throttled_transport.hpp"
#include "connector/http/transport.hpp"
#include "tests/fakes/fake_clock.hpp"

namespace mentorsync::http {

inline const RateHeaders kRateHeaders{"X-Max", "X-Remaining", "X-Interval", "X-Daily",
                                      "X-Daily-Remaining"};

class MeteredCrm final : public Transport {
public:
    struct Limits {
        std::uint64_t limit = 190;
        std::chrono::milliseconds interval = std::chrono::seconds{10};
        std::uint64_t searches = 5;
        std::uint64_t daily = 1'000'000;
        std::chrono::milliseconds latency{150};
        std::uint64_t parallel = 16;
    };

    MeteredCrm(FakeClock& clock, Limits limits, unsigned seed)
        : clock_(clock), limits_(limits), daily_left_(limits.daily), random_(seed) {}

    std::vector<Result<Response>> exchange(std::span<const Request> wave,
                                           const std::stop_token& stop) override {
        if (stop.stop_requested()) return {wave.size(), fail(ErrorCode::Cancelled, "stopped")};
        const auto start = clock_.elapsed();
        const auto rounds = (wave.size() + limits_.parallel - 1) / limits_.parallel;
        clock_.advance(limits_.latency * static_cast<std::int64_t>(rounds));

        std::uniform_int_distribution<std::int64_t> delay(0, (clock_.elapsed() - start).count());
        std::vector<std::chrono::milliseconds> arrivals;
        for (std::size_t i = 0; i < wave.size(); ++i) {
            arrivals.push_back(start + std::chrono::milliseconds(delay(random_)));
        }
        std::ranges::sort(arrivals);

        std::vector<Result<Response>> answers;
        for (std::size_t i = 0; i < wave.size(); ++i)
            answers.push_back(serve(wave[i], arrivals[i]));
        return answers;
    }

    // Another app of the portal uses the same limits.
    void spend_elsewhere(std::uint64_t count) {
        for (std::uint64_t i = 0; i < count; ++i) general_.push_back(clock_.elapsed());
        daily_left_ -= std::min(daily_left_, count);
    }
    void start_another_day() { daily_left_ = limits_.daily; }
    void set_limit(std::uint64_t limit) { limits_.limit = limit; }

    [[nodiscard]] std::uint64_t served() const { return served_; }
    [[nodiscard]] std::uint64_t refused() const { return refused_; }
    [[nodiscard]] std::uint64_t most_in_an_interval() const { return most_general_; }
    [[nodiscard]] std::uint64_t most_searches_in_a_second() const { return most_searches_; }

private:
    using Moments = std::deque<std::chrono::milliseconds>;

    static std::uint64_t count(Moments& moments, std::chrono::milliseconds now,
                               std::chrono::milliseconds interval) {
        std::erase_if(moments, [&](auto moment) { return moment + interval < now; });
        return moments.size();
    }

    Result<Response> serve(const Request& request, std::chrono::milliseconds now) {
        ++served_;
        daily_left_ -= std::min<std::uint64_t>(daily_left_, 1);
        bool is_over = false;
        general_.push_back(now);
        const std::uint64_t general = count(general_, now, limits_.interval);
        most_general_ = std::max(most_general_, general);
        if (request.bucket == Bucket::Search) {
            searches_.push_back(now);
            const std::uint64_t searches = count(searches_, now, std::chrono::seconds{1});
            most_searches_ = std::max(most_searches_, searches);
            is_over = searches > limits_.searches;
        }
        is_over = is_over || general > limits_.limit || daily_left_ == 0;
        refused_ += is_over ? 1 : 0;
        return Response{is_over ? 429 : 200,
                        headers(limits_.limit - std::min(general, limits_.limit)), ""};
    }

    [[nodiscard]] std::vector<Header> headers(std::uint64_t remaining) const {
        return {{"x-max", std::to_string(limits_.limit)},
                {"x-remaining", std::to_string(remaining)},
                {"x-interval", std::to_string(limits_.interval.count())},
                {"x-daily", std::to_string(limits_.daily)},
                {"x-daily-remaining", std::to_string(daily_left_)}};
    }

    FakeClock& clock_;
    Limits limits_;
    std::uint64_t daily_left_;
    std::mt19937 random_;
    Moments general_;
    Moments searches_;
    std::uint64_t served_ = 0;
    std::uint64_t refused_ = 0;
    std::uint64_t most_general_ = 0;
    std::uint64_t most_searches_ = 0;
};

}  // namespace mentorsync::http
