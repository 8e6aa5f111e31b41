#include "connector/http/authorizing_transport.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "connector/http/status.hpp"
#include "connector/http/wave.hpp"

namespace mentorsync::http {

namespace {

using Results = std::vector<Result<Response>>;

bool is_refused(const Result<Response>& outcome) {
    return outcome && outcome->status == kUnauthorized;
}

// Whether only who has accepted the bearer answers so. Limits, outages and an account that is
// moving may be answered before anybody looks at it.
bool is_accepted(const Result<Response>& outcome) {
    constexpr std::array refusals_of_content = {400, 403, 404, 409};
    if (!outcome) return false;
    const int status = outcome->status;
    return (status >= 200 && status < 300) ||
           std::ranges::find(refusals_of_content, status) != refusals_of_content.end();
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
    if (std::ranges::any_of(results, is_accepted)) source_.accepted(bearer);
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
