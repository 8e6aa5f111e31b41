// The mentoring vocabulary: what the admin's rules turn CRM records into.
//
// Plain values. They compare and copy; they do no I/O and know no CRM property names. What people
// said or are called is `Private`, see disclosed.hpp.

#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/crm.hpp"
#include "mentorsync/disclosed.hpp"
#include "mentorsync/ids.hpp"

namespace mentorsync {

// Somebody in the programme: a contact joined with the CRM user of the same e-mail address. One of
// the two may be missing.
struct Person {
    PersonId id;  // the smallest contact id ever known for this person, or "owner:" + OwnerId
    std::optional<RecordId> contact;  // the id under which the CRM knows the contact today
    std::optional<OwnerId> owner;
    Private<std::string> name;

    friend bool operator==(const Person&, const Person&) = default;
};

enum class RelationshipKind { Pair, PeerGroup };
enum class RelationshipState { Proposed, Preparing, Active, Paused, Closing, Ended };

// "pair", "peer_group"; "proposed" and so on.
[[nodiscard]] std::string_view name_of(RelationshipKind kind) noexcept;
[[nodiscard]] std::string_view name_of(RelationshipState state) noexcept;
[[nodiscard]] std::optional<RelationshipState> relationship_state_named(
    std::string_view name) noexcept;

// A pair has one mentor and one mentee and no members; a peer group has members only. People are
// ordered by id.
struct Relationship {
    RelationshipId id;  // pair_id or group_id below: the same after any rebuild
    RelationshipKind kind = RelationshipKind::Pair;
    RelationshipState state = RelationshipState::Active;
    std::vector<PersonId> mentors;
    std::vector<PersonId> mentees;
    std::vector<PersonId> members;
    std::string source_rule;  // the mapping's rule that named it, e.g. "relationships[0]"

    friend bool operator==(const Relationship&, const Relationship&) = default;
};

// "pair:MENTOR:MENTEE". Both ids are canonical.
[[nodiscard]] RelationshipId pair_id(const PersonId& mentor, const PersonId& mentee);

// "group:list:LIST" or "group:PROPERTY:VALUE" with VALUE lower-cased, trimmed and its inner
// white space folded by the rules.
[[nodiscard]] RelationshipId list_group_id(const ListId& list);
[[nodiscard]] RelationshipId property_group_id(std::string_view property,
                                               std::string_view normalised_value);

enum class TaskKind { Challenge, Preparation, Reading, Practice, Reflection, Tip };
enum class TaskState { Open, Started, Waiting, Done, Dropped };

[[nodiscard]] std::string_view name_of(TaskKind kind) noexcept;
[[nodiscard]] std::string_view name_of(TaskState state) noexcept;
[[nodiscard]] std::optional<TaskKind> task_kind_named(std::string_view name) noexcept;
[[nodiscard]] std::optional<TaskState> task_state_named(std::string_view name) noexcept;

// One thing that somebody has agreed to learn or do. Its title stays in the CRM.
struct LearningTask {
    RecordId id;  // the CRM task
    TaskKind kind = TaskKind::Challenge;
    TaskState state = TaskState::Open;
    std::optional<Instant> due;                 // empty: no deadline was set
    Instant updated{};                          // the CRM's last change: a sign of life
    std::optional<PersonId> owner;              // who is to do it, as far as the CRM says
    std::vector<RelationshipId> relationships;  // those it counts for, ordered; never empty

    friend bool operator==(const LearningTask&, const LearningTask&) = default;
};

// Overdue: not finished, and due before `now`.
[[nodiscard]] bool is_overdue(const LearningTask& task, Instant now);

// What a mentee wants to learn, best first. Belongs to the mentee.
struct Goal {
    PersonId person;
    int rank = 1;
    Private<std::string> text;

    friend bool operator==(const Goal&, const Goal&) = default;
};

// How tasks stand: counts only. `all` includes `dropped`; see sync/plan for the counting.
struct Progress {
    int all = 0;
    int open = 0;
    int started = 0;
    int waiting = 0;
    int done = 0;
    int dropped = 0;
    int overdue = 0;
    std::optional<Instant> last_sign_of_life;  // the latest change of any of its tasks

    // done / (all - dropped), rounded down to whole percents; empty when there is nothing to do.
    [[nodiscard]] std::optional<int> done_percent() const;

    friend bool operator==(const Progress&, const Progress&) = default;
};

// What became of one pulled record. Every record has exactly one of these.
enum class RecordStatus { InSync, Excluded, Failing };

[[nodiscard]] std::string_view name_of(RecordStatus status) noexcept;

// A record, or one value of it, that the rules could not use, in the admin's words.
struct SetAside {
    RecordRef record;
    RecordStatus status = RecordStatus::Excluded;  // Excluded or Failing
    std::string rule;    // the mapping's rule, e.g. "relationships[1]"; empty: no rule matched
    std::string code;    // stable, snake_case, e.g. "no_rule_matches", "mentor_not_found"
    std::string reason;  // one sentence; names properties and ids, never a value of a person

    friend bool operator==(const SetAside&, const SetAside&) = default;
};

// Former id to present canonical id, for contacts.
using Aliases = std::map<RecordId, RecordId>;

// What a roll-up property on a contact shows. It speaks of the relationships in which the contact
// is mentee or member; `MenteeCount` of those in which the contact is mentor.
enum class RollupField {
    MentorName,         // "mentor.name", several joined by ", "; leaves only when disclosed
    MenteeCount,        // "mentees.count"
    RelationshipCount,  // "relationships.count": active ones, in any role
    TasksAll,           // "tasks.all": without dropped ones
    TasksOpen,          // "tasks.open": not done, not dropped
    TasksDone,          // "tasks.done"
    TasksOverdue,       // "tasks.overdue"
    TasksDonePercent    // "tasks.done_percent"
};

[[nodiscard]] std::string_view name_of(RollupField field) noexcept;
[[nodiscard]] std::optional<RollupField> rollup_field_named(std::string_view name) noexcept;

struct Rollup {
    std::string property;  // of contacts
    RollupField field = RollupField::TasksDonePercent;

    friend bool operator==(const Rollup&, const Rollup&) = default;
};

// What the rules see in a snapshot.
struct Seen {
    std::vector<Person> people;               // ordered by id
    std::vector<Relationship> relationships;  // ordered by id
    std::vector<LearningTask> tasks;          // ordered by id
    std::vector<Goal> goals;                  // ordered by person, rank
    std::map<RecordId, Properties> rollups;   // per contact in scope: what its roll-up
                                              // properties hold in the CRM today
    Aliases aliases;
    Coverage coverage = Coverage::Partial;
};

// A note that tells how a relationship stands. Written once, never edited by us.
enum class NoteKind { Start, Progress, Closing };

[[nodiscard]] std::string_view name_of(NoteKind kind) noexcept;

// What makes a note the same note, whoever plans it and when. Its key is derived from this.
struct NoteIdentity {
    RelationshipId relationship;
    NoteKind kind = NoteKind::Progress;
    std::string period;  // ISO week "2026-W47", month "2026-11"; empty for start and closing

    friend bool operator==(const NoteIdentity&, const NoteIdentity&) = default;
    friend auto operator<=>(const NoteIdentity&, const NoteIdentity&) = default;
};

}  // namespace mentorsync
