// What an admin decided about a programme, in mentoring words: the part of a mapping that says how
// to decide and what to tell, not how to read the CRM. Made by `sync/rules`, used by `sync/plan`
// and `sync/run`.

#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/disclosed.hpp"
#include "mentorsync/mentoring.hpp"

namespace mentorsync {

// A stretch of time that a progress note tells about: an ISO week or a month in the programme's
// time zone. Its id is part of the note's identity.
struct Period {
    std::string id;   // "2026-W47" or "2026-11"
    Instant begin{};  // inclusive
    Instant end{};    // exclusive
    std::chrono::year_month_day first_day{};
    std::chrono::year_month_day last_day{};

    friend bool operator==(const Period&, const Period&) = default;
};

enum class PeriodLength { Week, Month };

// When progress notes are written, in civil time of the programme's zone.
struct NoteSchedule {
    PeriodLength length = PeriodLength::Week;
    std::chrono::weekday weekday = std::chrono::Monday;  // of a weekly slot
    unsigned day_of_month = 1;                           // of a monthly slot, 1 to 28
    std::chrono::minutes time_of_day{0};

    friend bool operator==(const NoteSchedule&, const NoteSchedule&) = default;
};

// Whose timelines carry the notes.
struct NoteAudience {
    bool mentee = true;
    bool mentor = true;
    bool members = true;

    friend bool operator==(const NoteAudience&, const NoteAudience&) = default;
};

// How much may change before a person must look: a brake trips above both.
struct BrakeLimits {
    int percent = 20;
    std::size_t count = 10;
};

struct Programme {
    std::string name;
    std::string language = "en";           // "fi", "sv" or "en"
    std::string time_zone = "UTC";         // an IANA name
    std::optional<NoteSchedule> schedule;  // empty: no notes are written
    NoteAudience audience;
    std::vector<Rollup> rollups;
    Disclosure disclosure;
    BrakeLimits brakes;
};

// Everything that a note may speak of. Counts are always there; a name only when disclosed.
struct NoteFacts {
    NoteKind kind = NoteKind::Progress;
    RelationshipKind relationship = RelationshipKind::Pair;
    std::optional<Period> period;                    // of a progress note
    std::optional<StateOrCount<Progress>> progress;  // empty for a group of fewer than three
    StateOrCount<int> people;                        // of a group: its members
    std::optional<Disclosed<std::string>> mentor_name;

    friend bool operator==(const NoteFacts&, const NoteFacts&) = default;
};

}  // namespace mentorsync
