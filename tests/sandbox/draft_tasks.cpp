#include <algorithm>
#include <array>
#include <utility>

#include "tests/sandbox/draft.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kStates{
    {{"NOT_STARTED", "open"},
     {"IN_PROGRESS", "started"},
     {"WAITING", "waiting"},
     {"COMPLETED", "done"},
     {"DEFERRED", "dropped"}}};

TaskPlan& add_task(Draft& draft, std::string subject) {
    TaskPlan task;
    task.id = std::to_string(draft.next_task++);
    task.truth = {Kind::Task, task.id, Accounted::Excluded, ""};
    task.properties["hs_task_subject"] = std::move(subject);
    task.properties["hs_task_type"] = "TODO";
    const auto days = static_cast<std::int64_t>(draft.below(120)) - 60;
    task.properties["hs_timestamp"] = iso_text(draft.world.now + std::chrono::hours(24 * days));
    draft.plan.tasks.push_back(std::move(task));
    return draft.plan.tasks.back();
}

// Gives a task what makes it a learning task; returns its kind.
std::string make_learning(Draft& draft, TaskPlan& task) {
    const bool challenge = draft.chance(60);
    if (challenge) task.properties["hs_task_subject"].insert(0, "Haaste: ");
    if (!challenge || draft.chance(15)) task.properties["task_category"] = "learning";
    return challenge ? "challenge" : "practice";
}

std::string give_state(Draft& draft, TaskPlan& task) {
    const auto& [crm, ours] = kStates[draft.below(kStates.size())];
    task.properties["hs_task_status"] = crm;
    return std::string(ours);
}

const PersonPlan& by_canonical(const Draft& draft, const std::string& canonical) {
    return *std::find_if(draft.plan.people.begin(), draft.plan.people.end(),
                         [&](const PersonPlan& person) { return person.canonical == canonical; });
}

// Puts the task where people would: on both records, on the mentee's, or only in the task list of
// the mentee. Returns the pairs it counts for.
std::vector<std::string> place(Draft& draft, TaskPlan& task, const TruePair& pair) {
    const PersonPlan& mentee = by_canonical(draft, pair.mentee);
    const bool mentor_is_contact = !pair.mentor.starts_with("owner:");
    if (mentee.has_owner) task.properties["hubspot_owner_id"] = mentee.owner_id;
    if (mentor_is_contact && draft.chance(35)) {
        task.contacts = {by_canonical(draft, pair.mentor).id, mentee.id};
        return {pair.id()};
    }
    const bool owner_only = mentee.has_owner && draft.chance(15);
    if (!owner_only) task.contacts = {mentee.id};
    std::vector<std::string> all;
    for (const std::string& mentor : draft.mentors_of.at(pair.mentee)) {
        all.push_back(TruePair{mentor, pair.mentee, ""}.id());
    }
    std::sort(all.begin(), all.end());
    return all;
}

void count_task(Draft& draft, TaskPlan& task, TrueTask truth) {
    task.truth.status = Accounted::InSync;
    const auto due = task.properties.find("hs_timestamp");
    truth.due = due == task.properties.end() ? "" : due->second;
    draft.truth.tasks.push_back(std::move(truth));
}

void draft_learning_task(Draft& draft) {
    const TruePair pair = draft.truth.pairs[draft.below(draft.truth.pairs.size())];
    TaskPlan& task = add_task(draft, draw_challenge(draft.world));
    TrueTask truth{task.id, make_learning(draft, task), give_state(draft, task), "", {}};
    truth.relationships = place(draft, task, pair);
    if (draft.chance(4)) {  // an unknown state
        task.properties["hs_task_status"] = "ON_THE_MOON";
        task.truth.status = Accounted::Failing;
        task.truth.reason = "state_unknown";
        task.messy = true;
        return;
    }
    if (draft.chance(5)) {
        task.properties.erase("hs_timestamp");
        task.messy = true;
    }
    count_task(draft, task, std::move(truth));
}

// A learning task that nobody's mentoring is moved by.
void draft_stray_task(Draft& draft) {
    TaskPlan& task = add_task(draft, draw_challenge(draft.world));
    make_learning(draft, task);
    give_state(draft, task);
    task.truth.reason = "person_outside";
    task.messy = true;
    if (draft.chance(30)) return;  // on nobody's record, in nobody's list
    const auto outside = [](const PersonPlan& person) {
        return person.status == Accounted::Excluded && !person.archived;
    };
    std::vector<std::string> ids;
    for (const PersonPlan& person : draft.plan.people) {
        if (outside(person)) ids.push_back(person.id);
    }
    if (!ids.empty()) task.contacts = {ids[draft.below(ids.size())]};
}

void draft_sales_task(Draft& draft) {
    TaskPlan& task = add_task(draft, draw_sales_subject(draft.world));
    give_state(draft, task);
    task.truth.reason = "no_learning_rule";
    if (draft.chance(20)) task.properties["task_category"] = "sales";
    if (!draft.plan.owners.empty()) {
        task.properties["hubspot_owner_id"] =
            draft.plan.owners[draft.below(draft.plan.owners.size())].id;
    }
    const PersonPlan& person = draft.plan.people[draft.below(draft.plan.people.size())];
    if (!person.archived) task.contacts = {person.id};
    if (!draft.chance(15)) return;
    task.messy = true;
    switch (draft.below(4)) {
        case 0: task.properties["hs_task_status"] = "ON_THE_MOON"; break;
        case 1: task.properties["hs_task_subject"] = "<img src=x onerror=alert(1)>"; break;
        case 2: task.properties.erase("hs_task_subject"); break;
        default: task.archived = true;
    }
}

}  // namespace

void draft_tasks(Draft& draft) {
    const int strays = draft.size.learning_tasks / 12;
    for (int i = 0; i < draft.size.learning_tasks - strays; ++i) draft_learning_task(draft);
    for (int i = 0; i < strays; ++i) draft_stray_task(draft);
    for (int i = 0; i < draft.size.sales_tasks; ++i) draft_sales_task(draft);
}

}  // namespace mentorsync::sandbox
