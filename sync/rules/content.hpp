// What a mapping says, as checked values: the inside of `Mapping`. Names of the portal keep their
// places, so that a fault found later still points into the file.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mentorsync/mentoring.hpp"
#include "mentorsync/programme.hpp"
#include "sync/rules/condition.hpp"
#include "sync/rules/note_template.hpp"
#include "sync/rules/rule_set.hpp"

namespace mentorsync {

// Who takes part.
struct PeopleSource {
    enum class Kind { Everyone, List, Where };
    Kind kind = Kind::Everyone;
    Name list;
    std::optional<Condition> where;
};

// Where a relationship is written down in the CRM.
struct RelationshipRule {
    enum class Source { AssociationLabel, ContactProperty, ContactOwner, List };

    RelationshipKind kind = RelationshipKind::Pair;
    Source source = Source::ContactProperty;
    Name mentor_label;               // of AssociationLabel: what the mentor is to the mentee
    Name mentee_label;               // of AssociationLabel: what the mentee is to the mentor
    Name property;                   // of ContactProperty
    Name list;                       // of List
    std::optional<Condition> where;  // asked of the mentee, or of the member
    json::Position at;
};

// Which relationships a task of a rule counts for.
struct CountsFor {
    bool pairs = true;
    bool groups = false;

    friend bool operator==(const CountsFor&, const CountsFor&) = default;
};

struct TaskRule {
    TaskKind kind = TaskKind::Challenge;
    Condition where;
    CountsFor counts_for;
    json::Position at;
};

struct TaskFields {
    struct StateValue {
        Name value;  // of the CRM
        TaskState state = TaskState::Open;
    };

    std::optional<Name> title;
    std::optional<Name> due;
    Name state;
    std::vector<StateValue> values;
};

struct GoalSource {
    Name property;
    std::string split;  // empty: the whole value is one goal
};

// What to do where the portal refuses a unique key on notes.
enum class WithoutUniqueKey { Refuse, Settle };

struct Mapping::Content {
    std::string file;  // for messages only
    Programme programme;
    PeopleSource people;
    std::vector<RelationshipRule> relationships;
    std::vector<TaskRule> tasks;
    std::optional<TaskFields> task_fields;  // always there when there are task rules
    std::optional<GoalSource> goals;
    json::Position notes_at;
    WithoutUniqueKey without_unique_key = WithoutUniqueKey::Refuse;
    std::optional<NoteTemplate> progress_template;  // the admin's own
    std::vector<Name> rollup_names;                 // one for each of `programme.rollups`
    std::string canonical;
};

// "relationships[2]", "learning_tasks[0]".
[[nodiscard]] std::string relationship_rule_name(std::size_t index);
[[nodiscard]] std::string task_rule_name(std::size_t index);

}  // namespace mentorsync
