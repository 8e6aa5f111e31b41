#include "sync/rules/findings.hpp"

#include <algorithm>
#include <utility>

namespace mentorsync {

void Findings::add(const Relationship& relationship) {
    relationships.try_emplace(relationship.id, relationship);
}

void Findings::add_member(const RelationshipId& group, const std::string& rule,
                          const PersonId& member) {
    Relationship fresh;
    fresh.id = group;
    fresh.kind = RelationshipKind::PeerGroup;
    fresh.source_rule = rule;
    auto& members = relationships.try_emplace(group, std::move(fresh)).first->second.members;
    const auto place = std::ranges::lower_bound(members, member);
    if (place == members.end() || *place != member) members.insert(place, member);
}

void Findings::set_aside(const RecordRef& record, RecordStatus status, std::string rule,
                         std::string code, std::string reason) {
    aside.push_back({record, status, std::move(rule), std::move(code), std::move(reason)});
}

std::set<PersonId> Findings::people_in_relationships() const {
    std::set<PersonId> people;
    for (const auto& [id, relationship] : relationships) {
        people.insert(relationship.mentors.begin(), relationship.mentors.end());
        people.insert(relationship.mentees.begin(), relationship.mentees.end());
        people.insert(relationship.members.begin(), relationship.members.end());
    }
    return people;
}

Translation translate_snapshot(const RuleSet::Bound& bound, const CrmSnapshot& snapshot,
                               const Aliases& known) {
    const Directory directory(bound, snapshot, known);
    const Source source{bound, snapshot, directory};
    Findings findings;
    find_pairs(source, findings);
    find_groups(source, findings);
    find_tasks(source, findings);
    find_goals(source, findings);
    return account(source, std::move(findings));
}

}  // namespace mentorsync
