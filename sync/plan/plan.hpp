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

// Returns what has to be done so that the store and the CRM agree with what was seen.
//
// `due` is the last period that has ended and whose slot has come, if there is one. A relationship
// gets its start note when it is first seen active; a progress note for `due` when it was first
// seen before `due` ended; a closing note when it ends. A relationship or task that was not seen
// ends only when `seen.coverage` is Everything. `now` decides what is overdue and places start and
// closing notes on the timeline.
[[nodiscard]] Plan make_plan(const Seen& seen, const Known& known, const Programme& programme,
                             const std::optional<Period>& due, Instant now);

}  // namespace mentorsync
