// Small valid values to store, and a way to take a result or end the test.

#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sync/store/state_store.hpp"

namespace mentorsync::store {

// 2026-09-01T00:00:00Z
inline constexpr Instant kNow{std::chrono::milliseconds{1'788'220'800'000}};

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return std::move(*result);
}

inline void must(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().message);
}

inline Relationship sample_pair(const std::string& mentor, const std::string& mentee,
                                RelationshipState state = RelationshipState::Active) {
    return {pair_id(PersonId(mentor), PersonId(mentee)),
            RelationshipKind::Pair,
            state,
            {PersonId(mentor)},
            {PersonId(mentee)},
            {},
            "relationships[0]"};
}

inline Relationship sample_group(const std::string& list, const std::vector<PersonId>& members) {
    return {list_group_id(ListId(list)),
            RelationshipKind::PeerGroup,
            RelationshipState::Active,
            {},
            {},
            members,
            "relationships[1]"};
}

inline LearningTask sample_task(const std::string& id, TaskState state = TaskState::Open) {
    return {RecordId(id),
            TaskKind::Practice,
            state,
            std::nullopt,
            kNow,
            std::nullopt,
            {pair_id(PersonId("1"), PersonId("2"))}};
}

inline CrmPage page_with(std::vector<CrmRecord> records) {
    CrmPage page;
    page.records = std::move(records);
    return page;
}

inline RowChange change_to(RowState state, Instant next_at = kNow) {
    RowChange change;
    change.to = state;
    change.next_at = next_at;
    return change;
}

inline OutboxRow sample_note(const std::string& key, const NoteIdentity& identity,
                             Instant timestamp = kNow) {
    OutboxRow row{NoteKey(key),
                  identity,
                  {RecordId("20"), RecordId("3")},
                  timestamp,
                  Disclosure::stored("<p>" + key + "</p>")};
    row.next_at = timestamp;
    return row;
}

inline NoteIdentity start_of(const Relationship& relationship) {
    return {relationship.id, NoteKind::Start, ""};
}

inline PropertyRow sample_property(const std::string& contact, const std::string& value) {
    return {RecordId(contact), "mentoring_progress", Disclosure::stored(value), false, ""};
}

inline Period week(const std::string& id) {
    Period period{};
    period.id = id;
    return period;
}

inline Seen seen_of(std::vector<Relationship> relationships, std::vector<LearningTask> tasks = {},
                    Coverage coverage = Coverage::Everything) {
    Seen seen;
    seen.relationships = std::move(relationships);
    seen.tasks = std::move(tasks);
    seen.coverage = coverage;
    return seen;
}

// What a cycle commits when it saves these and finds nothing else to do.
inline Commit saving(const std::vector<Relationship>& relationships,
                     const std::vector<LearningTask>& tasks = {}, Instant now = kNow) {
    Commit commit;
    commit.portal = PortalId("62515");
    commit.accepted_mapping = "mapping-1";
    commit.now = now;
    commit.coverage = Coverage::Everything;
    for (const auto& row : relationships)
        commit.plan.actions.emplace_back(SaveRelationship{row, true});
    for (const auto& row : tasks) commit.plan.actions.emplace_back(SaveTask{row, true});
    return commit;
}

inline CrmRecord sample_record(RecordKind kind, const std::string& id, Properties properties = {}) {
    CrmRecord record;
    record.kind = kind;
    record.id = RecordId(id);
    record.properties = std::move(properties);
    return record;
}

}  // namespace mentorsync::store
