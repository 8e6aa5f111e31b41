#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "mentorsync/own_names.hpp"
#include "tests/rules/portal.hpp"

using namespace mentorsync;

namespace {

constexpr const char* kOwnerRule = R"({"kind": "pair", "from": {"contact_owner": true}})";

struct Lacking {
    const char* why;
    const char* rules;
    const char* further;
    const char* fault;  // the only one, without its file
};
std::ostream& operator<<(std::ostream& out, const Lacking& row) {
    return out << row.why;
}

// What the mapping says at a place: a word in its quotes, or a bracket.
std::string word_at(const std::string& text, json::Position at) {
    std::size_t begin = 0;
    for (std::size_t line = 1; line < at.line; ++line) begin = text.find('\n', begin) + 1;
    begin += at.column - 1;
    const bool word = text[begin] == '"';
    return text.substr(begin, word ? text.find('"', begin + 1) - begin + 1 : 1);
}

std::string faults_of(const std::string& text, const CrmSchema& schema) {
    const auto rules = bind_mapping(test::parsed(text), schema);
    std::string all;
    if (rules) return all;
    for (const Fault& fault : rules.error()) {
        if (!all.empty()) all += "; ";
        const std::string line = to_text(fault);
        const std::string_view what = "error: ";
        all += word_at(text, fault.at) + ": " + line.substr(line.find(what) + what.size());
    }
    return all;
}

void forget(CrmSchema& schema, std::string_view property) {
    std::erase_if(schema.properties, [&](const auto& each) { return each.name == property; });
}

CrmProperty& property(CrmSchema& schema, std::string_view name) {
    return *std::ranges::find(schema.properties, name, &CrmProperty::name);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bind_tests)

const Lacking kLacking[] = {
    {"no such property", R"({"kind": "pair", "from": {"contact_property": "mentor_mail"}})", "",
     "\"mentor_mail\": contacts of this portal have no property 'mentor_mail' "
     "(did you mean 'mentor_email'?)"},
    {"a property of tasks only",
     R"({"kind": "peer_group", "from": {"contact_property": "task_category"}})", "",
     "\"task_category\": contacts of this portal have no property 'task_category' "
     "(tasks have one, but this rule reads contacts)"},
    {"no such list", R"({"kind": "peer_group", "from": {"list": "Kasvuryhma Copy"}})", "",
     "\"Kasvuryhma Copy\": this portal has no contact list 'Kasvuryhma Copy' "
     "(did you mean 'Kasvuryhmä Copy'?)"},
    {"a label of another name",
     R"({"kind": "pair", "from": {"association_label": {"mentor": "Mentro", "mentee": "Aktori"}}})",
     "", "\"Mentro\": this portal has no label 'Mentro' between contacts (did you mean 'Mentor'?)"},
    {"one side of a label",
     R"({"kind": "pair", "from": {"association_label": {"mentor": "Coach", "mentee": "Aktori"}}})",
     "",
     "\"Coach\": this portal has no label 'Coach' between contacts "
     "(the label of the other side exists; look up what the CRM calls this one)"},
    {"no such option",
     R"({"kind": "pair", "from": {"contact_owner": true}, "where": {"property": "mentoring_role", "contains": "aktor"}})",
     "",
     "\"aktor\": 'mentoring_role' has no option 'aktor' in this portal "
     "(did you mean 'aktori'?)"},
    {"a label instead of a value",
     R"({"kind": "pair", "from": {"contact_owner": true}, "where": {"property": "mentoring_role", "in": ["Label of mentori"]}})",
     "",
     "\"Label of mentori\": 'mentoring_role' has no option 'Label of mentori' in this portal "
     "(that is a label; records hold 'mentori')"},
    {"a date compared with text",
     R"({"kind": "pair", "from": {"contact_owner": true}, "where": {"property": "jobtitle", "before": "2026-09-01"}})",
     "", "\"jobtitle\": 'jobtitle' is a string in this portal, and 'before' needs a date"},
    {"a goal property", kOwnerRule, R"(, "goals": {"property": "aktori_goals"})",
     "\"aktori_goals\": contacts of this portal have no property 'aktori_goals' "
     "(did you mean 'aktori_goal'?)"},
    {"a state of no task", kOwnerRule,
     R"(, "task_fields": {"state": {"property": "hs_task_status", "values": {"DONE": "done"}}})",
     "\"DONE\": 'hs_task_status' has no option 'DONE' in this portal (known here: "
     "NOT_STARTED, IN_PROGRESS, WAITING, COMPLETED, DEFERRED)"},
    {"a deadline that is no date", kOwnerRule,
     R"(, "task_fields": {"due": "hs_task_subject", "state": {"property": "hs_task_status", "values": {"COMPLETED": "done"}}})",
     "\"hs_task_subject\": 'hs_task_subject' is a string in this portal, and 'due' needs a date"},
    {"a title that is not there", kOwnerRule,
     R"(, "task_fields": {"title": "subject", "state": {"property": "hs_task_status", "values": {"COMPLETED": "done"}}})",
     "\"subject\": tasks of this portal have no property 'subject' (known here: "
     "hs_task_subject, hs_timestamp, hubspot_owner_id, hs_task_status, task_category)"},
    {"a roll-up that setup makes", kOwnerRule, R"(, "rollups": {"mentoring_done": "tasks.done"})",
     "\"mentoring_done\": contacts of this portal have no property 'mentoring_done' "
     "(run: mentorsync setup)"},
    {"a roll-up onto somebody else's property", kOwnerRule,
     R"(, "rollups": {"jobtitle": "tasks.done"})",
     "\"jobtitle\": 'jobtitle' is not mentorsync's: its group is '' "
     "(write to a property of another name, which setup will create)"},
    {"a roll-up of another type", kOwnerRule, R"(, "rollups": {"mentoring_mentor": "tasks.done"})",
     "\"mentoring_mentor\": 'mentoring_mentor' is a string in this portal, and this roll-up is a "
     "number "
     "(write to a property of another name, which setup will create)"},
};
BOOST_DATA_TEST_CASE(what_the_portal_lacks_is_a_fault_where_it_is_named, kLacking, row) {
    BOOST_TEST(faults_of(test::mapping_with(row.rules, row.further), test::full_schema()) ==
               row.fault);
}

BOOST_AUTO_TEST_CASE(a_list_name_must_be_told_from_others) {
    CrmSchema schema = test::full_schema();
    schema.lists.push_back({ListId("13"), "Mentorointi", std::nullopt});
    BOOST_TEST(faults_of(test::mapping_with(kOwnerRule), schema) ==
               "\"Mentorointi\": 2 contact lists are called 'Mentorointi' "
               "(rename all but one in the CRM)");
}

BOOST_AUTO_TEST_CASE(labels_that_neither_exist_are_for_setup) {
    CrmSchema schema = test::full_schema();
    schema.contact_labels.clear();
    const std::string faults = faults_of(
        test::mapping_with(
            R"({"kind": "pair", "from": {"association_label": {"mentor": "Mentor", "mentee": "Aktori"}}})"),
        schema);
    BOOST_TEST(faults ==
               "\"Mentor\": this portal has no label 'Mentor' between contacts (run: mentorsync "
               "setup); \"Aktori\": this portal has no label 'Aktori' between contacts (run: "
               "mentorsync setup)");
}

BOOST_AUTO_TEST_CASE(a_read_only_rollup_is_a_fault) {
    CrmSchema schema = test::full_schema();
    property(schema, "mentoring_progress").read_only = true;
    const std::string text =
        test::mapping_with(kOwnerRule, R"(, "rollups": {"mentoring_progress": "tasks.done"})");
    BOOST_TEST(faults_of(text, schema) ==
               "\"mentoring_progress\": 'mentoring_progress' cannot be written in this portal");
}

constexpr const char* kNotes = R"(, "progress_notes": {"schedule": "Mon 08:00"})";
constexpr const char* kSettled =
    R"(, "progress_notes": {"schedule": "Mon 08:00", "without_unique_key": "settle"})";

BOOST_AUTO_TEST_CASE(notes_need_a_key_that_setup_makes) {
    CrmSchema schema = test::full_schema();
    forget(schema, kKeyProperty);
    BOOST_TEST(faults_of(test::mapping_with(kOwnerRule, kNotes), schema) ==
               "{: notes of this portal have no property 'mentorsync_key', which keeps "
               "notes from doubling (run: mentorsync setup)");
    BOOST_TEST(faults_of(test::mapping_with(kOwnerRule), schema) == "");  // no notes, no key
}

BOOST_AUTO_TEST_CASE(a_key_that_is_not_unique_needs_the_admins_word) {
    CrmSchema schema = test::full_schema();
    property(schema, kKeyProperty).unique = false;
    BOOST_TEST(faults_of(test::mapping_with(kOwnerRule, kNotes), schema) ==
               "{: 'mentorsync_key' is not unique in this portal, so a note could double "
               "(ask for the one risk with \"without_unique_key\": \"settle\")");
    const auto settled =
        bind_mapping(test::parsed(test::mapping_with(kOwnerRule, kSettled)), schema);
    BOOST_TEST_REQUIRE(settled.has_value());
    BOOST_TEST(!settled->has_unique_key());
    BOOST_TEST(test::bound(test::mapping_with(kOwnerRule, kNotes)).has_unique_key());
}

BOOST_AUTO_TEST_CASE(every_fault_is_told_at_once) {
    const auto rules =
        bind_mapping(test::parsed(test::file_text("config/mapping.example.json")), CrmSchema{});
    BOOST_TEST_REQUIRE(!rules.has_value());
    BOOST_TEST(rules.error().size() == 18U);
    BOOST_TEST((std::ranges::is_sorted(rules.error(), {},
                                       [](const Fault& fault) { return fault.at.line; })));
}

BOOST_AUTO_TEST_CASE(only_what_is_asked_for_is_pulled) {
    const PullScope scope = test::bound(test::mapping_with(kOwnerRule)).scope();
    const std::vector<std::string> properties{"email", "hs_additional_emails", "hubspot_owner_id"};
    BOOST_TEST(scope.contact_properties == properties, boost::test_tools::per_element());
    BOOST_TEST(scope.task_properties.empty());
    BOOST_TEST(!scope.owned_tasks);
    BOOST_TEST(!scope.contact_links);
    BOOST_TEST(scope.owner_references);
    BOOST_TEST(scope.email_references.empty());
    BOOST_TEST(scope.member_lists.empty());
}

BOOST_AUTO_TEST_CASE(two_rules_on_the_same_labels_ask_for_each_once) {
    const std::string labels =
        R"({"kind": "pair", "from": {"association_label": {"mentor": "Mentor", "mentee": "Aktori"}},
            "where": {"property": "jobtitle", "equals": ")";
    const RuleSet rules =
        test::bound(test::mapping_with(labels + "Copy\"}}," + labels + "Design\"}}"));
    BOOST_TEST((rules.scope().label_type_ids == std::vector{101, 102}));
}

BOOST_AUTO_TEST_CASE(names_are_pulled_only_where_they_are_told) {
    const auto pulls_names = [](const std::string& further) {
        const PullScope scope = test::bound(test::mapping_with(kOwnerRule, further)).scope();
        return std::ranges::find(scope.contact_properties, "firstname") !=
               scope.contact_properties.end();
    };
    BOOST_TEST(!pulls_names(R"(, "disclose": ["mentor.name"])"));
    BOOST_TEST(!pulls_names(kNotes));
    BOOST_TEST(pulls_names(std::string(kNotes) + R"(, "disclose": ["mentor.name"])"));
    BOOST_TEST(pulls_names(
        R"(, "disclose": ["mentor.name"], "rollups": {"mentoring_mentor": "mentor.name"})"));
}

BOOST_AUTO_TEST_SUITE_END()
