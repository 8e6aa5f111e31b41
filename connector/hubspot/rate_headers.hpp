#pragma once

#include "connector/http/throttled_transport.hpp"

namespace mentorsync::hubspot {

// The headers in which HubSpot tells its limits, for the throttle around the real transport.
// Source: HubSpot developer docs, Usage guidelines, rate limit headers.
[[nodiscard]] inline http::RateHeaders rate_headers() {
    return {.limit = "X-HubSpot-RateLimit-Max",
            .remaining = "X-HubSpot-RateLimit-Remaining",
            .interval = "X-HubSpot-RateLimit-Interval-Milliseconds",
            .daily_limit = "X-HubSpot-RateLimit-Daily",
            .daily_remaining = "X-HubSpot-RateLimit-Daily-Remaining"};
}

}  // namespace mentorsync::hubspot
