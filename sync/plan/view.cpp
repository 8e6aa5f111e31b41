#include "sync/plan/view.hpp"

#include <algorithm>

namespace mentorsync {

namespace {

template <class Map>
typename Map::mapped_type pointer_in(const Map& map, const typename Map::key_type& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
}

template <class Map>
const typename Map::mapped_type& list_in(const Map& map, const typename Map::key_type& key) {
    static const typename Map::mapped_type none;
    const auto found = map.find(key);
    return found == map.end() ? none : found->second;
}

}  // namespace

View::View(const Given& given) : given_(given) {
    index_seen();
    index_known();
}

void View::index_seen() {
    for (const Person& person : seen().people) {
        people_.emplace(person.id, &person);
        if (person.contact) people_by_contact_.emplace(*person.contact, &person);
    }
    for (const Relationship& relationship : seen().relationships) {
        if (!seen_relationships_.emplace(relationship.id, &relationship).second) continue;
        for (const auto* people :
             {&relationship.mentors, &relationship.mentees, &relationship.members}) {
            for (const PersonId& id : *people) relationships_of_[id].push_back(&relationship);
        }
    }
    for (auto& [person, relationships] : relationships_of_) {
        std::ranges::sort(relationships, {}, [](const Relationship* other) { return other->id; });
    }
    for (const LearningTask& task : seen().tasks) {
        if (!seen_tasks_.emplace(task.id, &task).second) continue;
        for (const RelationshipId& id : task.relationships) tasks_of_[id].push_back(&task);
    }
}

void View::index_known() {
    for (const LearningTask& task : known().tasks) known_tasks_.emplace(task.id, &task);
    for (const KnownRelationship& stored : known().relationships) {
        const Relationship& relationship = stored.relationship;
        if (!known_relationships_.emplace(relationship.id, &stored).second) continue;
        if (relationship.state == RelationshipState::Ended) continue;
        const Relationship* still = seen_relationship(relationship.id);
        const bool ends =
            still == nullptr ? is_complete() : still->state == RelationshipState::Ended;
        if (ends) ending_.push_back(&relationship);
    }
}

bool View::is_complete() const noexcept {
    return seen().coverage == Coverage::Everything;
}

const Person* View::person(const PersonId& id) const {
    return pointer_in(people_, id);
}

const Person* View::person_of(const RecordId& contact) const {
    return pointer_in(people_by_contact_, contact);
}

const Relationship* View::seen_relationship(const RelationshipId& id) const {
    return pointer_in(seen_relationships_, id);
}

const KnownRelationship* View::known_relationship(const RelationshipId& id) const {
    return pointer_in(known_relationships_, id);
}

const LearningTask* View::seen_task(const RecordId& id) const {
    return pointer_in(seen_tasks_, id);
}

const LearningTask* View::known_task(const RecordId& id) const {
    return pointer_in(known_tasks_, id);
}

const std::vector<const LearningTask*>& View::tasks_of(const RelationshipId& id) const {
    return list_in(tasks_of_, id);
}

const std::vector<const Relationship*>& View::relationships_of(const PersonId& id) const {
    return list_in(relationships_of_, id);
}

bool may_be_counted(const Relationship& relationship) noexcept {
    return relationship.kind == RelationshipKind::Pair ||
           relationship.members.size() >= kSmallestCountedGroup;
}

}  // namespace mentorsync
