// Repeats what may be repeated, after the wait that was asked for or a growing random one.
//
// Stands outside `ThrottledTransport`, so that every repetition is counted and held back like any
// other request.

#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "connector/http/transport.hpp"
#include "mentorsync/clock.hpp"

namespace mentorsync::http {

struct RetryOptions {
    int max_tries = 6;  // the first one included

    // Before try n + 1: a random part of the smaller of first_backoff * 2^(n-1) and
    // longest_backoff. Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
    std::chrono::milliseconds first_backoff{500};
    std::chrono::milliseconds longest_backoff = std::chrono::seconds{30};

    // Who is asked to wait longer than this returns RateLimited, so that the caller can do
    // something else in the meantime.
    std::chrono::milliseconds longest_wait = std::chrono::seconds{60};
};

// The least wait after which a request with this outcome may be sent again; empty when it may not.
//
//                                          Read, IdempotentWrite    Create
//   429, RateLimited with a wait           after that wait          the same: it was refused before
//                                                                   it had an effect
//   Unavailable                            at once                  at once: it was never sent
//   Ambiguous, 500, 502-504, 521-524       at once                  never
//   423                                    after 2 s                never
//   477, any other status or error         never                    never
//
// A wait of more than `longest_wait` is "never" too. The caller adds its backoff.
[[nodiscard]] std::optional<std::chrono::milliseconds> repeat_after(
    RequestClass request_class, const Result<Response>& outcome,
    std::chrono::milliseconds longest_wait);

// Returns the last outcome of each request. Beside what the wrapped transport says:
//   a 477, and a 429 with a wait longer than `longest_wait`, is RateLimited with that wait;
//   a write that is Unavailable or Cancelled at last, but whose earlier try may have been applied,
//   is Ambiguous.
// The requests of a wave that must be repeated wait together, as long as the longest of them.
class RetryingTransport final : public Transport {
public:
    // `random` returns numbers from 0 to below 1.
    RetryingTransport(Transport& inner, Clock& clock, std::function<double()> random,
                      RetryOptions options = {});

    std::vector<Result<Response>> exchange(std::span<const Request> wave,
                                           const std::stop_token& stop) override;

private:
    [[nodiscard]] std::chrono::milliseconds backoff(int tries) const;

    Transport& inner_;
    Clock& clock_;
    std::function<double()> random_;
    RetryOptions options_;
};

}  // namespace mentorsync::http
