#include "tests/plan/examples.hpp"

#include <set>

namespace mentorsync::examples {

Period last_week() {
    using namespace std::chrono;
    const sys_days begin = year(2026) / 11 / 16;
    return {.id = "2026-W47",
            .begin = begin,
            .end = begin + days(7),
            .first_day = begin,
            .last_day = begin + days(6)};
}

Person person(const std::string& id) {
    Person person{.id = PersonId(id), .contact = {}, .owner = {}, .name = {}};
    person.name = Private<std::string>("Name " + id);
    if (is_crm_id(id)) person.contact = RecordId(id);
    return person;
}

Relationship pair(const std::string& mentor, const std::string& mentee) {
    const PersonId a(mentor);
    const PersonId b(mentee);
    return {.id = pair_id(a, b),
            .kind = RelationshipKind::Pair,
            .state = RelationshipState::Active,
            .mentors = {a},
            .mentees = {b},
            .members = {},
            .source_rule = "relationships[0]"};
}

Relationship group(const std::string& list, std::initializer_list<const char*> members) {
    Relationship group{.id = list_group_id(ListId(list)),
                       .kind = RelationshipKind::PeerGroup,
                       .state = RelationshipState::Active,
                       .mentors = {},
                       .mentees = {},
                       .members = {},
                       .source_rule = "relationships[1]"};
    for (const char* member : members) group.members.emplace_back(member);
    return group;
}

Relationship in_state(Relationship relationship, RelationshipState state) {
    relationship.state = state;
    return relationship;
}

LearningTask task(const std::string& id, TaskState state,
                  std::vector<RelationshipId> relationships) {
    return {.id = RecordId(id),
            .kind = TaskKind::Challenge,
            .state = state,
            .due = {},
            .updated = kLongAgo,
            .owner = {},
            .relationships = std::move(relationships)};
}

Seen seen(std::vector<Relationship> relationships, std::vector<LearningTask> tasks) {
    Seen seen;
    std::set<PersonId> people;
    for (const Relationship& relationship : relationships) {
        people.insert(relationship.mentors.begin(), relationship.mentors.end());
        people.insert(relationship.mentees.begin(), relationship.mentees.end());
        people.insert(relationship.members.begin(), relationship.members.end());
    }
    for (const PersonId& id : people) seen.people.push_back(person(id.text()));
    seen.relationships = std::move(relationships);
    seen.tasks = std::move(tasks);
    seen.coverage = Coverage::Everything;
    return seen;
}

Known nothing_of(const Seen& seen) {
    Known known;
    for (const Relationship& each : seen.relationships) known.unknown_relationships.insert(each.id);
    for (const LearningTask& each : seen.tasks) known.unknown_tasks.insert(each.id);
    return known;
}

Known all_of(const Seen& seen) {
    Known known;
    known.active_relationships = seen.relationships.size();
    known.live_tasks = seen.tasks.size();
    return known;
}

KnownRelationship stored(Relationship relationship, Instant first_seen) {
    return {std::move(relationship), first_seen};
}

Programme programme() {
    Programme programme;
    programme.name = "Kasvu";
    programme.schedule = NoteSchedule{};
    return programme;
}

std::vector<std::string> notes_in(const Plan& plan) {
    std::vector<std::string> notes;
    for (const QueueNote& note : only<QueueNote>(plan)) {
        std::string text(name_of(note.identity.kind));
        text += " " + note.identity.relationship.text();
        if (!note.identity.period.empty()) text += " " + note.identity.period;
        notes.push_back(std::move(text));
    }
    return notes;
}

std::vector<std::string> properties_in(const Plan& plan) {
    std::vector<std::string> properties;
    for (const QueueProperty& each : only<QueueProperty>(plan)) {
        properties.push_back(each.contact.text() + "." + each.property + "=" + each.value.value());
    }
    return properties;
}

}  // namespace mentorsync::examples
