#include "connector/http/retrying_transport.hpp"

#include <algorithm>
#include <utility>

#include "connector/http/retry_after.hpp"
#include "connector/http/status.hpp"
#include "connector/http/wave.hpp"

namespace mentorsync::http {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

namespace {

// Source: HubSpot developer documentation, Error handling: the lock lasts two seconds.
constexpr milliseconds kLockWait = 2s;

std::optional<milliseconds> repeat_after_response(RequestClass request_class,
                                                  const Response& response) {
    const milliseconds asked = asked_wait(response).value_or(0s);
    if (response.status == kTooManyRequests) return asked;
    if (request_class == RequestClass::Create) return std::nullopt;
    if (response.status == kLocked) return std::max(asked, kLockWait);
    if (is_passing_failure(response.status)) return asked;
    return std::nullopt;
}

std::optional<milliseconds> repeat_after_error(RequestClass request_class, const Error& error) {
    if (error.code == ErrorCode::RateLimited) return error.retry_after;
    if (error.code == ErrorCode::Unavailable) return 0ms;
    const bool is_repeatable = request_class != RequestClass::Create;
    if (error.code == ErrorCode::Ambiguous && is_repeatable) return 0ms;
    return std::nullopt;
}

// A limit that outlasts this call becomes an error that says for how long.
Result<Response> settled(const Request& request, Result<Response> outcome,
                         milliseconds longest_wait) {
    if (!outcome) return outcome;
    const bool is_moving = outcome->status == kAccountMoving;
    const auto asked = asked_wait(*outcome);
    if (!is_moving && (outcome->status != kTooManyRequests || asked.value_or(0s) <= longest_wait)) {
        return outcome;
    }
    std::string message = label_of(request) + ": the server asks to wait";
    if (asked) message += " " + std::to_string(asked->count()) + " s";
    if (is_moving) message += ", because the account is moving to another data centre";
    return Failure(Error{ErrorCode::RateLimited, std::move(message), asked});
}

bool may_have_been_applied(const Request& request, const Result<Response>& outcome) {
    if (request.request_class == RequestClass::Read) return false;
    return outcome ? is_passing_failure(outcome->status)
                   : outcome.error().code == ErrorCode::Ambiguous;
}

// What is known of one request over all its tries.
struct Progress {
    Result<Response> outcome;
    bool perhaps_applied = false;
};

Result<Response> conclusion(const Request& request, Progress progress, milliseconds longest_wait) {
    Result<Response> outcome = settled(request, std::move(progress.outcome), longest_wait);
    const bool claims_no_effect = !outcome && (outcome.error().code == ErrorCode::Unavailable ||
                                               outcome.error().code == ErrorCode::Cancelled);
    if (claims_no_effect && progress.perhaps_applied) outcome.error().code = ErrorCode::Ambiguous;
    return outcome;
}

}  // namespace

std::optional<milliseconds> repeat_after(RequestClass request_class,
                                         const Result<Response>& outcome,
                                         milliseconds longest_wait) {
    const auto wait = outcome ? repeat_after_response(request_class, *outcome)
                              : repeat_after_error(request_class, outcome.error());
    return wait && *wait <= longest_wait ? wait : std::nullopt;
}

RetryingTransport::RetryingTransport(Transport& inner, Clock& clock, std::function<double()> random,
                                     RetryOptions options)
    : inner_(inner), clock_(clock), random_(std::move(random)), options_(options) {}

milliseconds RetryingTransport::backoff(int tries) const {
    milliseconds longest = options_.first_backoff;
    for (int i = 1; i < tries && longest < options_.longest_backoff; ++i) longest *= 2;
    longest = std::min(longest, options_.longest_backoff);
    return std::chrono::duration_cast<milliseconds>(longest * random_());
}

std::vector<Result<Response>> RetryingTransport::exchange(std::span<const Request> wave,
                                                          const std::stop_token& stop) {
    std::vector<Progress> progress;
    for (auto& outcome : inner_.exchange(wave, stop)) progress.push_back({std::move(outcome)});
    Positions sent = all_positions(wave.size());

    for (int tries = 1; tries < options_.max_tries; ++tries) {
        Positions again;
        milliseconds wait{0};
        for (const std::size_t i : sent) {
            const auto& outcome = progress[i].outcome;
            const auto least = repeat_after(wave[i].request_class, outcome, options_.longest_wait);
            if (!least) continue;
            progress[i].perhaps_applied |= may_have_been_applied(wave[i], outcome);
            wait = std::max(wait, *least);
            again.push_back(i);
        }
        if (again.empty()) break;

        const bool waited = clock_.wait_for(wait + backoff(tries), stop);
        const std::vector<Request> requests = picked(wave, again);
        auto outcomes = waited ? inner_.exchange(requests, stop) : std::vector<Result<Response>>();
        for (std::size_t k = 0; k < again.size(); ++k) {
            progress[again[k]].outcome =
                waited ? std::move(outcomes[k])
                       : fail(ErrorCode::Cancelled, label_of(requests[k]) + ": stopped on request");
        }
        sent = std::move(again);
    }

    std::vector<Result<Response>> results;
    for (std::size_t i = 0; i < wave.size(); ++i) {
        results.push_back(conclusion(wave[i], std::move(progress[i]), options_.longest_wait));
    }
    return results;
}

}  // namespace mentorsync::http
