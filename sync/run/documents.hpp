// What mentorsync tells programs: the JSON documents that the command prints with --json and that
// the library returns. One with the name "mentorsync.NAME/1" has one form, wherever it comes from.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/json.hpp"
#include "sync/plan/known.hpp"
#include "sync/plan/outbox.hpp"
#include "sync/run/cycle.hpp"
#include "sync/run/portal_status.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync {

// How many learning tasks of a relationship are still to be done, and how many are.
struct RelationshipRow {
    Relationship relationship;
    std::size_t open = 0;
    std::size_t done = 0;
};

// Ordered by id; dropped tasks do not count.
[[nodiscard]] std::vector<RelationshipRow> relationship_rows(
    const std::vector<KnownRelationship>& relationships, const std::vector<LearningTask>& tasks);

// For whom a document is, and which portal it is about.
struct DocumentHead {
    json::Writer::Layout layout = json::Writer::Layout::Compact;
    std::string_view portal;
};

// "mentorsync.error/1".
[[nodiscard]] std::string error_document(const DocumentHead& head, const Obstacle& obstacle);

// "mentorsync.check/1": all is well; `online`: with what the portal can name, too.
[[nodiscard]] std::string check_document(const DocumentHead& head, bool online);

// "mentorsync.plan/1".
[[nodiscard]] std::string plan_document(const DocumentHead& head, const Proposal& proposal);

// "mentorsync.status/2".
[[nodiscard]] std::string status_document(const DocumentHead& head, const PortalStatus& status);

// "mentorsync.relationships/1".
[[nodiscard]] std::string relationships_document(const DocumentHead& head,
                                                 const std::vector<RelationshipRow>& rows);

// "mentorsync.tasks/1".
[[nodiscard]] std::string tasks_document(const DocumentHead& head,
                                         const std::vector<LearningTask>& tasks);

// "mentorsync.progress/1". Overdue is counted at `now`.
[[nodiscard]] std::string progress_document(const DocumentHead& head,
                                            const std::vector<KnownRelationship>& relationships,
                                            const std::vector<LearningTask>& tasks, Instant now);

// "mentorsync.notes/1".
[[nodiscard]] std::string notes_document(const DocumentHead& head,
                                         const std::vector<OutboxRow>& rows,
                                         const std::vector<store::ParkedProperty>& properties);

// "mentorsync.explain/1".
[[nodiscard]] std::string explain_document(const DocumentHead& head, const RecordRef& record,
                                           const Explanation& explanation);

}  // namespace mentorsync
