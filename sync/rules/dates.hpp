// Dates and times as CRMs and admins write them.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "mentorsync/clock.hpp"

namespace mentorsync {

// A point in time, or a whole day of the calendar.
struct Moment {
    Instant at{};  // of a whole day: its first instant in UTC
    bool whole_day = false;

    friend bool operator==(const Moment&, const Moment&) = default;
};

// Reads "2026-11-25", "2026-11-25T08:00[:00[.123]]" followed by "Z" or an offset like "+02:00", or
// the CRM's other spelling, milliseconds since 1970 as 12 to 14 digits (1973 to 5138). Empty when
// `text` is none of these or names a day that does not exist. Source: HubSpot CRM API guide,
// Properties: "date" and "datetime" values.
[[nodiscard]] std::optional<Moment> parse_moment(std::string_view text);

// Whether `value` lies before (after) `limit`. A limit that is a day is compared by days, in UTC:
// the whole day itself is neither before nor after.
[[nodiscard]] bool is_before(const Moment& value, const Moment& limit);
[[nodiscard]] bool is_after(const Moment& value, const Moment& limit);

}  // namespace mentorsync
