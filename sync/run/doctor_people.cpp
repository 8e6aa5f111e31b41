#include "sync/run/doctor_people.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace mentorsync {

namespace {

using Ids = std::vector<std::string>;
using People = std::set<PersonId>;

void add(People& people, const std::vector<PersonId>& more) {
    people.insert(more.begin(), more.end());
}

std::string verb(const Ids& ids, const char* one, const char* several) {
    return ids.size() == 1 ? one : several;
}

Finding about(std::string check, const Ids& ids, std::string fine, const std::string& wrong,
              std::string fix) {
    if (ids.empty()) return {.check = std::move(check), .what = std::move(fine)};
    return {.check = std::move(check),
            .verdict = Verdict::Warn,
            .what = wrong + ": " + listed(ids),
            .fix = std::move(fix)};
}

bool is_open(const LearningTask& task) {
    return task.state != TaskState::Done && task.state != TaskState::Dropped;
}

bool may_be_the_mentors(TaskKind kind) {
    return kind == TaskKind::Preparation || kind == TaskKind::Reading || kind == TaskKind::Tip;
}

// Who may have this task in their list.
People doers_of(const LearningTask& task,
                const std::map<RelationshipId, const Relationship*>& relationships) {
    People doers;
    for (const RelationshipId& id : task.relationships) {
        const auto found = relationships.find(id);
        if (found == relationships.end()) continue;
        add(doers, found->second->mentees);
        add(doers, found->second->members);
        if (may_be_the_mentors(task.kind)) add(doers, found->second->mentors);
    }
    return doers;
}

}  // namespace

Diagnosis judge_people(const Seen& seen, const std::set<RecordId>& deactivated) {
    People mentors;
    People all;
    for (const Relationship& relationship : seen.relationships) {
        add(mentors, relationship.mentors);
        for (const auto* const side :
             {&relationship.mentors, &relationship.mentees, &relationship.members}) {
            add(all, *side);
        }
    }
    Ids gone;
    Ids only_contact;
    Ids only_user;
    for (const Person& person : seen.people) {
        if (!all.contains(person.id)) continue;
        const bool is_gone = person.contact && deactivated.contains(*person.contact);
        if (is_gone && mentors.contains(person.id)) gone.push_back(person.id.text());
        if (!person.owner || is_gone) only_contact.push_back(person.id.text());
        if (!person.contact) only_user.push_back(person.id.text());
    }
    return {
        about("owners", gone, "every mentor who is a CRM user is an active one",
              std::to_string(gone.size()) + verb(gone, " mentor was", " mentors were") +
                  " deactivated as a CRM user",
              "end these pairs in the CRM, or give them another mentor"),
        about("task_lists", only_contact, "everybody in a relationship has a task list",
              std::to_string(only_contact.size()) +
                  verb(only_contact, " person is", " people are") +
                  " in a relationship without being an active CRM user, and cannot see tasks",
              "invite them as users of the portal with the e-mail address of their contact, or "
              "tell them their tasks in another way"),
        about("timelines", only_user, "everybody in a relationship has a timeline",
              std::to_string(only_user.size()) + verb(only_user, " CRM user is", " CRM users are") +
                  " in a relationship without a contact of the same e-mail address, and no "
                  "timeline carries their notes",
              "create a contact with the user's e-mail address")};
}

Diagnosis judge_tasks(const Seen& seen) {
    std::map<RelationshipId, const Relationship*> relationships;
    for (const Relationship& each : seen.relationships) relationships.emplace(each.id, &each);
    Ids unowned;
    Ids elsewhere;
    for (const LearningTask& task : seen.tasks) {
        if (!is_open(task)) continue;
        if (!task.owner) {
            unowned.push_back(task.id.text());
        } else if (!doers_of(task, relationships).contains(*task.owner)) {
            elsewhere.push_back(task.id.text());
        }
    }
    return {about("tasks_without_owner", unowned, "every open learning task is in a task list",
                  std::to_string(unowned.size()) +
                      verb(unowned, " open learning task is", " open learning tasks are") +
                      " in nobody's task list",
                  "assign each to the person who is to do it"),
            about("tasks_of_others", elsewhere,
                  "every open learning task is in the list of who is to do it",
                  std::to_string(elsewhere.size()) +
                      verb(elsewhere, " open learning task stands", " open learning tasks stand") +
                      " in the list of somebody who is not to do it",
                  "assign each to the mentee or member whom it is for")};
}

}  // namespace mentorsync
