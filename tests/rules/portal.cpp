#include "tests/rules/portal.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "mentorsync/own_names.hpp"

namespace mentorsync::test {

namespace {

CrmProperty property(RecordKind kind, std::string name, std::string type = "string") {
    CrmProperty made;
    made.kind = kind;
    made.name = std::move(name);
    made.type = std::move(type);
    return made;
}

CrmProperty enumeration(RecordKind kind, std::string name, std::vector<std::string> values) {
    CrmProperty made = property(kind, std::move(name), "enumeration");
    for (std::string& value : values) made.options.push_back({value, "Label of " + value});
    return made;
}

CrmProperty ours(std::string name, std::string type) {
    CrmProperty made = property(RecordKind::Contact, std::move(name), std::move(type));
    made.group = kPropertyGroup;
    return made;
}

}  // namespace

CrmSchema full_schema() {
    constexpr auto kContact = RecordKind::Contact;
    constexpr auto kTask = RecordKind::Task;
    CrmSchema schema;
    schema.properties = {
        property(kContact, "email"),
        property(kContact, "hs_additional_emails"),
        property(kContact, "firstname"),
        property(kContact, "lastname"),
        property(kContact, "hubspot_owner_id"),
        property(kContact, "jobtitle"),
        property(kContact, "mentor_email"),
        property(kContact, "growth_group"),
        property(kContact, "aktori_goal"),
        property(kContact, "mentoring_since", "date"),
        enumeration(kContact, "mentoring_role", {"aktori", "mentori"}),
        enumeration(kContact, "circles", {"design", "copy"}),
        ours("mentoring_mentor", "string"),
        ours("mentoring_mentees", "number"),
        ours("mentoring_progress", "number"),
        ours("mentoring_overdue", "number"),
        property(kTask, "hs_task_subject"),
        property(kTask, "hs_timestamp", "datetime"),
        property(kTask, "hubspot_owner_id"),
        enumeration(kTask, "hs_task_status",
                    {"NOT_STARTED", "IN_PROGRESS", "WAITING", "COMPLETED", "DEFERRED"}),
        enumeration(kTask, "task_category", {"learning", "sales"}),
    };
    CrmProperty key = property(RecordKind::Note, std::string(kKeyProperty));
    key.unique = true;
    schema.properties.push_back(key);
    schema.contact_groups = {"contactinformation", std::string(kPropertyGroup)};
    schema.note_groups = {std::string(kPropertyGroup)};
    schema.contact_labels = {{"USER_DEFINED", 101, "Mentor"}, {"USER_DEFINED", 102, "Aktori"}};
    schema.lists = {{ListId("11"), "Mentorointi", 20}, {ListId("12"), "Kasvuryhmä Copy", 4}};
    return schema;
}

std::string file_text(const std::string& path) {
    std::ifstream file(std::string(MENTORSYNC_SOURCE_DIR) + "/" + path, std::ios::binary);
    BOOST_TEST_REQUIRE(file.is_open(), "cannot open " << path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

ReadFile no_files() {
    return [](std::string_view) -> Result<std::string> {
        return fail(ErrorCode::NotFound, "no such file");
    };
}

Mapping parsed(std::string_view text) {
    auto mapping = parse_mapping("mapping.json", text, no_files());
    if (!mapping) {
        for (const Fault& fault : mapping.error()) BOOST_TEST_MESSAGE(to_text(fault));
    }
    BOOST_TEST_REQUIRE(mapping.has_value());
    return *std::move(mapping);
}

RuleSet bound(std::string_view text) {
    auto rules = bind_mapping(parsed(text), full_schema());
    if (!rules) {
        for (const Fault& fault : rules.error()) BOOST_TEST_MESSAGE(to_text(fault));
    }
    BOOST_TEST_REQUIRE(rules.has_value());
    return *std::move(rules);
}

RuleSet example_rules() {
    return bound(file_text("config/mapping.example.json"));
}

Records& Records::contact(const std::string& id, Values values) {
    CrmRecord record;
    record.kind = RecordKind::Contact;
    record.id = RecordId(id);
    record.properties = values;
    snapshot_.records.push_back(std::move(record));
    return *this;
}

Records& Records::task(const std::string& id, Values values) {
    contact(id, values);
    snapshot_.records.back().kind = RecordKind::Task;
    return *this;
}

Records& Records::archived() {
    snapshot_.records.back().archived = true;
    return *this;
}

Records& Records::merged(std::initializer_list<std::string> ids) {
    for (const std::string& id : ids) snapshot_.records.back().merged.emplace_back(id);
    return *this;
}

Records& Records::owner(const std::string& id, const std::string& email, bool deactivated) {
    snapshot_.owners.push_back({OwnerId(id), email, "Olli", "Owner", deactivated});
    return *this;
}

Records& Records::label(const std::string& from, const std::string& to, const std::string& label) {
    const int id = label == "Mentor" ? 101 : 102;
    snapshot_.links.push_back({{RecordKind::Contact, RecordId(from)},
                               {RecordKind::Contact, RecordId(to)},
                               {{"HUBSPOT_DEFINED", 449, ""}, {"USER_DEFINED", id, label}}});
    return *this;
}

Records& Records::assign(const std::string& task, const std::string& contact) {
    snapshot_.links.push_back({{RecordKind::Task, RecordId(task)},
                               {RecordKind::Contact, RecordId(contact)},
                               {{"HUBSPOT_DEFINED", 204, ""}}});
    return *this;
}

Records& Records::member(const std::string& list, const std::string& contact) {
    snapshot_.memberships.push_back({ListId(list), RecordId(contact)});
    return *this;
}

std::string relationships_in(const Translation& translation) {
    std::string text;
    for (const Relationship& each : translation.seen.relationships) {
        if (!text.empty()) text += "\n";
        text += each.id.text();
        if (!each.members.empty()) text += " of";
        for (const PersonId& member : each.members) text += " " + member.text();
        text += " by " + each.source_rule;
    }
    return text;
}

std::string tasks_in(const Translation& translation) {
    std::string text;
    for (const LearningTask& each : translation.seen.tasks) {
        if (!text.empty()) text += "\n";
        text += each.id.text() + " ";
        text.append(name_of(each.kind)).append(" ").append(name_of(each.state));
        if (each.due) text += " due " + std::to_string(each.due->time_since_epoch().count());
        if (each.owner) text += " owner " + each.owner->text();
        text += " for";
        for (const RelationshipId& id : each.relationships) text += " " + id.text();
    }
    return text;
}

std::string aside_in(const Translation& translation) {
    std::string text;
    for (const SetAside& each : translation.set_aside) {
        if (!text.empty()) text += "\n";
        text.append(name_of(each.record.kind)).append(" ").append(each.record.id.text());
        text.append(" ").append(name_of(each.status)).append(" ").append(each.code);
        if (!each.rule.empty()) text += " by " + each.rule;
    }
    return text;
}

std::string people_in(const Translation& translation) {
    std::string text;
    for (const Person& each : translation.seen.people) {
        if (!text.empty()) text += "\n";
        text += each.id.text();
        if (each.contact) text += " contact " + each.contact->text();
        if (each.owner) text += " owner " + each.owner->text();
    }
    return text;
}

std::string mapping_with(std::string_view relationships, std::string_view further) {
    return R"({"programme": {"name": "Growth", "language": "en", "time_zone": "UTC",
                              "people": {"list": "Mentorointi"}},
               "relationships": [)" +
           std::string(relationships) + "]" + std::string(further) + "}";
}

}  // namespace mentorsync::test
