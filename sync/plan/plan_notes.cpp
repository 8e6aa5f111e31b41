#include <algorithm>
#include <map>
#include <set>

#include "sync/plan/present_id.hpp"
#include "sync/plan/progress.hpp"
#include "sync/plan/view.hpp"

namespace mentorsync {

namespace {

bool is_active(const Relationship* relationship) {
    return relationship != nullptr && relationship->state == RelationshipState::Active;
}

// Decides about notes. Relationships are compared under their present ids throughout, so that a
// merge of contacts neither ends a pair nor writes its notes twice.
class NotePlanner {
public:
    NotePlanner(const View& view, std::vector<Action>& actions) : view_(view), actions_(actions) {
        for (NoteIdentity note : view.known().notes_of_others) {
            note.relationship = present(note.relationship);
            written_.insert(std::move(note));
        }
        for (const Relationship* ending : view.ending()) {
            const RelationshipId moved_to = present(ending->id);
            if (moved_to == ending->id || view.seen_relationship(moved_to) == nullptr) continue;
            moved_.insert(ending->id);
            if (is_active(ending)) moved_to_.insert(moved_to);
        }
    }

    void plan_start_notes() {
        std::set<RelationshipId> wanted;
        for (const auto& unnoted : view_.known().without_start_note) {
            wanted.insert(present(unnoted.relationship));
        }
        for (const Relationship& relationship : view_.seen().relationships) {
            if (was_not_active(relationship)) wanted.insert(relationship.id);
        }
        for (const RelationshipId& id : wanted) {
            const Relationship* relationship = view_.seen_relationship(id);
            if (is_active(relationship)) queue(*relationship, {id, NoteKind::Start, {}});
        }
    }

    void plan_progress_notes(const Period& due) {
        std::set<RelationshipId> wanted;
        for (const auto& unnoted : view_.known().without_progress_note) {
            if (unnoted.first_seen < due.end) wanted.insert(present(unnoted.relationship));
        }
        // The store lists only those that it holds as active.
        for (const KnownRelationship& stored : view_.known().relationships) {
            const Relationship* seen = view_.seen_relationship(stored.relationship.id);
            if (seen == nullptr || stored.first_seen >= due.end) continue;
            if (was_not_active(*seen)) wanted.insert(seen->id);
        }
        for (const RelationshipId& id : wanted) {
            const Relationship* relationship = view_.seen_relationship(id);
            if (is_active(relationship)) queue(*relationship, {id, NoteKind::Progress, due.id});
        }
    }

    void plan_closing_notes() {
        for (const Relationship* ending : view_.ending()) {
            // Two people who are one by now would be told of an end that nobody made.
            if (is_of_one_person(ending->id)) continue;
            if (!moved_.contains(ending->id)) queue(*ending, {ending->id, NoteKind::Closing, {}});
        }
    }

private:
    [[nodiscard]] RelationshipId present(const RelationshipId& id) const {
        return present_id(id, view_.seen().aliases);
    }

    [[nodiscard]] bool is_of_one_person(const RelationshipId& id) const {
        const auto people = people_of_pair(present(id));
        return people && people->first == people->second;
    }

    // Not stored as active, under this id or another.
    [[nodiscard]] bool was_not_active(const Relationship& relationship) const {
        if (moved_to_.contains(relationship.id)) return false;
        const KnownRelationship* stored = view_.known_relationship(relationship.id);
        if (stored != nullptr) return !is_active(&stored->relationship);
        return view_.known().unknown_relationships.contains(relationship.id);
    }

    void queue(const Relationship& relationship, const NoteIdentity& identity) {
        NoteIdentity logical = identity;
        logical.relationship = present(identity.relationship);
        if (written_.contains(logical)) return;
        std::vector<RecordId> contacts = contacts_of(relationship);
        if (contacts.empty()) return;
        const bool tells_period = identity.kind == NoteKind::Progress;
        actions_.emplace_back(QueueNote{.identity = identity,
                                        .contacts = std::move(contacts),
                                        .timestamp = tells_period ? view_.due()->end : view_.now(),
                                        .facts = facts_of(relationship, identity.kind)});
    }

    [[nodiscard]] std::vector<RecordId> contacts_of(const Relationship& relationship) const {
        const NoteAudience& audience = view_.programme().audience;
        std::set<RecordId> contacts;
        const auto add = [&](bool wanted, const std::vector<PersonId>& people) {
            if (!wanted) return;
            for (const PersonId& id : people) {
                if (const auto contact = contact_of(id)) contacts.insert(*contact);
            }
        };
        add(audience.mentee, relationship.mentees);
        add(audience.mentor, relationship.mentors);
        add(audience.members, relationship.members);
        return {contacts.begin(), contacts.end()};
    }

    // Somebody who left the programme is not seen; the canonical id is a contact's then.
    [[nodiscard]] std::optional<RecordId> contact_of(const PersonId& id) const {
        const PersonId today = present_id(id, view_.seen().aliases);
        if (const Person* person = view_.person(today)) return person->contact;
        if (is_crm_id(today.text())) return RecordId(today.text());
        return std::nullopt;
    }

    [[nodiscard]] NoteFacts facts_of(const Relationship& relationship, NoteKind kind) const {
        NoteFacts facts{.kind = kind,
                        .relationship = relationship.kind,
                        .period = {},
                        .progress = {},
                        .people = {},
                        .mentor_name = {}};
        if (kind == NoteKind::Progress) facts.period = view_.due();
        if (may_be_counted(relationship)) {
            facts.progress.emplace(kind == NoteKind::Closing
                                       ? last_progress_of(relationship.id)
                                       : progress_of(view_.tasks_of(relationship.id), view_.now()));
        }
        if (relationship.kind == RelationshipKind::PeerGroup) {
            facts.people = StateOrCount<int>(static_cast<int>(relationship.members.size()));
        } else {
            facts.mentor_name = mentor_name_of(relationship);
        }
        return facts;
    }

    [[nodiscard]] std::optional<Disclosed<std::string>> mentor_name_of(
        const Relationship& relationship) const {
        if (relationship.mentors.empty()) return std::nullopt;
        const PersonId id = present_id(relationship.mentors.front(), view_.seen().aliases);
        const Person* mentor = view_.person(id);
        if (mentor == nullptr || mentor->name.confidential_value().empty()) return std::nullopt;
        return view_.programme().disclosure.open(name_of(RollupField::MentorName), mentor->name);
    }

    // The rules no longer count tasks for what is not seen, so the stored rows say which did. How
    // those tasks stand today is better known from what was seen.
    [[nodiscard]] Progress last_progress_of(const RelationshipId& id) const {
        std::map<RecordId, const LearningTask*> tasks;
        for (const LearningTask& stored : view_.known().tasks) {
            if (std::ranges::find(stored.relationships, id) == stored.relationships.end()) continue;
            const LearningTask* seen = view_.seen_task(stored.id);
            tasks.emplace(stored.id, seen != nullptr ? seen : &stored);
        }
        for (const LearningTask* seen : view_.tasks_of(id)) tasks.emplace(seen->id, seen);
        std::vector<const LearningTask*> counted;
        counted.reserve(tasks.size());
        for (const auto& [task, pointer] : tasks) counted.push_back(pointer);
        return progress_of(counted, view_.now());
    }

    const View& view_;
    std::vector<Action>& actions_;
    std::set<NoteIdentity> written_;
    std::set<RelationshipId> moved_;  // ending only because they have another id by now

    // Those ids, of active ones: the store lists what such a one lacks under its former id.
    std::set<RelationshipId> moved_to_;
};

}  // namespace

void plan_notes(const View& view, std::vector<Action>& actions) {
    // A note is written once: one that counted only a part of the tasks would stay wrong for ever.
    if (!view.programme().schedule || !view.is_complete()) return;
    NotePlanner planner(view, actions);
    planner.plan_start_notes();
    if (view.due()) planner.plan_progress_notes(*view.due());
    planner.plan_closing_notes();
}

}  // namespace mentorsync
