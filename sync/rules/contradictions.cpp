#include <algorithm>
#include <string>

#include "sync/rules/parse_parts.hpp"

namespace mentorsync {

namespace {

bool same_source(const RelationshipRule& a, const RelationshipRule& b) {
    return a.kind == b.kind && a.source == b.source && a.mentor_label == b.mentor_label &&
           a.mentee_label == b.mentee_label && a.property == b.property && a.list == b.list;
}

// A rule adds nothing when an earlier one reads the same place and asks for no more.
void find_idle_relationships(const Mapping::Content& content, FaultList& faults) {
    const auto& rules = content.relationships;
    for (std::size_t later = 1; later < rules.size(); ++later) {
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            const bool idle = same_source(rules[earlier], rules[later]) &&
                              (!rules[earlier].where || rules[earlier].where == rules[later].where);
            if (!idle) continue;
            faults.add(rules[later].at,
                       "this rule adds nothing to the one in line " +
                           std::to_string(rules[earlier].at.line) + ", which reads the same place",
                       "remove one of the two");
            break;
        }
    }
}

void find_unreachable_tasks(const Mapping::Content& content, FaultList& faults) {
    const auto& rules = content.tasks;
    for (std::size_t later = 1; later < rules.size(); ++later) {
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            if (rules[earlier].where != rules[later].where) continue;
            faults.add(rules[later].at,
                       "this rule never matches: the one in line " +
                           std::to_string(rules[earlier].at.line) + " has the same condition",
                       "remove one of the two, or change a condition");
            break;
        }
    }
}

std::vector<Name> contact_properties_read(const Mapping::Content& content) {
    std::vector<Name> names;
    const auto add_tests = [&](const std::optional<Condition>& where) {
        if (!where) return;
        for_each_test(*where, [&](const Condition& test) { names.push_back(test.property); });
    };
    add_tests(content.people.where);
    for (const RelationshipRule& rule : content.relationships) {
        if (rule.source == RelationshipRule::Source::ContactProperty) {
            names.push_back(rule.property);
        }
        add_tests(rule.where);
    }
    if (content.goals) names.push_back(content.goals->property);
    return names;
}

// A rule that reads what mentorsync writes would feed on itself.
void find_cycles(const Mapping::Content& content, FaultList& faults) {
    for (const Name& name : contact_properties_read(content)) {
        if (std::ranges::find(content.rollup_names, name) == content.rollup_names.end()) continue;
        faults.add(name.at, "a rule reads " + quoted(name.text) + ", which 'rollups' writes",
                   "let the roll-up write another property");
    }
}

void find_undisclosed(const Mapping::Content& content, FaultList& faults) {
    for (std::size_t i = 0; i < content.programme.rollups.size(); ++i) {
        const bool confidential = content.programme.rollups[i].field == RollupField::MentorName;
        if (!confidential || content.programme.disclosure.names("mentor.name")) continue;
        faults.add(content.rollup_names[i].at,
                   "roll-up " + quoted(content.rollup_names[i].text) +
                       " tells 'mentor.name', which is not disclosed",
                   R"(add "disclose": ["mentor.name"], or remove the roll-up)");
    }
}

}  // namespace

void find_contradictions(const Mapping::Content& content, FaultList& faults) {
    find_idle_relationships(content, faults);
    find_unreachable_tasks(content, faults);
    find_cycles(content, faults);
    find_undisclosed(content, faults);
}

}  // namespace mentorsync
