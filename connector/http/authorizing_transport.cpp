#include "connector/http/authorizing_transport.hpp"

#include <algorithm>
#include <utility>

#include "connector/http/status.hpp"
#include "connector/http/wave.hpp"

namespace mentorsync::http {

namespace {

using Results = std::vector<Result<Response>>;

bool is_refused(const Result<Response>& outcome) {
    return outcome && outcome->status == kUnauthorized;
}

Positions refused_positions(const Results& results) {
    Positions refused;
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (is_refused(results[i])) refused.push_back(i);
    }
    return refused;
}

}  // namespace

Results AuthorizingTransport::send(std::vector<Request> wave, const Secret& bearer,
                                   const std::stop_token& stop) {
    for (Request& request : wave) request.bearer = bearer;
    Results results = inner_.exchange(wave, stop);
    const bool is_good = std::ranges::any_of(
        results, [](const auto& outcome) { return outcome && !is_refused(outcome); });
    if (is_good) source_.accepted(bearer);
    return results;
}

Results AuthorizingTransport::exchange(std::span<const Request> wave, const std::stop_token& stop) {
    const auto bearer = source_.bearer(stop);
    if (!bearer) return Results(wave.size(), Failure(bearer.error()));
    Results results = send({wave.begin(), wave.end()}, *bearer, stop);

    const Positions refused = refused_positions(results);
    if (refused.empty()) return results;
    const auto other = source_.instead_of(*bearer, *results[refused.front()], stop);
    if (!other) {
        for (const std::size_t i : refused) results[i] = Failure(other.error());
        return results;
    }
    if (!*other) return results;
    Results again = send(picked(wave, refused), **other, stop);
    for (std::size_t k = 0; k < refused.size(); ++k) results[refused[k]] = std::move(again[k]);
    return results;
}

}  // namespace mentorsync::http
