// The statuses that this room acts upon. All others pass through it.

#pragma once

#include <algorithm>
#include <array>

namespace mentorsync::http {

inline constexpr int kUnauthorized = 401;     // Source: RFC 9110 section 15.5.2
inline constexpr int kLocked = 423;           // Source: RFC 4918 section 11.3
inline constexpr int kTooManyRequests = 429;  // Source: RFC 6585 section 4

inline constexpr int kUnavailable = 503;  // Source: RFC 9110 section 15.6.4

// Not registered: the account is moving to another data centre, for up to a day.
// Source: HubSpot developer documentation, Error handling.
inline constexpr int kAccountMoving = 477;

// Whether the server, or a proxy before it, is out of order and may be well again soon. 520, 525
// and 526 are left out: they do not pass by themselves.
// Source: RFC 9110 section 15.6; HubSpot developer documentation, Error handling, for 521 to 524.
[[nodiscard]] constexpr bool is_passing_failure(int status) noexcept {
    constexpr std::array passing = {500, 502, 503, 504, 521, 522, 523, 524};
    return std::ranges::find(passing, status) != passing.end();
}

}  // namespace mentorsync::http
