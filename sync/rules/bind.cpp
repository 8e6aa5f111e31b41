#include <algorithm>

#include "mentorsync/own_names.hpp"
#include "sync/rules/bind_names.hpp"
#include "sync/rules/built_in_templates.hpp"
#include "sync/rules/rollup_property.hpp"

namespace mentorsync {

namespace {

constexpr const char* kRunSetup = "run: mentorsync setup";

void bind_people(RuleSet::Bound& bound, const CrmSchema& schema, FaultList& faults) {
    PeopleSource& people = bound.content.people;
    if (people.kind == PeopleSource::Kind::List) {
        bound.people_list = bind_list(people.list, schema, faults);
    }
    if (people.where) bind_condition(*people.where, RecordKind::Contact, schema, faults);
}

BoundSource bind_source(RelationshipRule& rule, const CrmSchema& schema, FaultList& faults) {
    BoundSource source;
    switch (rule.source) {
        case RelationshipRule::Source::AssociationLabel:
            bind_labels(rule, schema, source, faults);
            break;
        case RelationshipRule::Source::ContactProperty:
            if (const CrmProperty* const property =
                    bind_property(RecordKind::Contact, rule.property, schema, faults)) {
                source.several_values = is_enumeration(*property);
            }
            break;
        case RelationshipRule::Source::List:
            source.list = bind_list(rule.list, schema, faults);
            break;
        case RelationshipRule::Source::ContactOwner: break;
    }
    if (rule.where) bind_condition(*rule.where, RecordKind::Contact, schema, faults);
    return source;
}

void bind_tasks(Mapping::Content& content, const CrmSchema& schema, FaultList& faults) {
    for (TaskRule& rule : content.tasks) {
        bind_condition(rule.where, RecordKind::Task, schema, faults);
    }
    if (!content.task_fields) return;
    const TaskFields& fields = *content.task_fields;
    if (fields.title) bind_property(RecordKind::Task, *fields.title, schema, faults);
    if (fields.due) {
        const auto* const due = bind_property(RecordKind::Task, *fields.due, schema, faults);
        if (due != nullptr && !is_date(*due)) {
            faults.add(fields.due->at, quoted(due->name) + " is a " + due->type +
                                           " in this portal, and 'due' needs a date");
        }
    }
    const auto* const state = bind_property(RecordKind::Task, fields.state, schema, faults);
    if (state == nullptr) return;
    for (const TaskFields::StateValue& each : fields.values) {
        bind_option(each.value, *state, faults);
    }
}

void bind_rollups(const Mapping::Content& content, const CrmSchema& schema, FaultList& faults) {
    for (std::size_t i = 0; i < content.rollup_names.size(); ++i) {
        const Name& name = content.rollup_names[i];
        const CrmProperty* const property = schema.find(RecordKind::Contact, name.text);
        const std::string_view type = rollup_type(content.programme.rollups[i].field);
        if (property == nullptr) {
            faults.add(name.at, "contacts of this portal have no property " + quoted(name.text),
                       kRunSetup);
        } else if (property->group != kPropertyGroup) {
            faults.add(
                name.at,
                quoted(name.text) + " is not mentorsync's: its group is " + quoted(property->group),
                "write to a property of another name, which setup will create");
        } else if (property->read_only) {
            faults.add(name.at, quoted(name.text) + " cannot be written in this portal");
        } else if (property->type != type) {
            faults.add(name.at,
                       quoted(name.text) + " is a " + property->type +
                           " in this portal, and this roll-up is a " + std::string(type),
                       "write to a property of another name, which setup will create");
        }
    }
}

// Returns whether notes can carry a key that the portal keeps unique.
bool bind_key(const Mapping::Content& content, const CrmSchema& schema, FaultList& faults) {
    const CrmProperty* const key = schema.find(RecordKind::Note, kKeyProperty);
    if (key != nullptr && key->unique) return true;
    const bool needed = content.programme.schedule.has_value() &&
                        content.without_unique_key == WithoutUniqueKey::Refuse;
    if (!needed) return false;
    if (key == nullptr) {
        faults.add(content.notes_at,
                   "notes of this portal have no property " + quoted(kKeyProperty) +
                       ", which keeps notes from doubling",
                   kRunSetup);
    } else {
        faults.add(content.notes_at,
                   quoted(kKeyProperty) + " is not unique in this portal, so a note could double",
                   R"(ask for the one risk with "without_unique_key": "settle")");
    }
    return false;
}

// Ours are right; a test reads each.
NoteTemplate built_in(NoteKind kind, const std::string& language) {
    return *NoteTemplate::parse(language, built_in_template(kind, language),
                                Disclosure({"mentor.name"}));
}

}  // namespace

bool RuleSet::Bound::tells_names() const {
    const auto is_name = [](const Rollup& r) { return r.field == RollupField::MentorName; };
    const bool in_notes = content.programme.schedule.has_value();
    return content.programme.disclosure.names(name_of(RollupField::MentorName)) &&
           (in_notes || std::ranges::any_of(content.programme.rollups, is_name));
}

tl::expected<RuleSet, Faults> bind_mapping(const Mapping& mapping, const CrmSchema& schema) {
    const Mapping::Content& content = mapping.content();
    const std::string& language = content.programme.language;
    FaultList faults(content.file);
    auto bound = std::make_shared<RuleSet::Bound>(RuleSet::Bound{
        .content = content,
        .people_list = std::nullopt,
        .sources = {},
        .start = built_in(NoteKind::Start, language),
        .progress = content.progress_template ? *content.progress_template
                                              : built_in(NoteKind::Progress, language),
        .closing = built_in(NoteKind::Closing, language)});
    bind_people(*bound, schema, faults);
    for (RelationshipRule& rule : bound->content.relationships) {
        bound->sources.push_back(bind_source(rule, schema, faults));
    }
    bind_tasks(bound->content, schema, faults);
    if (content.goals) bind_property(RecordKind::Contact, content.goals->property, schema, faults);
    bind_rollups(content, schema, faults);
    bound->unique_key = bind_key(content, schema, faults);
    if (!faults.empty()) return tl::make_unexpected(faults.take());
    return RuleSet(std::move(bound));
}

}  // namespace mentorsync
