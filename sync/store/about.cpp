#include <string>
#include <utility>
#include <vector>

#include "sync/store/sealed_columns.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;

bool is_about(const RecordRef& record, const std::set<RecordId>& ids) {
    return record.kind == RecordKind::Contact && ids.contains(record.id);
}

void add_pulled(const CrmSnapshot& snapshot, const std::set<RecordId>& ids, Facts& facts) {
    for (const CrmRecord& record : snapshot.records) {
        if (!is_about({record.kind, record.id}, ids)) continue;
        for (const auto& [name, value] : record.properties) {
            facts.emplace_back("contact " + record.id.text() + " property " + name, value);
        }
    }
    for (const CrmLink& link : snapshot.links) {
        if (!is_about(link.from, ids) && !is_about(link.to, ids)) continue;
        std::string labels;
        for (const LinkType& type : link.types) {
            if (!type.label.empty()) labels += (labels.empty() ? "" : ", ") + type.label;
        }
        facts.emplace_back("association " + row_of(link.from) + " to " + row_of(link.to), labels);
    }
    for (const CrmMembership& membership : snapshot.memberships) {
        if (ids.contains(membership.contact)) facts.emplace_back("on list", membership.list.text());
    }
    for (const UnreadableRecord& unreadable : snapshot.unreadable) {
        if (is_about(unreadable.record, ids)) facts.emplace_back("unreadable", unreadable.reason);
    }
}

bool takes_part(const Relationship& relationship, const std::set<RecordId>& ids) {
    for (const auto* people :
         {&relationship.mentors, &relationship.mentees, &relationship.members}) {
        for (const PersonId& person : *people) {
            if (ids.contains(RecordId(person.text()))) return true;
        }
    }
    return false;
}

}  // namespace

Result<std::vector<std::pair<std::string, std::string>>> SqlStore::about(const RecordId& contact) {
    const auto ids = ids_of_person(contact);
    if (!ids) return Failure(ids.error());
    Facts facts;
    for (const RecordId& id : *ids) {
        if (id != contact) facts.emplace_back("also known as contact", id.text());
    }
    const auto stored = snapshot();
    if (!stored) return Failure(stored.error());
    add_pulled(*stored, *ids, facts);
    const auto staged = taken();
    if (!staged) return Failure(staged.error());
    add_pulled(*staged, *ids, facts);

    const auto known = relationships();
    if (!known) return Failure(known.error());
    std::set<RelationshipId> own;
    for (const KnownRelationship& row : *known) {
        if (!takes_part(row.relationship, *ids)) continue;
        own.insert(row.relationship.id);
        facts.emplace_back("relationship " + row.relationship.id.text(),
                           std::string(name_of(row.relationship.state)));
    }
    if (auto done = add_work(*ids, own, facts); !done) return Failure(std::move(done).error());
    return facts;
}

Result<void> SqlStore::add_work(const std::set<RecordId>& ids,
                                const std::set<RelationshipId>& relationships, Facts& facts) {
    const auto all_tasks = tasks();
    if (!all_tasks) return Failure(all_tasks.error());
    for (const LearningTask& task : *all_tasks) {
        const bool owned = task.owner && ids.contains(RecordId(task.owner->text()));
        bool counts = false;
        for (const RelationshipId& id : task.relationships) counts |= relationships.contains(id);
        if (owned || counts) {
            facts.emplace_back("task " + task.id.text(), std::string(name_of(task.state)));
        }
    }
    const auto all_notes = notes();
    if (!all_notes) return Failure(all_notes.error());
    for (const OutboxRow& note : *all_notes) {
        bool theirs = relationships.contains(note.identity.relationship);
        for (const RecordId& contact : note.contacts) theirs |= ids.contains(contact);
        if (!theirs) continue;
        const std::string where = "note " + note.key.text();
        facts.emplace_back(where + " state", std::string(name_of(note.state)));
        if (!note.body.value().empty()) facts.emplace_back(where + " text", note.body.value());
    }
    for (const RecordId& id : ids) {
        auto done = database().query(
            "SELECT contact, property, sealed, value FROM property_outbox "
            "WHERE portal = $1 AND contact = $2 ORDER BY property",
            {portal_, id}, [this, &facts](const Row& row) -> Result<void> {
                auto value = decode_value(row);
                if (!value) return Failure(std::move(value).error());
                facts.emplace_back("waiting property " + row.text(1), *std::move(value));
                return {};
            });
        if (!done) return done;
    }
    return {};
}

}  // namespace mentorsync::store
