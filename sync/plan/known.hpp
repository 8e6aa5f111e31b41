// What the store remembers, as far as a plan has to know it: what differs from what was seen.

#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/mentoring.hpp"

namespace mentorsync {

// A relationship as it was last stored.
struct KnownRelationship {
    Relationship relationship;
    Instant first_seen{};  // when a sync first found it active

    friend bool operator==(const KnownRelationship&, const KnownRelationship&) = default;
};

struct Known {
    // Stored rows that were asked about and differ from what was seen, or that were not seen at
    // all; ordered by id. A row that is equal on both sides is not here. Ended relationships and
    // dropped tasks are here only when they are seen again.
    std::vector<KnownRelationship> relationships;
    std::vector<LearningTask> tasks;

    // Ids that were seen and are not stored at all. What was seen, is not here and is not above, is
    // stored and equal.
    std::set<RelationshipId> unknown_relationships;
    std::set<RecordId> unknown_tasks;

    // Of everything stored, for the brakes.
    std::size_t active_relationships = 0;
    std::size_t live_tasks = 0;

    // Stored active relationships that have no note of this kind in the outbox, whatever its
    // state, and when they were first seen.
    struct Unnoted {
        RelationshipId relationship;
        Instant first_seen{};

        friend bool operator==(const Unnoted&, const Unnoted&) = default;
    };
    std::vector<Unnoted> without_start_note;
    std::vector<Unnoted> without_progress_note;  // for the period asked about; empty if none was

    // Notes in the outbox, whatever their state, that the lists above cannot speak for: start
    // notes, and progress notes of the period asked about, of relationships that are not stored as
    // active (one that ended and came back, one whose people were merged, a store that was
    // rebuilt); and closing notes of any relationship.
    std::set<NoteIdentity> notes_of_others;
};

// Equal for equal values, in every run, on every machine and in every later version: FNV-1a of 64
// bits over all fields. The store compares these instead of reading rows.
// Source: the FNV offset basis and prime, draft-eastlake-fnv.
[[nodiscard]] std::uint64_t digest_of(const Relationship& relationship);
[[nodiscard]] std::uint64_t digest_of(const LearningTask& task);

}  // namespace mentorsync
