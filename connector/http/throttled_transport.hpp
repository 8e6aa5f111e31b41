// Sends no faster than a CRM allows: one for each portal, around the real transport.
//
// Learns the limits from the headers of the answers; their names come from the caller, so that
// this room knows no CRM.

#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "connector/http/rate_limits.hpp"
#include "connector/http/transport.hpp"
#include "connector/http/wave.hpp"
#include "mentorsync/clock.hpp"

namespace mentorsync::http {

// The headers in which a CRM tells its limits. An empty name: it does not.
struct RateHeaders {
    std::string limit;            // requests per interval
    std::string remaining;        // of these, what is left
    std::string interval;         // in milliseconds
    std::string daily_limit;      // requests per day, of all apps together
    std::string daily_remaining;  // of these, what is left
};

struct ThrottleOptions {
    // Believed until an answer says otherwise: the lowest limit of any HubSpot portal.
    std::uint64_t first_limit = 100;
    std::chrono::milliseconds first_interval = std::chrono::seconds{10};

    double burst_share = 0.95;   // of the limit per interval, which is this app's own
    std::uint64_t searches = 4;  // per second: of the five that all apps of a portal share
    std::chrono::milliseconds search_interval = std::chrono::seconds{1};
    double daily_reserve = 0.20;  // of the day, left to the other apps of the portal
    std::chrono::milliseconds daily_probe = std::chrono::minutes{15};
};

// What went through, and what the CRM last said is left.
struct TrafficReport {
    std::uint64_t general_requests = 0;
    std::uint64_t search_requests = 0;
    std::optional<std::uint64_t> burst_remaining;
    std::optional<std::uint64_t> daily_limit;
    std::optional<std::uint64_t> daily_remaining;
};

// Sends a wave in as many parts as the limits ask for, each as large as they allow but at most a
// quarter of the interval's, and waits in between. A search counts against the general limit too,
// because some CRMs count it there.
//
// After a 429 or 477, or a 503 that names a wait, nothing more is sent before the wait that the
// server asked for, or else one interval, is over; only a search that is refused without a wait
// holds up nothing but searches. What would have to be sent in that time, or below the reserve of
// the day, is RateLimited at once, with the wait that is left.
class ThrottledTransport final : public Transport {
public:
    ThrottledTransport(Transport& inner, Clock& clock, RateHeaders names,
                       ThrottleOptions options = {});

    std::vector<Result<Response>> exchange(std::span<const Request> wave,
                                           const std::stop_token& stop) override;

    [[nodiscard]] const TrafficReport& traffic() const noexcept { return traffic_; }

private:
    using Results = std::vector<Result<Response>>;

    [[nodiscard]] std::optional<Error> refusal(const Request& request) const;
    [[nodiscard]] Positions take_part(std::span<const Request> wave, Positions& waiting) const;
    [[nodiscard]] std::chrono::milliseconds until_room(std::span<const Request> wave,
                                                       const Positions& waiting) const;
    [[nodiscard]] Results send(const std::vector<Request>& part, const std::stop_token& stop);
    void learn_limits(const Response& response);
    void learn_others(const Results& answers);
    void close(Bucket bucket, const Response& response);

    Transport& inner_;
    Clock& clock_;
    RateHeaders names_;
    ThrottleOptions options_;
    RateWindow general_;
    RateWindow search_;
    DailyBudget day_;
    std::array<std::chrono::milliseconds, 2> closed_until_{};  // by bucket
    TrafficReport traffic_;
};

}  // namespace mentorsync::http
