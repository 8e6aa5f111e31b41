// Points in time as the CRM writes and accepts them.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mentorsync::sandbox {

// UTC, to the millisecond.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

// `2026-11-23T08:00:00.000Z`.
[[nodiscard]] std::string iso_text(Time time);

// `Mon, 23 Nov 2026 08:00:00 GMT`. Source: RFC 9110 section 5.6.7.
[[nodiscard]] std::string http_date_text(Time time);

// Reads ISO 8601 in UTC with or without milliseconds, a plain date, or milliseconds since the
// epoch. Source: HubSpot CRM API guide, Properties, "Date and time".
[[nodiscard]] std::optional<Time> parse_time(std::string_view text);

}  // namespace mentorsync::sandbox
