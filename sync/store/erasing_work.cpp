#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sync/plan/present_id.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

// So much of a tombstone names a person who was erased, where there has to be a name.
constexpr std::size_t kNameDigits = 32;

// A note for nobody else, or one that may name its mentor, is not written any more.
constexpr std::string_view kEndNotes = R"sql(
    UPDATE outbox SET state = 'gone', error = ''
     WHERE portal = $1 AND state IN ('planned', 'sent', 'created', 'parked')
       AND ((state <> 'created' AND relationship LIKE 'pair:' || $2 || ':%')
            OR (EXISTS (SELECT 1 FROM outbox_contact c
                         WHERE c.portal = $1 AND c.key = outbox.key AND c.contact = $2)
                AND NOT EXISTS (SELECT 1 FROM outbox_contact c
                                 WHERE c.portal = $1 AND c.key = outbox.key
                                   AND c.contact <> $2)))
)sql";

// What is still to be created needs its body, for the others.
constexpr std::string_view kEmptyNotes = R"sql(
    UPDATE outbox SET body = '', sealed = NULL
     WHERE portal = $1 AND state NOT IN ('planned', 'sent', 'parked')
       AND (relationship LIKE 'pair:' || $2 || ':%' OR relationship LIKE 'pair:%:' || $2
            OR EXISTS (SELECT 1 FROM outbox_contact c
                        WHERE c.portal = $1 AND c.key = outbox.key AND c.contact = $2))
)sql";

constexpr std::string_view kPairsOf = R"sql(
    SELECT relationship FROM outbox
     WHERE portal = $1 AND (relationship LIKE 'pair:' || $2 || ':%'
                            OR relationship LIKE 'pair:%:' || $2)
    UNION SELECT relationship FROM task_relationship
     WHERE portal = $1 AND (relationship LIKE 'pair:' || $2 || ':%'
                            OR relationship LIKE 'pair:%:' || $2)
)sql";

constexpr std::string_view kRelationshipsOf = R"sql(
      FROM relationship r
      LEFT JOIN relationship_person p ON p.portal = r.portal AND p.relationship = r.id
     WHERE r.portal = $1
       AND EXISTS (SELECT 1 FROM relationship_person o
                    WHERE o.portal = $1 AND o.relationship = r.id AND o.person = $2)
)sql";

constexpr std::string_view kTasksOf = R"sql(
      FROM task t
      LEFT JOIN task_relationship c ON c.portal = t.portal AND c.task = t.id
     WHERE t.portal = $1
       AND (t.owner = $2
            OR EXISTS (SELECT 1 FROM task_relationship o
                        WHERE o.portal = $1 AND o.task = t.id
                          AND (o.relationship LIKE 'pair:' || $3 || ':%'
                               OR o.relationship LIKE 'pair:%:' || $3)))
)sql";

constexpr std::string_view kGoesOn = R"sql(
    SELECT 1 FROM task_relationship c
     WHERE c.portal = $1 AND c.task = $2
       AND NOT EXISTS (SELECT 1 FROM relationship r
                        WHERE r.portal = $1 AND r.id = c.relationship AND r.state = 'ended')
     LIMIT 1
)sql";

void replace(std::vector<PersonId>& people, const std::string& id, const std::string& name) {
    std::ranges::replace(people, PersonId(id), PersonId(name));
}

// A pair's id with another name for one of its two people. A CRM user goes on under theirs, whoever
// they were as a contact.
std::string renamed(const std::string& pair, const std::string& id, const std::string& name) {
    const auto people = people_of_pair(RelationshipId(pair));
    if (!people || !is_crm_id(id)) return pair;
    const auto name_of = [&](const PersonId& person) {
        return person.text() == id ? PersonId(name) : person;
    };
    return pair_id(name_of(people->first), name_of(people->second)).text();
}

}  // namespace

Result<void> SqlStore::erase_notes(const RecordId& id) {
    auto done = database().run(kEndNotes, {portal_, id});
    if (done) done = database().run(kEmptyNotes, {portal_, id});
    if (done) {
        done = database().run("DELETE FROM outbox_contact WHERE portal = $1 AND contact = $2",
                              {portal_, id});
    }
    return done;
}

Result<void> SqlStore::erase_relationships(const RecordId& id) {
    const std::string name =
        "erased-" + sealer_->tombstone(portal_, id.text()).substr(0, kNameDigits);
    // Asked for before their relationships have other names.
    auto tasks = read_tasks(kTasksOf, {portal_, id, id});
    if (!tasks) return Failure(std::move(tasks).error());
    const auto known = read_relationships(kRelationshipsOf, {portal_, id});
    if (!known) return Failure(known.error());
    for (const KnownRelationship& row : *known) {
        if (auto done = erase_from(row, id, name); !done) return done;
    }
    std::vector<std::string> pairs;
    auto done = database().query(kPairsOf, {portal_, id}, [&pairs](const Row& row) -> Result<void> {
        pairs.push_back(row.text(0));
        return {};
    });
    for (const std::string& pair : pairs) {
        if (done) done = rename_pair(pair, renamed(pair, id.text(), name));
    }
    for (const LearningTask& task : *tasks) {
        if (done) done = erase_from(task.id, id, name);
    }
    return done;
}

Result<void> SqlStore::rename_pair(const std::string& pair, const std::string& name) {
    auto done = database().run(
        "UPDATE outbox SET relationship = $1 WHERE portal = $2 AND relationship = $3",
        {name, portal_, pair});
    if (!done) return done;
    return database().run(
        "UPDATE task_relationship SET relationship = $1 WHERE portal = $2 AND relationship = $3",
        {name, portal_, pair});
}

// A pair ends, under another id. A group goes on without the person, while there is anybody.
Result<void> SqlStore::erase_from(const KnownRelationship& known, const RecordId& id,
                                  const std::string& name) {
    Relationship relationship = known.relationship;
    if (relationship.kind == RelationshipKind::PeerGroup) {
        std::erase(relationship.members, PersonId(id.text()));
        if (relationship.members.empty()) relationship.state = RelationshipState::Ended;
        return save(relationship, known.first_seen);
    }
    auto done = database().run("DELETE FROM relationship WHERE portal = $1 AND id = $2",
                               {portal_, relationship.id});
    if (!done) return done;
    replace(relationship.mentors, id.text(), name);
    replace(relationship.mentees, id.text(), name);
    relationship.id = RelationshipId(renamed(relationship.id.text(), id.text(), name));
    relationship.state = RelationshipState::Ended;
    return save(relationship, known.first_seen);
}

// Read once more, because its relationships have other names by now.
Result<void> SqlStore::erase_from(const RecordId& task, const RecordId& id,
                                  const std::string& name) {
    auto rows = read_tasks(
        "      FROM task t"
        "      LEFT JOIN task_relationship c ON c.portal = t.portal AND c.task = t.id"
        "     WHERE t.portal = $1 AND t.id = $2 ",
        {portal_, task});
    if (!rows) return Failure(std::move(rows).error());
    const auto goes_on = database().number(kGoesOn, {portal_, task});
    if (!goes_on) return Failure(goes_on.error());
    for (LearningTask& row : *rows) {
        if (row.owner == PersonId(id.text())) row.owner = PersonId(name);
        if (!*goes_on) row.state = TaskState::Dropped;
        if (auto done = save(row); !done) return done;
    }
    // What a host was told of it is made of ids, too.
    return database().run("DELETE FROM told_task WHERE portal = $1 AND task = $2", {portal_, task});
}

}  // namespace mentorsync::store
