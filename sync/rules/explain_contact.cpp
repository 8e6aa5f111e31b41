#include "sync/rules/explain_contact.hpp"

#include <algorithm>

#include "sync/rules/crm_names.hpp"
#include "sync/rules/explain.hpp"

namespace mentorsync {

namespace {

using RuleSource = RelationshipRule::Source;

bool has(const std::vector<PersonId>& people, const PersonId& person) {
    return std::ranges::find(people, person) != people.end();
}

std::string where_it_reads(const RelationshipRule& rule) {
    switch (rule.source) {
        case RuleSource::AssociationLabel:
            return "associations labelled '" + rule.mentor_label.text + "' and '" +
                   rule.mentee_label.text + "'";
        case RuleSource::ContactProperty: return "'" + rule.property.text + "'";
        case RuleSource::ContactOwner: return "'" + std::string(kOwner) + "'";
        case RuleSource::List: return "the list '" + rule.list.text + "'";
    }
    return "nothing";
}

void explain_rules(const Mapping::Content& content, const CrmRecord& record,
                   std::vector<std::string>& lines) {
    for (std::size_t i = 0; i < content.relationships.size(); ++i) {
        const RelationshipRule& rule = content.relationships[i];
        std::string line = relationship_rule_name(i) + " reads " + where_it_reads(rule);
        if (rule.where) {
            line += holds(*rule.where, record) ? "; its condition holds: "
                                               : ", but its condition does not hold: ";
            line += outline(*rule.where);
        }
        lines.push_back(std::move(line));
    }
}

void explain_scope(const PeopleSource& people, std::vector<std::string>& lines) {
    switch (people.kind) {
        case PeopleSource::Kind::Everyone:
            lines.emplace_back("programme.people is everyone");
            break;
        case PeopleSource::Kind::List:
            lines.push_back("programme.people is the list '" + people.list.text + "'");
            break;
        case PeopleSource::Kind::Where:
            lines.push_back("programme.people asks for: " + outline(*people.where));
            break;
    }
}

// What the person is in a relationship; empty when nothing.
std::string_view role_in(const Relationship& relationship, const PersonId& person) {
    if (has(relationship.mentors, person)) return "mentor";
    if (has(relationship.mentees, person)) return "mentee";
    return has(relationship.members, person) ? "member" : std::string_view{};
}

bool gets_notes(const NoteAudience& audience, std::string_view role) {
    if (role == "mentor") return audience.mentor;
    return role == "mentee" ? audience.mentee : audience.members;
}

void explain_relationships(const Mapping::Content& content, const PersonId& person,
                           const Seen& seen, std::vector<std::string>& lines) {
    for (const Relationship& relationship : seen.relationships) {
        const std::string_view role = role_in(relationship, person);
        if (role.empty()) continue;
        lines.push_back(std::string(role) + " in " + relationship.id.text() + ", found by " +
                        relationship.source_rule);
        const auto tasks = std::ranges::count_if(seen.tasks, [&](const LearningTask& task) {
            return std::ranges::find(task.relationships, relationship.id) !=
                   task.relationships.end();
        });
        lines.push_back(relationship.id.text() + " has learning tasks: " + std::to_string(tasks));
        if (content.programme.schedule && gets_notes(content.programme.audience, role)) {
            lines.push_back("notes about " + relationship.id.text() + " go on this timeline");
        }
    }
}

}  // namespace

void explain_contact(const RuleSet::Bound& bound, const CrmRecord& record,
                     const Translation& translation, std::vector<std::string>& lines) {
    const Seen& seen = translation.seen;
    explain_scope(bound.content.people, lines);
    const auto alias = seen.aliases.find(record.id);
    const PersonId id(alias == seen.aliases.end() ? record.id.text() : alias->second.text());
    const auto person = std::ranges::find(seen.people, id, &Person::id);
    if (person == seen.people.end() || person->contact != record.id) return;

    if (alias != seen.aliases.end()) {
        lines.push_back("known as person " + id.text() + ", the smallest id of its merges");
    }
    if (person->owner)
        lines.push_back("is CRM user " + person->owner->text() + " by e-mail address");
    explain_rules(bound.content, record, lines);
    explain_relationships(bound.content, id, seen, lines);
    const auto goals = std::ranges::count(seen.goals, id, &Goal::person);
    if (goals > 0) lines.push_back("goals, which stay private: " + std::to_string(goals));
    for (const Rollup& rollup : bound.content.programme.rollups) {
        lines.push_back("'" + rollup.property + "' shows " + std::string(name_of(rollup.field)));
    }
}

}  // namespace mentorsync
