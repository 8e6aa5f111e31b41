#include "connector/http/throttled_transport.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "connector/http/retry_after.hpp"
#include "connector/http/status.hpp"
#include "connector/http/wave.hpp"

namespace mentorsync::http {

using std::chrono::milliseconds;

namespace {

// What a server says beyond these is taken for a mistake.
constexpr std::uint64_t kMaxLimit = 1'000'000;
constexpr std::uint64_t kMaxIntervalMilliseconds = 3'600'000;

std::optional<std::uint64_t> number_in(const Response& response, const std::string& name) {
    const std::string_view text = name.empty() ? std::string_view() : response.header(name);
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (text.empty() || error != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

std::uint64_t share_of(std::uint64_t limit, double share) {
    const double part = std::floor(static_cast<double>(limit) * share);
    return std::max<std::uint64_t>(static_cast<std::uint64_t>(part), 1);
}

std::size_t index_of(Bucket bucket) {
    return bucket == Bucket::Search ? 1 : 0;
}

}  // namespace

ThrottledTransport::ThrottledTransport(Transport& inner, Clock& clock, RateHeaders names,
                                       ThrottleOptions options)
    : inner_(inner),
      clock_(clock),
      names_(std::move(names)),
      options_(options),
      general_(share_of(options.first_limit, options.burst_share), options.first_interval),
      search_(options.searches, options.search_interval),
      day_(options.daily_reserve, options.daily_probe) {}

std::vector<Result<Response>> ThrottledTransport::exchange(std::span<const Request> wave,
                                                           const std::stop_token& stop) {
    Results results;
    for (const Request& request : wave) {
        results.push_back(fail(ErrorCode::Cancelled, label_of(request) + ": stopped on request"));
    }
    Positions waiting = all_positions(wave.size());

    while (!waiting.empty() && !stop.stop_requested()) {
        std::erase_if(waiting, [&](std::size_t i) {
            auto refused = refusal(wave[i]);
            if (!refused) return false;
            results[i] = Failure(*std::move(refused));
            return true;
        });
        const Positions part = take_part(wave, waiting);
        if (part.empty()) {
            if (!waiting.empty()) clock_.wait_for(until_room(wave, waiting), stop);
            continue;
        }
        auto answers = send(picked(wave, part), stop);
        for (std::size_t k = 0; k < part.size(); ++k) results[part[k]] = std::move(answers[k]);
    }
    return results;
}

std::optional<Error> ThrottledTransport::refusal(const Request& request) const {
    const milliseconds now = clock_.elapsed();
    const milliseconds closed_for = closed_until_[index_of(request.bucket)] - now;
    if (closed_for > milliseconds{0}) {
        return Error{ErrorCode::RateLimited,
                     label_of(request) + ": not sent, because the server asked to wait",
                     closed_for};
    }
    if (day_.room(now) == 0) {
        return Error{ErrorCode::RateLimited,
                     label_of(request) +
                         ": not sent, because what is left of the day's requests is "
                         "reserved for the other apps of the portal",
                     day_.until_probe(now)};
    }
    return std::nullopt;
}

// Moves what may be sent now out of `waiting`.
Positions ThrottledTransport::take_part(std::span<const Request> wave, Positions& waiting) const {
    const milliseconds now = clock_.elapsed();
    // A part counts from its first request until after its last answer. Small parts overlap less
    // of the next interval.
    const std::uint64_t quarter = std::max<std::uint64_t>(general_.limit() / 4, 1);
    std::uint64_t room = std::min({general_.room(now), day_.room(now), quarter});
    std::uint64_t search_room = search_.room(now);

    Positions part;
    std::erase_if(waiting, [&](std::size_t i) {
        const bool is_search = wave[i].bucket == Bucket::Search;
        if (room == 0 || (is_search && search_room == 0)) return false;
        --room;
        if (is_search) --search_room;
        part.push_back(i);
        return true;
    });
    return part;
}

milliseconds ThrottledTransport::until_room(std::span<const Request> wave,
                                            const Positions& waiting) const {
    const milliseconds now = clock_.elapsed();
    const milliseconds general = general_.until_room(now);
    const bool only_searches = std::ranges::all_of(
        waiting, [wave](std::size_t i) { return wave[i].bucket == Bucket::Search; });
    return only_searches ? std::max(general, search_.until_room(now)) : general;
}

ThrottledTransport::Results ThrottledTransport::send(const std::vector<Request>& part,
                                                     const std::stop_token& stop) {
    auto answers = inner_.exchange(part, stop);

    const milliseconds now = clock_.elapsed();
    const auto searches =
        static_cast<std::uint64_t>(std::ranges::count(part, Bucket::Search, &Request::bucket));
    general_.record(part.size(), now);
    search_.record(searches, now);
    day_.record(part.size(), now);
    traffic_.general_requests += part.size() - searches;
    traffic_.search_requests += searches;

    for (std::size_t k = 0; k < part.size(); ++k) {
        if (!answers[k]) continue;
        learn_limits(*answers[k]);
        close(part[k].bucket, *answers[k]);
    }
    learn_others(answers);
    return answers;
}

void ThrottledTransport::learn_limits(const Response& response) {
    const auto limit = number_in(response, names_.limit);
    if (limit && *limit > 0 && *limit <= kMaxLimit) {
        const auto interval = number_in(response, names_.interval);
        const bool is_sane = interval && *interval > 0 && *interval <= kMaxIntervalMilliseconds;
        general_.adjust(share_of(*limit, options_.burst_share),
                        is_sane ? milliseconds(*interval) : options_.first_interval);
    }
}

// The answers of a part arrive in any order; the one with the least remaining is the latest.
void ThrottledTransport::learn_others(const Results& answers) {
    const milliseconds now = clock_.elapsed();
    std::optional<std::uint64_t> limit;
    std::optional<std::uint64_t> least;
    std::optional<std::uint64_t> day;
    std::optional<std::uint64_t> least_of_day;
    for (const auto& answer : answers) {
        if (!answer) continue;
        const auto remaining = number_in(*answer, names_.remaining);
        if (remaining && (!least || *remaining < *least)) {
            least = remaining;
            limit = number_in(*answer, names_.limit);
        }
        const auto of_day = number_in(*answer, names_.daily_remaining);
        if (of_day && (!least_of_day || *of_day < *least_of_day)) {
            least_of_day = of_day;
            day = number_in(*answer, names_.daily_limit);
        }
    }
    if (least && limit) {
        const std::uint64_t known = *least + general_.used(now);
        general_.record_others(*limit > known ? *limit - known : 0, now);
        traffic_.burst_remaining = least;
    }
    if (least_of_day && day) {
        day_.report(*day, *least_of_day, now);
        traffic_.daily_limit = day;
        traffic_.daily_remaining = least_of_day;
    }
}

void ThrottledTransport::close(Bucket bucket, const Response& response) {
    const milliseconds asked = asked_wait(response).value_or(std::chrono::seconds{0});
    const bool closes = response.status == kTooManyRequests || response.status == kAccountMoving ||
                        (response.status == kUnavailable && asked.count() > 0);
    if (!closes) return;
    const milliseconds interval =
        bucket == Bucket::Search ? search_.interval() : general_.interval();
    const milliseconds until = clock_.elapsed() + (asked.count() > 0 ? asked : interval);
    const bool only_searches =
        bucket == Bucket::Search && asked.count() == 0 && response.status != kAccountMoving;
    for (const Bucket each : {Bucket::General, Bucket::Search}) {
        if (only_searches && each != bucket) continue;
        milliseconds& closed = closed_until_[index_of(each)];
        closed = std::max(closed, until);
    }
}

}  // namespace mentorsync::http
