#include "tests/plan/worlds.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <rapidcheck.h>

#include "sync/plan/present_id.hpp"
#include "tests/plan/examples.hpp"

namespace mentorsync::worlds {

namespace {

// From all of the range at once: RapidCheck would begin with the smallest numbers.
int draw(int below) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, below));
}

template <class T>
T any_of(const std::vector<T>& values) {
    return values[static_cast<std::size_t>(draw(static_cast<int>(values.size())))];
}

constexpr std::array<RollupField, 8> kFields{
    RollupField::MentorName,   RollupField::MenteeCount,     RollupField::RelationshipCount,
    RollupField::TasksAll,     RollupField::TasksOpen,       RollupField::TasksDone,
    RollupField::TasksOverdue, RollupField::TasksDonePercent};

PersonId any_person(const Aliases& merged) {
    return present_id(PersonId(std::to_string(1 + draw(6))), merged);
}

Relationship any_pair(const Aliases& merged) {
    const bool by_user = draw(6) == 0;
    const PersonId mentor = by_user ? PersonId("owner:9") : any_person(merged);
    return examples::pair(mentor.text(), any_person(merged).text());
}

Relationship any_group(const Aliases& merged) {
    Relationship group = examples::group(std::to_string(draw(2)), {});
    std::set<PersonId> members;
    for (int i = draw(5); i > 0; --i) members.insert(any_person(merged));
    group.members.assign(members.begin(), members.end());
    return group;
}

RelationshipState any_state() {
    // Most are active, or little would happen.
    return draw(3) > 0 ? RelationshipState::Active : static_cast<RelationshipState>(draw(6));
}

LearningTask any_task(int number, const std::vector<RelationshipId>& relationships) {
    LearningTask task = examples::task(std::to_string(number), static_cast<TaskState>(draw(5)), {});
    if (draw(2) == 0) task.due = examples::kNow + std::chrono::days(draw(20) - 10);
    std::set<RelationshipId> counted;
    for (int i = 1 + draw(2); i > 0; --i) counted.insert(any_of(relationships));
    task.relationships.assign(counted.begin(), counted.end());
    return task;
}

void permute(auto& values) {
    for (std::size_t i = values.size(); i > 1; --i) {
        std::swap(values[i - 1], values[static_cast<std::size_t>(draw(static_cast<int>(i)))]);
    }
}

}  // namespace

Seen any_seen(const Aliases& merged) {
    std::map<RelationshipId, Relationship> relationships;
    for (int i = draw(7); i > 0; --i) {
        Relationship each = draw(3) == 0 ? any_group(merged) : any_pair(merged);
        each.state = any_state();
        relationships.insert_or_assign(each.id, each);
    }
    std::vector<Relationship> list;
    std::vector<RelationshipId> ids;
    for (const auto& [id, each] : relationships) {
        list.push_back(each);
        ids.push_back(id);
    }
    std::vector<LearningTask> tasks;
    for (int i = 0; !ids.empty() && i < 8; ++i) {
        if (draw(2) == 0) tasks.push_back(any_task(i, ids));
    }
    Seen seen = examples::seen(std::move(list), std::move(tasks));
    for (Person& person : seen.people) {
        person.name = Private<std::string>(std::string(kCanary) + person.id.text());
        if (draw(8) == 0) person.contact.reset();
        if (person.contact) seen.rollups[*person.contact] = {};
        seen.goals.push_back({person.id, 1, Private<std::string>(kCanary)});
    }
    seen.rollups[RecordId("99")] = {};
    seen.aliases = merged;
    return seen;
}

Programme any_programme() {
    Programme programme;
    if (draw(4) > 0) programme.schedule = NoteSchedule{};
    programme.audience = {.mentee = draw(4) > 0, .mentor = draw(4) > 0, .members = draw(4) > 0};
    for (const RollupField field : kFields) {
        programme.rollups.push_back({"p_" + std::string(name_of(field)), field});
    }
    if (draw(2) == 0) programme.disclosure = Disclosure({"mentor.name"});
    return programme;
}

Seen shuffled(Seen seen) {
    permute(seen.people);
    permute(seen.relationships);
    permute(seen.tasks);
    return seen;
}

Known StoreModel::load(const Seen& seen, const std::optional<Period>& due) const {
    Known known;
    load_relationships(seen, known);
    load_tasks(seen, known);
    load_notes(due, known);
    return known;
}

void StoreModel::load_relationships(const Seen& seen, Known& known) const {
    std::set<RelationshipId> ids;
    for (const Relationship& relationship : seen.relationships) {
        ids.insert(relationship.id);
        const auto found = relationships_.find(relationship.id);
        if (found == relationships_.end()) {
            known.unknown_relationships.insert(relationship.id);
        } else if (digest_of(found->second.relationship) != digest_of(relationship)) {
            known.relationships.push_back(found->second);
        }
    }
    for (const auto& [id, stored] : relationships_) {
        const bool ended = stored.relationship.state == RelationshipState::Ended;
        if (seen.coverage == Coverage::Everything && !ended && !ids.contains(id)) {
            known.relationships.push_back(stored);
        }
        if (is_active(id)) ++known.active_relationships;
    }
}

void StoreModel::load_tasks(const Seen& seen, Known& known) const {
    std::set<RecordId> ids;
    for (const LearningTask& task : seen.tasks) {
        ids.insert(task.id);
        const auto found = tasks_.find(task.id);
        if (found == tasks_.end()) {
            known.unknown_tasks.insert(task.id);
        } else if (digest_of(found->second) != digest_of(task)) {
            known.tasks.push_back(found->second);
        }
    }
    for (const auto& [id, stored] : tasks_) {
        const bool dropped = stored.state == TaskState::Dropped;
        if (seen.coverage == Coverage::Everything && !dropped && !ids.contains(id)) {
            known.tasks.push_back(stored);
        }
    }
}

void StoreModel::load_notes(const std::optional<Period>& due, Known& known) const {
    for (const auto& [id, stored] : relationships_) {
        if (!is_active(id)) continue;
        if (!has_note({id, NoteKind::Start, {}})) {
            known.without_start_note.push_back({id, stored.first_seen});
        }
        if (due && !has_note({id, NoteKind::Progress, due->id})) {
            known.without_progress_note.push_back({id, stored.first_seen});
        }
    }
    for (const NoteIdentity& note : notes_) {
        if (note.kind == NoteKind::Closing || !is_active(note.relationship)) {
            known.notes_of_others.insert(note);
        }
    }
}

bool StoreModel::is_active(const RelationshipId& id) const {
    const auto found = relationships_.find(id);
    return found != relationships_.end() &&
           found->second.relationship.state == RelationshipState::Active;
}

void StoreModel::apply(const Plan& plan, Instant now) {
    for (const Action& action : plan.actions) {
        if (const auto* save = std::get_if<SaveRelationship>(&action)) {
            KnownRelationship& stored = relationships_[save->relationship.id];
            if (save->is_new) stored.first_seen = now;
            stored.relationship = save->relationship;
        } else if (const auto* end = std::get_if<EndRelationship>(&action)) {
            relationships_.at(end->relationship).relationship.state = RelationshipState::Ended;
        } else if (const auto* task = std::get_if<SaveTask>(&action)) {
            tasks_[task->task.id] = task->task;
        } else if (const auto* drop = std::get_if<DropTask>(&action)) {
            tasks_.at(drop->task).state = TaskState::Dropped;
        } else if (const auto* note = std::get_if<QueueNote>(&action)) {
            notes_.insert(note->identity);
        }
    }
}

void apply_properties(const Plan& plan, Seen& seen) {
    for (const auto& write : examples::only<QueueProperty>(plan)) {
        // Who left with a relationship is cleared too, and is not seen any more.
        const auto shown = seen.rollups.find(write.contact);
        if (shown != seen.rollups.end()) shown->second[write.property] = write.value.value();
    }
}

}  // namespace mentorsync::worlds
