#include "sync/run/documents.hpp"

#include <map>
#include <utility>

#include "sync/plan/progress.hpp"
#include "sync/run/plan_json.hpp"
#include "sync/run/relationship_json.hpp"
#include "sync/run/sync_json.hpp"

namespace mentorsync {

namespace {

using json::Writer;

Writer begun(const DocumentHead& head, std::string_view schema) {
    Writer writer(head.layout);
    writer.begin_object().member("schema", schema).member("portal", head.portal);
    return writer;
}

void write_instant(Writer& writer, std::string_view key, const std::optional<Instant>& instant) {
    writer.key(key);
    instant ? writer.string(to_iso8601(*instant)) : writer.null();
}

void write_progress(Writer& writer, const Progress& progress) {
    writer.member("all", progress.all).member("open", progress.open);
    writer.member("started", progress.started).member("waiting", progress.waiting);
    writer.member("done", progress.done).member("dropped", progress.dropped);
    writer.member("overdue", progress.overdue).key("done_percent");
    const auto percent = progress.done_percent();
    percent ? writer.number(*percent) : writer.null();
    write_instant(writer, "last_sign_of_life", progress.last_sign_of_life);
}

}  // namespace

std::vector<RelationshipRow> relationship_rows(const std::vector<KnownRelationship>& relationships,
                                               const std::vector<LearningTask>& tasks) {
    std::map<RelationshipId, RelationshipRow> by_id;
    for (const KnownRelationship& known : relationships) {
        by_id[known.relationship.id].relationship = known.relationship;
    }
    for (const LearningTask& task : tasks) {
        for (const RelationshipId& id : task.relationships) {
            const auto row = by_id.find(id);
            if (row == by_id.end() || task.state == TaskState::Dropped) continue;
            ++(task.state == TaskState::Done ? row->second.done : row->second.open);
        }
    }
    std::vector<RelationshipRow> rows;
    rows.reserve(by_id.size());
    for (auto& [id, row] : by_id) rows.push_back(std::move(row));
    return rows;
}

std::string error_document(const DocumentHead& head, const Obstacle& obstacle) {
    Writer writer = begun(head, "mentorsync.error/1");
    writer.member("code", name_of(obstacle.error.code));
    writer.member("message", obstacle.error.message);
    writer.key("faults").begin_array();
    for (const Fault& fault : obstacle.faults) writer.string(to_text(fault));
    writer.end_array().end_object();
    return writer.take();
}

std::string check_document(const DocumentHead& head, bool online) {
    Writer writer = begun(head, "mentorsync.check/1");
    writer.member("online", online).member("ok", true).end_object();
    return writer.take();
}

std::string plan_document(const DocumentHead& head, const Proposal& proposal) {
    Writer writer = begun(head, "mentorsync.plan/1");
    write_proposal(writer, proposal);
    writer.end_object();
    return writer.take();
}

std::string status_document(const DocumentHead& head, const PortalStatus& status) {
    Writer writer = begun(head, "mentorsync.status/2");
    write_status(writer, status);
    writer.key("records");
    write_accounting(writer, status.accounting);
    writer.end_object();
    return writer.take();
}

std::string relationships_document(const DocumentHead& head,
                                   const std::vector<RelationshipRow>& rows) {
    Writer writer = begun(head, "mentorsync.relationships/1");
    writer.key("relationships").begin_array();
    for (const RelationshipRow& row : rows) {
        writer.begin_object();
        write_relationship(writer, row.relationship);
        writer.member("tasks_open", row.open).member("tasks_done", row.done).end_object();
    }
    writer.end_array().end_object();
    return writer.take();
}

std::string tasks_document(const DocumentHead& head, const std::vector<LearningTask>& tasks) {
    Writer writer = begun(head, "mentorsync.tasks/1");
    writer.key("tasks").begin_array();
    for (const LearningTask& task : tasks) {
        writer.begin_object().member("id", task.id.text());
        writer.member("kind", name_of(task.kind)).member("state", name_of(task.state));
        write_instant(writer, "due", task.due);
        write_instant(writer, "updated", task.updated);
        writer.key("owner");
        task.owner ? writer.string(task.owner->text()) : writer.null();
        write_ids(writer, "relationships", task.relationships);
        writer.end_object();
    }
    writer.end_array().end_object();
    return writer.take();
}

std::string progress_document(const DocumentHead& head,
                              const std::vector<KnownRelationship>& relationships,
                              const std::vector<LearningTask>& tasks, Instant now) {
    std::map<RelationshipId, std::vector<const LearningTask*>> by_relationship;
    for (const LearningTask& task : tasks) {
        for (const RelationshipId& id : task.relationships) by_relationship[id].push_back(&task);
    }
    Writer writer = begun(head, "mentorsync.progress/1");
    writer.key("relationships").begin_array();
    for (const KnownRelationship& known : relationships) {
        const Relationship& relationship = known.relationship;
        writer.begin_object().member("id", relationship.id.text());
        writer.member("state", name_of(relationship.state));
        write_progress(writer, progress_of(by_relationship[relationship.id], now));
        writer.end_object();
    }
    writer.end_array().end_object();
    return writer.take();
}

std::string notes_document(const DocumentHead& head, const std::vector<OutboxRow>& rows,
                           const std::vector<store::ParkedProperty>& properties) {
    Writer writer = begun(head, "mentorsync.notes/1");
    writer.key("notes").begin_array();
    for (const OutboxRow& row : rows) {
        writer.begin_object().member("key", row.key.text());
        writer.member("relationship", row.identity.relationship.text());
        writer.member("kind", name_of(row.identity.kind)).member("period", row.identity.period);
        writer.member("state", name_of(row.state)).key("note");
        row.note ? writer.string(row.note->text()) : writer.null();
        writer.member("attempts", row.attempts).member("error", row.error).end_object();
    }
    writer.end_array().key("parked_properties").begin_array();
    for (const store::ParkedProperty& row : properties) {
        writer.begin_object().member("contact", row.contact.text());
        writer.member("property", row.property).member("attempts", row.attempts);
        writer.member("error", row.error).end_object();
    }
    writer.end_array().end_object();
    return writer.take();
}

std::string explain_document(const DocumentHead& head, const RecordRef& record,
                             const Explanation& explanation) {
    Writer writer = begun(head, "mentorsync.explain/1");
    writer.member("kind", name_of(record.kind)).member("id", record.id.text());
    writer.member("status", name_of(explanation.status)).key("lines").begin_array();
    for (const std::string& line : explanation.lines) writer.string(line);
    writer.end_array().end_object();
    return writer.take();
}

}  // namespace mentorsync
