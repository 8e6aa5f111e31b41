#include "connector/http/retry_after.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace mentorsync::http {

using namespace std::chrono_literals;

Result<std::chrono::seconds> parse_retry_after(std::string_view value) {
    long long seconds = 0;
    const char* const end = value.data() + value.size();
    const auto [stopped, error] = std::from_chars(value.data(), end, seconds);

    const bool is_number = stopped == end && !value.empty() && !value.starts_with('-');
    if (is_number && error == std::errc::result_out_of_range) return 24h;
    if (!is_number || error != std::errc{}) {
        // The value itself stays out of the message: the server wrote it.
        return fail(ErrorCode::BadResponse, "Retry-After is not a number of seconds");
    }
    return std::min<std::chrono::seconds>(std::chrono::seconds(seconds), 24h);
}

std::optional<std::chrono::seconds> asked_wait(const Response& response) {
    const auto wait = parse_retry_after(response.header("Retry-After"));
    return wait ? std::optional(*wait) : std::nullopt;
}

}  // namespace mentorsync::http
