// The plan: what one cycle would do, as a value that prints, compares and counts.
//
// `make_plan` is pure and total. It asks nobody anything: what it must know is in its arguments.

#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/disclosed.hpp"
#include "mentorsync/mentoring.hpp"
#include "mentorsync/programme.hpp"
#include "sync/plan/known.hpp"

namespace mentorsync {

// A relationship that is new, or differs from the stored one.
struct SaveRelationship {
    Relationship relationship;
    bool is_new = false;

    friend bool operator==(const SaveRelationship&, const SaveRelationship&) = default;
};

// A stored relationship that a complete pull did not find any more.
struct EndRelationship {
    RelationshipId relationship;

    friend bool operator==(const EndRelationship&, const EndRelationship&) = default;
};

struct SaveTask {
    LearningTask task;
    bool is_new = false;

    friend bool operator==(const SaveTask&, const SaveTask&) = default;
};

// A stored task that a complete pull did not find any more.
struct DropTask {
    RecordId task;

    friend bool operator==(const DropTask&, const DropTask&) = default;
};

// A note to write, once. `sync/run` derives its key and renders its body.
struct QueueNote {
    NoteIdentity identity;
    std::vector<RecordId> contacts;  // whose timelines carry it, ordered; never empty
    Instant timestamp{};             // its place on the timeline
    NoteFacts facts;

    friend bool operator==(const QueueNote&, const QueueNote&) = default;
};

// A contact property to write because it differs from what the CRM holds.
struct QueueProperty {
    RecordId contact;
    std::string property;
    Disclosed<std::string> value;  // empty text clears

    friend bool operator==(const QueueProperty&, const QueueProperty&) = default;
};

using Action =
    std::variant<SaveRelationship, EndRelationship, SaveTask, DropTask, QueueNote, QueueProperty>;

struct Plan {
    std::vector<Action> actions;  // in the order above, then by id

    friend bool operator==(const Plan&, const Plan&) = default;
};

// How many actions of each kind.
struct PlanCounts {
    int relationships_new = 0;
    int relationships_changed = 0;
    int relationships_ended = 0;
    int tasks_new = 0;
    int tasks_changed = 0;
    int tasks_dropped = 0;
    int notes = 0;
    int properties = 0;

    friend bool operator==(const PlanCounts&, const PlanCounts&) = default;
};

[[nodiscard]] PlanCounts count(const Plan& plan);

// Returns what has to be done so that the store and the CRM agree with what was seen. Total; the
// order of what was seen does not matter.
//
// A relationship or task that was not seen ends only when `seen.coverage` is Everything; one that
// is seen as ended ends too. Nor does anything but a complete pull lead to a note or a property
// value: a figure from a part of the tasks would be wrong, in a note for ever.
//
// Notes, when the programme has a schedule: a start note when a relationship is first seen active,
// a progress note for `due`, the last period that has ended and whose slot has come, when it was
// first seen before `due` ended, and a closing note when it ends. A pair that goes on under
// another id because contacts were merged neither starts nor ends. A note goes to the contacts
// that the audience names; where none is left there is no note. `now` decides what is overdue and
// is the place of start and closing notes on the timeline; a progress note's is the end of `due`.
//
// Property values, for the contacts in `seen.rollups` alone: written where they differ from what
// the CRM holds, as numbers where they are; cleared where a person has nothing to show. A name that
// is not disclosed is neither written nor cleared. Groups of fewer than three are not counted.
[[nodiscard]] Plan make_plan(const Seen& seen, const Known& known, const Programme& programme,
                             const std::optional<Period>& due, Instant now);

}  // namespace mentorsync
