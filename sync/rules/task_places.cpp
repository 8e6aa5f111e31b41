#include "sync/rules/task_places.hpp"

#include <algorithm>

#include "sync/rules/crm_names.hpp"

namespace mentorsync {

namespace {

template <class Index>
void for_each_of(const Index& index, const PersonId& person, auto visit) {
    const auto found = index.find(person);
    if (found == index.end()) return;
    for (const Relationship* const relationship : found->second) visit(*relationship);
}

}  // namespace

TaskPlaces::TaskPlaces(const Source& source, const Findings& findings) : source_(source) {
    for (const CrmLink& link : source.snapshot.links) {
        const bool forward = link.from.kind == RecordKind::Task;
        const RecordRef& task = forward ? link.from : link.to;
        const RecordRef& contact = forward ? link.to : link.from;
        if (task.kind != RecordKind::Task || contact.kind != RecordKind::Contact) continue;
        contacts_[task.id].insert(source.directory.person_of(contact.id));
    }
    for (const auto& [id, relationship] : findings.relationships) {
        for (const auto& person : relationship.mentees) as_mentee_[person].push_back(&relationship);
        for (const auto& person : relationship.mentors) as_mentor_[person].push_back(&relationship);
        for (const auto& person : relationship.members) as_member_[person].push_back(&relationship);
    }
}

std::vector<RelationshipId> TaskPlaces::of(const CrmRecord& task,
                                           const CountsFor& counts_for) const {
    std::set<RelationshipId> places;
    if (const std::set<PersonId>* const contacts = contacts_of(task)) {
        if (counts_for.pairs) add_pairs(*contacts, places);
        if (counts_for.groups) add_groups(*contacts, places);
    } else if (const auto owner = owner_of(task)) {
        if (counts_for.pairs) add_own_pairs(*owner, places);
        if (counts_for.groups) add_groups({*owner}, places);
    }
    return {places.begin(), places.end()};
}

std::optional<PersonId> TaskPlaces::owner_of(const CrmRecord& task) const {
    std::vector<PersonId> owners = owners_of(task);
    if (owners.size() != 1) return std::nullopt;
    return std::move(owners.front());
}

bool TaskPlaces::has_ambiguous_owner(const CrmRecord& task) const {
    const std::vector<PersonId> owners = owners_of(task);
    if (owners.size() < 2 || contacts_of(task) != nullptr) return false;
    return std::ranges::any_of(owners, [&](const PersonId& person) {
        return as_mentee_.contains(person) || as_mentor_.contains(person) ||
               as_member_.contains(person);
    });
}

const std::set<PersonId>* TaskPlaces::contacts_of(const CrmRecord& task) const {
    const auto found = contacts_.find(task.id);
    return found == contacts_.end() ? nullptr : &found->second;
}

std::vector<PersonId> TaskPlaces::owners_of(const CrmRecord& task) const {
    const CrmOwner* const owner = source_.directory.owner(task.value(kOwner));
    return owner == nullptr ? std::vector<PersonId>{} : source_.directory.people_of(*owner);
}

void TaskPlaces::add_pairs(const std::set<PersonId>& people,
                           std::set<RelationshipId>& places) const {
    std::set<RelationshipId> of_mentees;
    for (const PersonId& person : people) {
        for_each_of(as_mentee_, person, [&](const Relationship& pair) {
            of_mentees.insert(pair.id);
            if (people.contains(pair.mentors.front())) places.insert(pair.id);
        });
    }
    if (places.empty()) places = std::move(of_mentees);
}

void TaskPlaces::add_groups(const std::set<PersonId>& people,
                            std::set<RelationshipId>& places) const {
    for (const PersonId& person : people) {
        for_each_of(as_member_, person,
                    [&](const Relationship& group) { places.insert(group.id); });
    }
}

void TaskPlaces::add_own_pairs(const PersonId& owner, std::set<RelationshipId>& places) const {
    const auto add = [&](const Relationship& pair) { places.insert(pair.id); };
    for_each_of(as_mentee_, owner, add);
    if (places.empty()) for_each_of(as_mentor_, owner, add);
}

}  // namespace mentorsync
