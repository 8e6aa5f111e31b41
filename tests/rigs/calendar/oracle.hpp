// When a slot comes, as two others see it who share no code with mentorsync: systemd's calendar
// expressions, and the C library's local time.
//
// systemd leaves out a slot whose local time does not exist. mentorsync runs it right after the
// gap, so that no week stays without its note; the C library says when the gap is over. It also
// speaks where systemd 252 leaves out a time that exists, or refuses to answer, as it does for
// Newfoundland while clocks were set at one minute past midnight.

#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/programme.hpp"

namespace mentorsync::rigs {

struct Decade {
    std::chrono::sys_days begin;  // inclusive, and the slots are those after its local midnight
    std::chrono::sys_days end;    // exclusive
};

struct ExpectedSlots {
    std::vector<Instant> slots;  // in order
    std::size_t in_gaps = 0;     // in an hour that does not exist
    std::size_t by_library = 0;  // that exist, and that systemd does not name
};

// "Sun *-*-* 02:30:00".
[[nodiscard]] std::string expression_of(const NoteSchedule& schedule);

// Every slot of the civil days of `decade` in `zone`. Sets the process's time zone.
[[nodiscard]] ExpectedSlots expected_slots(const NoteSchedule& schedule, const std::string& zone,
                                           const Decade& decade);

}  // namespace mentorsync::rigs
