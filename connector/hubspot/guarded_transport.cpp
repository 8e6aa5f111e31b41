#include "connector/hubspot/guarded_transport.hpp"

#include <algorithm>
#include <charconv>

#include "connector/hubspot/rate_headers.hpp"

namespace mentorsync::hubspot {

namespace {

std::optional<std::size_t> read_count(std::string_view text) {
    std::size_t count = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, count);
    if (text.empty() || error != std::errc{} || stopped != end) return std::nullopt;
    return count;
}

}  // namespace

std::vector<Result<http::Response>> GuardedTransport::exchange(std::span<const http::Request> wave,
                                                               const std::stop_token& stop) {
    const auto refused = std::ranges::find_if(
        wave, [&](const http::Request& request) { return !is_allowed(version_, request); });
    if (refused != wave.end()) {
        const Result<http::Response> refusal =
            fail(ErrorCode::Internal, "refused to send a " + std::string(name_of(refused->method)) +
                                          " that is not in the table of endpoints");
        return std::vector<Result<http::Response>>(wave.size(), refusal);
    }
    requests_ += wave.size();
    search_requests_ += static_cast<std::size_t>(
        std::ranges::count(wave, http::Bucket::Search, &http::Request::bucket));

    const http::RateHeaders names = rate_headers();
    auto answers = next_.exchange(wave, stop);
    for (const auto& answer : answers) {
        if (!answer) continue;
        const auto left = read_count(answer->header(names.daily_remaining));
        if (left) daily_left_ = left;
    }
    return answers;
}

}  // namespace mentorsync::hubspot
