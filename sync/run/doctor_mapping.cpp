#include "sync/run/doctor_mapping.hpp"

#include <algorithm>
#include <utility>

#include "mentorsync/own_names.hpp"
#include "sync/rules/content.hpp"
#include "sync/run/setup.hpp"

namespace mentorsync {

namespace {

constexpr const char* kSetup = "run: mentorsync setup, and look; then: mentorsync setup --yes";

// How many labels of links between contacts people see under this text.
std::size_t labels_called(const CrmSchema& schema, const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count(schema.contact_labels, text, &CrmLabel::label));
}

std::vector<std::string> lists_of(const Mapping::Content& content) {
    std::vector<std::string> names;
    if (content.people.kind == PeopleSource::Kind::List) names.push_back(content.people.list.text);
    for (const RelationshipRule& rule : content.relationships) {
        if (rule.source == RelationshipRule::Source::List) names.push_back(rule.list.text);
    }
    return names;
}

// Whether a label that makes somebody a `role` is there once. One that is missing is told
// elsewhere.
void judge_label(const std::string& name, const std::string& role, const CrmSchema& schema,
                 Diagnosis& diagnosis) {
    const std::size_t count = labels_called(schema, name);
    if (count == 1) {
        diagnosis.push_back({.check = "labels", .what = "label '" + name + "' is there once"});
    }
    if (count <= 1) return;
    diagnosis.push_back(
        {.check = "labels",
         .verdict = Verdict::Warn,
         .what = std::to_string(count) + " labels are called '" + name +
                 "', and each of them makes somebody a " + role,
         .fix = "give the labels of contacts different names in the CRM's settings"});
}

}  // namespace

Diagnosis judge_names(const Mapping& mapping, const CrmSchema& schema) {
    const auto bound = bind_mapping(mapping, schema);
    if (bound) {
        return {{.check = "names",
                 .what = "every property, option, label and list of the mapping is in the portal"}};
    }
    Diagnosis diagnosis;
    std::size_t by_setup = 0;
    for (const Fault& fault : bound.error()) {
        if (fault.hint.find("mentorsync setup") != std::string::npos) {
            ++by_setup;
            continue;
        }
        diagnosis.push_back(
            {.check = "names",
             .verdict = Verdict::Fail,
             .what = to_text(fault),
             .fix = "correct the mapping, or the portal; then: mentorsync check --online",
             .code = ErrorCode::Configuration});
    }
    if (by_setup > 0) {
        diagnosis.push_back({.check = "names",
                             .verdict = Verdict::Fail,
                             .what = "the portal lacks " + std::to_string(by_setup) +
                                     " things of the mapping that setup creates",
                             .fix = kSetup,
                             .code = ErrorCode::Configuration});
    }
    return diagnosis;
}

Diagnosis judge_labels(const Mapping& mapping, const CrmSchema& schema) {
    Diagnosis diagnosis;
    for (const RelationshipRule& rule : mapping.content().relationships) {
        if (rule.source != RelationshipRule::Source::AssociationLabel) continue;
        judge_label(rule.mentor_label.text, "mentor", schema, diagnosis);
        judge_label(rule.mentee_label.text, "mentee", schema, diagnosis);
    }
    return diagnosis;
}

Diagnosis judge_lists(const Mapping& mapping, const CrmSchema& schema) {
    Diagnosis diagnosis;
    for (const std::string& name : lists_of(mapping.content())) {
        const auto found = std::ranges::find(schema.lists, name, &CrmList::name);
        if (found == schema.lists.end() || !found->size) continue;
        if (*found->size > 0) {
            diagnosis.push_back(
                {.check = "lists",
                 .what = "list '" + name + "' has " + std::to_string(*found->size) + " members"});
            continue;
        }
        diagnosis.push_back({.check = "lists",
                             .verdict = Verdict::Warn,
                             .what = "list '" + name + "' has no members",
                             .fix = "look in the CRM whether its filters still find anybody"});
    }
    return diagnosis;
}

Finding judge_key(const Mapping& mapping, const CrmSchema& schema) {
    const Mapping::Content& content = mapping.content();
    const CrmProperty* const key = schema.find(RecordKind::Note, kKeyProperty);
    const std::string name = "property " + std::string(kKeyProperty) + " on notes";
    Finding finding{.check = "unique_key", .what = name + " is there, and unique"};
    if (!content.programme.schedule) finding.what = "the mapping writes no notes";
    if (!content.programme.schedule || (key != nullptr && key->unique)) return finding;
    finding.verdict = Verdict::Fail;
    finding.code = ErrorCode::Configuration;
    finding.what = name + (key == nullptr ? " is missing" : " is not unique in this portal");
    finding.fix = key == nullptr ? kSetup : "leave \"progress_notes\" out of the mapping";
    return finding;
}

}  // namespace mentorsync
