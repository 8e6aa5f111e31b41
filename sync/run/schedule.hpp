// Civil time: which period a progress note is due for, in the programme's own time zone.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mentorsync/clock.hpp"
#include "mentorsync/programme.hpp"

namespace mentorsync {

// Whether the system's time zone database knows this IANA name.
[[nodiscard]] bool is_time_zone(std::string_view name);

// Returns the latest period that ended before a slot of `schedule`, of the slots that have come by
// `now`: with weekly slots on Monday 08:00, from Monday 08:00 on the week that ended on Sunday.
//
// A slot in the hour that a zone skips comes with the first minute after it; a slot in the hour
// that a zone repeats comes the first time. A clock set back repeats nothing, because the period
// is part of a note's identity. `time_zone` must be one that `is_time_zone` accepts; otherwise the
// result is empty.
[[nodiscard]] std::optional<Period> last_due_period(const NoteSchedule& schedule,
                                                    std::string_view time_zone, Instant now);

// The same for a programme; empty when it has no schedule.
[[nodiscard]] std::optional<Period> due_period(const Programme& programme, Instant now);

// When the next slot comes, after `now`. Empty for an unknown zone.
[[nodiscard]] std::optional<Instant> next_slot(const NoteSchedule& schedule,
                                               std::string_view time_zone, Instant now);

}  // namespace mentorsync
