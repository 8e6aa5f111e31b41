#include "mentorsync/mentoring.hpp"

#include <array>
#include <utility>

namespace mentorsync {

namespace {

template <class Enum, std::size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

template <class Enum, std::size_t N>
std::string_view name_in(const Names<Enum, N>& names, Enum wanted) noexcept {
    for (const auto& [value, name] : names) {
        if (value == wanted) return name;
    }
    return "unknown";
}

template <class Enum, std::size_t N>
std::optional<Enum> value_in(const Names<Enum, N>& names, std::string_view wanted) noexcept {
    for (const auto& [value, name] : names) {
        if (name == wanted) return value;
    }
    return std::nullopt;
}

constexpr Names<RelationshipState, 6> kRelationshipStates{{
    {RelationshipState::Proposed, "proposed"},
    {RelationshipState::Preparing, "preparing"},
    {RelationshipState::Active, "active"},
    {RelationshipState::Paused, "paused"},
    {RelationshipState::Closing, "closing"},
    {RelationshipState::Ended, "ended"},
}};

constexpr Names<TaskKind, 6> kTaskKinds{{
    {TaskKind::Challenge, "challenge"},
    {TaskKind::Preparation, "preparation"},
    {TaskKind::Reading, "reading"},
    {TaskKind::Practice, "practice"},
    {TaskKind::Reflection, "reflection"},
    {TaskKind::Tip, "tip"},
}};

constexpr Names<TaskState, 5> kTaskStates{{
    {TaskState::Open, "open"},
    {TaskState::Started, "started"},
    {TaskState::Waiting, "waiting"},
    {TaskState::Done, "done"},
    {TaskState::Dropped, "dropped"},
}};

constexpr Names<RollupField, 8> kRollupFields{{
    {RollupField::MentorName, "mentor.name"},
    {RollupField::MenteeCount, "mentees.count"},
    {RollupField::RelationshipCount, "relationships.count"},
    {RollupField::TasksAll, "tasks.all"},
    {RollupField::TasksOpen, "tasks.open"},
    {RollupField::TasksDone, "tasks.done"},
    {RollupField::TasksOverdue, "tasks.overdue"},
    {RollupField::TasksDonePercent, "tasks.done_percent"},
}};

}  // namespace

std::string_view name_of(RelationshipKind kind) noexcept {
    return kind == RelationshipKind::Pair ? "pair" : "peer_group";
}

std::string_view name_of(RelationshipState state) noexcept {
    return name_in(kRelationshipStates, state);
}
std::optional<RelationshipState> relationship_state_named(std::string_view name) noexcept {
    return value_in(kRelationshipStates, name);
}

std::string_view name_of(TaskKind kind) noexcept {
    return name_in(kTaskKinds, kind);
}
std::optional<TaskKind> task_kind_named(std::string_view name) noexcept {
    return value_in(kTaskKinds, name);
}

std::string_view name_of(TaskState state) noexcept {
    return name_in(kTaskStates, state);
}
std::optional<TaskState> task_state_named(std::string_view name) noexcept {
    return value_in(kTaskStates, name);
}

std::string_view name_of(RollupField field) noexcept {
    return name_in(kRollupFields, field);
}
std::optional<RollupField> rollup_field_named(std::string_view name) noexcept {
    return value_in(kRollupFields, name);
}

std::string_view name_of(RecordStatus status) noexcept {
    switch (status) {
        case RecordStatus::InSync: return "in_sync";
        case RecordStatus::Excluded: return "excluded";
        case RecordStatus::Failing: return "failing";
    }
    return "unknown";
}

std::string_view name_of(NoteKind kind) noexcept {
    switch (kind) {
        case NoteKind::Start: return "start";
        case NoteKind::Progress: return "progress";
        case NoteKind::Closing: return "closing";
    }
    return "unknown";
}

RelationshipId pair_id(const PersonId& mentor, const PersonId& mentee) {
    return RelationshipId("pair:" + mentor.text() + ":" + mentee.text());
}

RelationshipId list_group_id(const ListId& list) {
    return RelationshipId("group:list:" + list.text());
}

RelationshipId property_group_id(std::string_view property, std::string_view normalised_value) {
    return RelationshipId("group:" + std::string(property) + ":" + std::string(normalised_value));
}

bool is_overdue(const LearningTask& task, Instant now) {
    const bool finished = task.state == TaskState::Done || task.state == TaskState::Dropped;
    return !finished && task.due && *task.due < now;
}

std::optional<int> Progress::done_percent() const {
    const int relevant = all - dropped;
    if (relevant == 0) return std::nullopt;
    return done * 100 / relevant;
}

}  // namespace mentorsync
