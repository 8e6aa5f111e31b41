// Points in time as the CRM writes them.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mentorsync/clock.hpp"

namespace mentorsync::hubspot {

// Reads `2026-09-01T08:00:00.123Z` with up to nine digits of a second, or none, as an instant; what
// is finer than a millisecond is cut off. A number of digits alone is milliseconds since 1970.
// Empty when it is neither, or lies outside the years 1970 to 9999.
// Source: HubSpot CRM API guide, Properties, datetime.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

// `2026-09-01T08:00:00.123Z`.
[[nodiscard]] std::string format_instant(Instant instant);

}  // namespace mentorsync::hubspot
