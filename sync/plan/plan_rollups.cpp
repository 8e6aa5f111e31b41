#include <algorithm>
#include <charconv>
#include <set>
#include <string>

#include "sync/plan/progress.hpp"
#include "sync/plan/view.hpp"

namespace mentorsync {

namespace {

bool has(const std::vector<PersonId>& people, const PersonId& person) {
    return std::ranges::find(people, person) != people.end();
}

bool lasts(const Relationship& relationship) {
    return relationship.state != RelationshipState::Ended;
}

// What one person's relationships come to. Nothing is shown of what a person has none of, so that
// most contacts of a portal stay untouched.
class PersonFigures {
public:
    PersonFigures(const View& view, const PersonId& person) : view_(view), person_(person) {}

    // Empty text: there is nothing to show.
    [[nodiscard]] std::string figure(RollupField field) const {
        switch (field) {
            case RollupField::MentorName: return {};  // no figure; see mentor_names
            case RollupField::MenteeCount: return text_unless_none(mentees());
            case RollupField::RelationshipCount: return text_unless_none(active_relationships());
            default: return task_figure(field);
        }
    }

    // Names of the mentors of all pairs in which the person is mentee.
    [[nodiscard]] Private<std::string> mentor_names() const {
        std::string names;
        for (const Relationship* relationship : view_.relationships_of(person_)) {
            if (!lasts(*relationship) || !has(relationship->mentees, person_)) continue;
            for (const PersonId& id : relationship->mentors) {
                const Person* mentor = view_.person(id);
                if (mentor == nullptr) continue;
                const std::string& name = mentor->name.confidential_value();
                if (!names.empty() && !name.empty()) names += ", ";
                names += name;
            }
        }
        return Private<std::string>(names);
    }

private:
    static std::string text_unless_none(std::size_t number) {
        return number == 0 ? std::string() : std::to_string(number);
    }

    [[nodiscard]] std::size_t mentees() const {
        std::set<PersonId> mentees;
        for (const Relationship* relationship : view_.relationships_of(person_)) {
            if (!lasts(*relationship) || !has(relationship->mentors, person_)) continue;
            mentees.insert(relationship->mentees.begin(), relationship->mentees.end());
        }
        return mentees.size();
    }

    [[nodiscard]] std::size_t active_relationships() const {
        std::set<RelationshipId> active;
        for (const Relationship* relationship : view_.relationships_of(person_)) {
            if (relationship->state == RelationshipState::Active) active.insert(relationship->id);
        }
        return active.size();
    }

    [[nodiscard]] std::string task_figure(RollupField field) const {
        const std::optional<Progress> progress = progress_as_learner();
        if (!progress) return {};
        switch (field) {
            case RollupField::TasksAll: return std::to_string(progress->all - progress->dropped);
            case RollupField::TasksOpen:
                return std::to_string(progress->open + progress->started + progress->waiting);
            case RollupField::TasksDone: return std::to_string(progress->done);
            case RollupField::TasksOverdue: return std::to_string(progress->overdue);
            default: break;
        }
        const std::optional<int> percent = progress->done_percent();
        return percent ? std::to_string(*percent) : std::string();
    }

    // Of the tasks of all relationships in which the person learns and that may be counted; empty
    // when there is no such relationship.
    [[nodiscard]] std::optional<Progress> progress_as_learner() const {
        std::set<RecordId> ids;
        std::vector<const LearningTask*> tasks;
        bool learns = false;
        for (const Relationship* relationship : view_.relationships_of(person_)) {
            const bool as_learner =
                has(relationship->mentees, person_) || has(relationship->members, person_);
            if (!as_learner || !lasts(*relationship) || !may_be_counted(*relationship)) continue;
            learns = true;
            for (const LearningTask* task : view_.tasks_of(relationship->id)) {
                if (ids.insert(task->id).second) tasks.push_back(task);
            }
        }
        if (!learns) return std::nullopt;
        return progress_of(tasks, view_.now());
    }

    const View& view_;
    const PersonId& person_;
};

std::optional<double> number_in(std::string_view text) {
    double number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// A CRM may give a number back in another spelling than it was given.
bool holds(RollupField field, std::string_view present, std::string_view wanted) {
    if (present == wanted) return true;
    if (field == RollupField::MentorName) return false;
    const auto number = number_in(present);
    return number && number == number_in(wanted);
}

// Empty when the mapping does not disclose it: what a person wrote there is then left alone.
std::optional<Disclosed<std::string>> value_of(const Rollup& rollup, const PersonFigures& figures,
                                               const Disclosure& disclosure) {
    if (rollup.field == RollupField::MentorName) {
        return disclosure.open(name_of(rollup.field), figures.mentor_names());
    }
    return disclosure.open(StateOrCount<std::string>(figures.figure(rollup.field)));
}

std::set<PersonId> people_of(const Relationship& relationship) {
    std::set<PersonId> people(relationship.mentors.begin(), relationship.mentors.end());
    people.insert(relationship.mentees.begin(), relationship.mentees.end());
    people.insert(relationship.members.begin(), relationship.members.end());
    return people;
}

// The contacts of those whom nobody sees any more once their relationship ends. Who was merged is
// seen under another id.
std::set<RecordId> contacts_that_left(const View& view) {
    std::set<RecordId> left;
    for (const Relationship* relationship : view.ending()) {
        for (const PersonId& person : people_of(*relationship)) {
            const RecordId contact(person.text());
            const bool is_seen =
                view.person(person) != nullptr || view.seen().rollups.contains(contact);
            const bool is_merged = view.seen().aliases.contains(contact);
            if (is_crm_id(contact.text()) && !is_seen && !is_merged) left.insert(contact);
        }
    }
    return left;
}

// Who has left with a relationship that ends is not pulled any more: what is shown on their contact
// is taken away without knowing what it is.
void clear_of_those_who_left(const View& view, std::vector<Action>& actions) {
    const Disclosed<std::string> nothing =
        view.programme().disclosure.open(StateOrCount<std::string>());
    for (const RecordId& contact : contacts_that_left(view)) {
        for (const Rollup& rollup : view.programme().rollups) {
            actions.emplace_back(QueueProperty{contact, rollup.property, nothing});
        }
    }
}

}  // namespace

void plan_rollups(const View& view, std::vector<Action>& actions) {
    // Figures from a part of the tasks would be wrong, and right again after the next full pull.
    if (!view.is_complete()) return;
    for (const auto& [contact, present] : view.seen().rollups) {
        const Person* person = view.person_of(contact);
        const PersonId id = person != nullptr ? person->id : PersonId();
        const PersonFigures figures(view, id);
        for (const Rollup& rollup : view.programme().rollups) {
            const auto wanted = value_of(rollup, figures, view.programme().disclosure);
            const auto found = present.find(rollup.property);
            const std::string_view held =
                found == present.end() ? std::string_view() : std::string_view(found->second);
            if (!wanted || holds(rollup.field, held, wanted->value())) continue;
            actions.emplace_back(QueueProperty{contact, rollup.property, *wanted});
        }
    }
    clear_of_those_who_left(view, actions);
}

}  // namespace mentorsync
