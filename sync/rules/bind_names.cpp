#include "sync/rules/bind_names.hpp"

#include <algorithm>
#include <span>

#include "sync/rules/did_you_mean.hpp"

namespace mentorsync {

namespace {

std::string records_of(RecordKind kind) {
    return std::string(name_of(kind)) + "s";
}

template <class Items, class Get>
std::vector<std::string_view> names_of(const Items& items, const Get& get) {
    std::vector<std::string_view> names;
    names.reserve(items.size());
    for (const auto& item : items) names.emplace_back(get(item));
    return names;
}

LabelIds labels_called(std::string_view text, const CrmSchema& schema) {
    LabelIds ids;
    for (const CrmLabel& label : schema.contact_labels) {
        if (label.label == text) ids.emplace(label.category, label.type_id);
    }
    return ids;
}

void report_label(const Name& name, bool setup_makes_it, const CrmSchema& schema,
                  FaultList& faults) {
    const auto known = names_of(
        schema.contact_labels, [](const CrmLabel& label) -> const auto& { return label.label; });
    std::string hint = setup_makes_it ? "run: mentorsync setup"
                                      : "the label of the other side exists; look up what the CRM "
                                        "calls this one";
    if (const auto near = nearest(name.text, known)) hint = "did you mean " + quoted(*near) + "?";
    faults.add(name.at, "this portal has no label " + quoted(name.text) + " between contacts",
               std::move(hint));
}

// A date is compared, and a text is searched: the other way round a test would never hold.
void bind_test(Condition& test, RecordKind kind, const CrmSchema& schema, FaultList& faults) {
    using Test = Condition::Test;
    const CrmProperty* const property = bind_property(kind, test.property, schema, faults);
    if (property == nullptr) return;
    const bool by_date = test.test == Test::Before || test.test == Test::After;
    if (by_date && !is_date(*property)) {
        faults.add(test.property.at, quoted(test.property.text) + " is a " + property->type +
                                         " in this portal, and " + quoted(name_of(test.test)) +
                                         " needs a date");
    }
    test.by_member = test.test == Test::Contains && is_enumeration(*property);
    const bool whole_value = test.test == Test::Equals || test.test == Test::In || test.by_member;
    if (!whole_value) return;
    for (const Name& operand : test.operands) bind_option(operand, *property, faults);
}

}  // namespace

bool is_enumeration(const CrmProperty& property) noexcept {
    return property.type == "enumeration";
}

bool is_date(const CrmProperty& property) noexcept {
    return property.type == "date" || property.type == "datetime";
}

const CrmProperty* bind_property(RecordKind kind, const Name& name, const CrmSchema& schema,
                                 FaultList& faults) {
    if (const CrmProperty* const property = schema.find(kind, name.text)) return property;
    std::vector<std::string_view> known;
    for (const CrmProperty& property : schema.properties) {
        if (property.kind == kind) known.push_back(property.name);
    }
    std::string hint = hint_for(name.text, known);
    const RecordKind other = kind == RecordKind::Contact ? RecordKind::Task : RecordKind::Contact;
    if (schema.find(other, name.text) != nullptr) {
        hint = records_of(other) + " have one, but this rule reads " + records_of(kind);
    }
    faults.add(name.at, records_of(kind) + " of this portal have no property " + quoted(name.text),
               hint);
    return nullptr;
}

std::optional<ListId> bind_list(const Name& name, const CrmSchema& schema, FaultList& faults) {
    std::vector<ListId> found;
    for (const CrmList& list : schema.lists) {
        if (list.name == name.text) found.push_back(list.id);
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) {
        faults.add(name.at, "this portal has no contact list " + quoted(name.text),
                   hint_for(name.text, names_of(
                                           schema.lists,
                                           [](const auto& l) -> const auto& { return l.name; })));
    } else {
        faults.add(name.at,
                   std::to_string(found.size()) + " contact lists are called " + quoted(name.text),
                   "rename all but one in the CRM");
    }
    return std::nullopt;
}

void bind_labels(const RelationshipRule& rule, const CrmSchema& schema, BoundSource& source,
                 FaultList& faults) {
    source.mentor_labels = labels_called(rule.mentor_label.text, schema);
    source.mentee_labels = labels_called(rule.mentee_label.text, schema);
    const bool neither = source.mentor_labels.empty() && source.mentee_labels.empty();
    if (source.mentor_labels.empty()) report_label(rule.mentor_label, neither, schema, faults);
    if (source.mentee_labels.empty()) report_label(rule.mentee_label, neither, schema, faults);
}

void bind_option(const Name& value, const CrmProperty& property, FaultList& faults) {
    if (!is_enumeration(property) || property.options.empty()) return;
    const auto has_value = [&](const PropertyOption& o) { return o.value == value.text; };
    if (std::ranges::any_of(property.options, has_value)) return;
    const auto by_label = std::ranges::find(property.options, value.text, &PropertyOption::label);
    const auto known = names_of(
        property.options, [](const PropertyOption& o) -> const auto& { return o.value; });
    faults.add(value.at,
               quoted(property.name) + " has no option " + quoted(value.text) + " in this portal",
               by_label != property.options.end()
                   ? "that is a label; records hold " + quoted(by_label->value)
                   : hint_for(value.text, known));
}

void bind_condition(Condition& condition, RecordKind kind, const CrmSchema& schema,
                    FaultList& faults) {
    for_each_test(condition, [&](Condition& test) { bind_test(test, kind, schema, faults); });
}

}  // namespace mentorsync
