#include <algorithm>

#include "mentorsync/own_names.hpp"
#include "sync/rules/content.hpp"
#include "sync/rules/rollup_property.hpp"

namespace mentorsync {

namespace {

bool has_group(const std::vector<std::string>& groups) {
    return std::ranges::find(groups, kPropertyGroup) != groups.end();
}

SetupItem group_item(RecordKind kind) {
    SetupItem item;
    item.kind = SetupItem::Kind::PropertyGroup;
    item.record = kind;
    item.property.kind = kind;
    item.property.group = kPropertyGroup;
    item.property.label = kPropertyGroupLabel;
    item.why = "holds what mentorsync writes on " + std::string(name_of(kind)) + "s";
    return item;
}

SetupItem key_item() {
    SetupItem item;
    item.record = RecordKind::Note;
    item.property = {.kind = RecordKind::Note,
                     .name = std::string(kKeyProperty),
                     .label = "mentorsync key",
                     .group = std::string(kPropertyGroup),
                     .description = "Names a note that mentorsync wrote, so that none is doubled.",
                     .type = "string",
                     .unique = true,
                     .hidden = true};
    item.why = "keeps a note from being written twice";
    return item;
}

std::string label_for(RollupField field) {
    switch (field) {
        case RollupField::MentorName: return "Mentor";
        case RollupField::MenteeCount: return "Number of mentees";
        case RollupField::RelationshipCount: return "Mentoring relationships";
        case RollupField::TasksAll: return "Learning tasks";
        case RollupField::TasksOpen: return "Learning tasks open";
        case RollupField::TasksDone: return "Learning tasks done";
        case RollupField::TasksOverdue: return "Learning tasks overdue";
        case RollupField::TasksDonePercent: return "Learning tasks done (%)";
    }
    return "Mentoring";
}

SetupItem rollup_item(const Rollup& rollup) {
    const std::string field(name_of(rollup.field));
    SetupItem item;
    item.property = {.kind = RecordKind::Contact,
                     .name = rollup.property,
                     .label = label_for(rollup.field),
                     .group = std::string(kPropertyGroup),
                     .description = "Kept up to date by mentorsync: " + field + ".",
                     .type = std::string(rollup_type(rollup.field))};
    item.why = "shows " + field + " on the contact";
    return item;
}

bool has_label(const CrmSchema& schema, const Name& name) {
    return std::ranges::find(schema.contact_labels, name.text, &CrmLabel::label) !=
           schema.contact_labels.end();
}

SetupItem label_item(const RelationshipRule& rule, std::size_t number) {
    SetupItem item;
    item.kind = SetupItem::Kind::LabelPair;
    // Internal names never change and are never shown; labels may hold any letter.
    item.labels = {.name = "mentorsync_pair" + (number == 0 ? "" : "_" + std::to_string(number)),
                   .label = rule.mentor_label.text,
                   .inverse_label = rule.mentee_label.text};
    item.why = "says on a contact who is whose mentor";
    return item;
}

void add_labels(const Mapping::Content& content, const CrmSchema& schema,
                std::vector<SetupItem>& items) {
    for (std::size_t i = 0; i < content.relationships.size(); ++i) {
        const RelationshipRule& rule = content.relationships[i];
        if (rule.source != RelationshipRule::Source::AssociationLabel) continue;
        // Where only one of the two exists, somebody renamed the other: that is for a person.
        if (has_label(schema, rule.mentor_label) || has_label(schema, rule.mentee_label)) continue;
        items.push_back(label_item(rule, i));
    }
}

}  // namespace

std::vector<SetupItem> missing_setup(const Mapping& mapping, const CrmSchema& schema) {
    const Mapping::Content& content = mapping.content();
    const auto& rollups = content.programme.rollups;
    const bool writes_notes = content.programme.schedule.has_value();
    std::vector<SetupItem> items;
    if (!rollups.empty() && !has_group(schema.contact_groups)) {
        items.push_back(group_item(RecordKind::Contact));
    }
    if (writes_notes && !has_group(schema.note_groups)) {
        items.push_back(group_item(RecordKind::Note));
    }
    if (writes_notes && schema.find(RecordKind::Note, kKeyProperty) == nullptr) {
        items.push_back(key_item());
    }
    for (const Rollup& rollup : rollups) {
        if (schema.find(RecordKind::Contact, rollup.property) == nullptr) {
            items.push_back(rollup_item(rollup));
        }
    }
    add_labels(content, schema, items);
    return items;
}

}  // namespace mentorsync
