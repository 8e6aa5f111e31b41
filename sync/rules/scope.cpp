#include <set>

#include "sync/rules/bound.hpp"
#include "sync/rules/crm_names.hpp"

namespace mentorsync {

namespace {

using Names = std::set<std::string, std::less<>>;
using Source = RelationshipRule::Source;

void add_tests(const Condition& condition, Names& names) {
    for_each_test(condition, [&](const Condition& test) { names.insert(test.property.text); });
}

Names contact_properties(const RuleSet::Bound& bound) {
    const Mapping::Content& content = bound.content;
    Names names{std::string(kEmail), std::string(kAdditionalEmails)};
    if (content.people.where) add_tests(*content.people.where, names);
    for (const RelationshipRule& rule : content.relationships) {
        if (rule.source == Source::ContactProperty) names.insert(rule.property.text);
        if (rule.source == Source::ContactOwner) names.emplace(kOwner);
        if (rule.where) add_tests(*rule.where, names);
    }
    if (content.goals) names.insert(content.goals->property.text);
    for (const Rollup& rollup : content.programme.rollups) names.insert(rollup.property);
    if (bound.tells_names()) {
        names.emplace(kFirstName);
        names.emplace(kLastName);
    }
    return names;
}

// A title is read only where a rule looks at it.
Names task_properties(const Mapping::Content& content) {
    Names names;
    if (content.tasks.empty()) return names;
    names.emplace(kOwner);
    for (const TaskRule& rule : content.tasks) add_tests(rule.where, names);
    names.insert(content.task_fields->state.text);
    if (content.task_fields->due) names.insert(content.task_fields->due->text);
    return names;
}

void add_source(const RelationshipRule& rule, const BoundSource& source, PullScope& scope) {
    switch (rule.source) {
        case Source::AssociationLabel:
            scope.contact_links = true;
            for (const auto& [category, id] : source.mentor_labels) {
                scope.label_type_ids.push_back(id);
            }
            for (const auto& [category, id] : source.mentee_labels) {
                scope.label_type_ids.push_back(id);
            }
            break;
        case Source::ContactProperty:
            if (rule.kind == RelationshipKind::Pair) {
                scope.email_references.push_back(rule.property.text);
            }
            break;
        case Source::ContactOwner: scope.owner_references = true; break;
        case Source::List: scope.member_lists.push_back(*source.list); break;
    }
}

template <class T>
void sort_once(std::vector<T>& values) {
    const std::set<T> sorted(values.begin(), values.end());
    values.assign(sorted.begin(), sorted.end());
}

}  // namespace

PullScope RuleSet::scope() const {
    const Names contacts = contact_properties(*bound_);
    const Names tasks = task_properties(bound_->content);
    PullScope scope;
    scope.people_list = bound_->people_list;
    scope.contact_properties.assign(contacts.begin(), contacts.end());
    scope.task_properties.assign(tasks.begin(), tasks.end());
    scope.owned_tasks = !bound_->content.tasks.empty();
    for (std::size_t i = 0; i < bound_->sources.size(); ++i) {
        add_source(bound_->content.relationships[i], bound_->sources[i], scope);
    }
    sort_once(scope.label_type_ids);
    sort_once(scope.email_references);
    sort_once(scope.member_lists);
    return scope;
}

}  // namespace mentorsync
