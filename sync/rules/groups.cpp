#include "sync/rules/findings.hpp"
#include "sync/rules/text.hpp"

namespace mentorsync {

namespace {

std::vector<std::string_view> values_in(std::string_view value, bool several) {
    if (several) return parts_of(value, ";");
    return {value};
}

void group_by_property(const Source& source, std::size_t index, Findings& findings) {
    const RelationshipRule& rule = source.bound.content.relationships[index];
    const std::string name = relationship_rule_name(index);
    for (const PersonId& person : source.directory.in_scope()) {
        const CrmRecord& contact = *source.directory.contact(person);
        if (rule.where && !holds(*rule.where, contact)) continue;
        const std::string_view value = contact.value(rule.property.text);
        if (value.size() > kLongestIdentifier) {
            findings.set_aside({RecordKind::Contact, contact.id}, RecordStatus::Failing, name,
                               "value_too_long",
                               "'" + rule.property.text +
                                   "' is longer than 1,024 bytes, which no group's name is");
            continue;
        }
        for (const auto each : values_in(value, source.bound.sources[index].several_values)) {
            const std::string group = normalised(each);
            if (group.empty()) continue;
            findings.add_member(property_group_id(rule.property.text, group), name, person);
        }
    }
}

void group_by_list(const Source& source, std::size_t index, Findings& findings) {
    const RelationshipRule& rule = source.bound.content.relationships[index];
    const ListId& list = *source.bound.sources[index].list;
    for (const CrmMembership& membership : source.snapshot.memberships) {
        const PersonId person = source.directory.person_of(membership.contact);
        if (membership.list != list || !source.directory.is_in_scope(person)) continue;
        if (rule.where && !holds(*rule.where, *source.directory.contact(person))) continue;
        findings.add_member(list_group_id(list), relationship_rule_name(index), person);
    }
}

// Nobody meets alone: a group in which only one person is left is none, and a name that nobody
// else has is most likely mistyped.
void drop_lone_members(const Source& source, Findings& findings) {
    const auto& rules = source.bound.content.relationships;
    for (auto at = findings.relationships.begin(); at != findings.relationships.end();) {
        const Relationship& group = at->second;
        if (group.kind != RelationshipKind::PeerGroup || group.members.size() > 1) {
            ++at;
            continue;
        }
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const bool named_it = relationship_rule_name(i) == group.source_rule;
            if (!named_it || rules[i].source == RelationshipRule::Source::List) continue;
            const CrmRecord& contact = *source.directory.contact(group.members.front());
            findings.set_aside({RecordKind::Contact, contact.id}, RecordStatus::Failing,
                               group.source_rule, "group_of_one",
                               "nobody else has the same '" + rules[i].property.text +
                                   "'; is it spelt as in the others' records?");
        }
        at = findings.relationships.erase(at);
    }
}

}  // namespace

void find_groups(const Source& source, Findings& findings) {
    const auto& rules = source.bound.content.relationships;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (rules[i].kind != RelationshipKind::PeerGroup) continue;
        if (rules[i].source == RelationshipRule::Source::List) {
            group_by_list(source, i, findings);
        } else {
            group_by_property(source, i, findings);
        }
    }
    drop_lone_members(source, findings);
}

}  // namespace mentorsync
