#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>

#include "tests/rules/portal.hpp"

using namespace mentorsync;

namespace {

// The example's mapping for a CRM that calls everything otherwise, and that CRM.
std::string with_names(std::string_view block) {
    std::string text = test::file_text("config/mapping.example.json");
    const std::size_t programme = text.find("\"programme\"");
    return text.insert(programme, "\"properties\": " + std::string(block) + ",\n  ");
}

constexpr std::string_view kNames = R"({
    "contact": {"mentor_email": "c1", "mentoring_role": "c2", "growth_group": "c3",
                "aktori_goal": "c4", "mentoring_mentor": "c5"},
    "task": {"hs_task_subject": "t1", "task_category": "t2", "hs_timestamp": "t3",
             "hs_task_status": "t4"}})";

CrmSchema renamed_schema() {
    const std::map<std::string, std::string> names{
        {"mentor_email", "c1"},  {"mentoring_role", "c2"},   {"growth_group", "c3"},
        {"aktori_goal", "c4"},   {"mentoring_mentor", "c5"}, {"hs_task_subject", "t1"},
        {"task_category", "t2"}, {"hs_timestamp", "t3"},     {"hs_task_status", "t4"}};
    CrmSchema schema = test::full_schema();
    for (CrmProperty& property : schema.properties) {
        const auto found = names.find(property.name);
        if (found != names.end()) property.name = found->second;
    }
    return schema;
}

std::string faults_of(const std::string& text, const CrmSchema& schema) {
    const auto rules = bind_mapping(test::parsed(text), schema);
    std::string all;
    if (!rules) {
        for (const Fault& fault : rules.error()) all += to_text(fault) + "\n";
    }
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(property_names_tests)

BOOST_AUTO_TEST_CASE(the_names_at_the_top_reach_every_rule) {
    const auto rules = bind_mapping(test::parsed(with_names(kNames)), renamed_schema());
    BOOST_TEST_REQUIRE(rules.has_value());
    const PullScope scope = rules->scope();
    const std::vector<std::string> contact{"c1",
                                           "c2",
                                           "c3",
                                           "c4",
                                           "c5",
                                           "email",
                                           "firstname",
                                           "hs_additional_emails",
                                           "hubspot_owner_id",
                                           "lastname",
                                           "mentoring_mentees",
                                           "mentoring_overdue",
                                           "mentoring_progress"};
    BOOST_TEST(scope.contact_properties == contact, boost::test_tools::per_element());
    const std::vector<std::string> task{"hubspot_owner_id", "t1", "t2", "t3", "t4"};
    BOOST_TEST(scope.task_properties == task, boost::test_tools::per_element());
    BOOST_TEST((scope.email_references == std::vector<std::string>{"c1"}));
}

BOOST_AUTO_TEST_CASE(a_name_of_tasks_is_none_of_contacts) {
    const Mapping mapping =
        test::parsed(with_names(R"({"task": {"mentor_email": "t1", "mentoring_mentor": "t2"}})"));
    BOOST_TEST(bind_mapping(mapping, test::full_schema()).has_value());
}

BOOST_AUTO_TEST_CASE(names_that_nothing_uses_do_no_harm) {
    const Mapping mapping = test::parsed(with_names(R"({"contact": {"shoe_size": "size"}})"));
    BOOST_TEST(bind_mapping(mapping, test::full_schema()).has_value());
}

BOOST_AUTO_TEST_CASE(what_the_crm_lacks_is_told_where_its_name_stands) {
    const std::string text = with_names(R"({"contact": {"aktori_goal": "c44"}})");
    const std::string before = text.substr(0, text.find("c44"));
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::string faults = faults_of(text, test::full_schema());
    BOOST_TEST(faults.find(":" + std::to_string(line) + ":") != std::string::npos, faults);
    BOOST_TEST(faults.find("'c44'") != std::string::npos, faults);
}

BOOST_AUTO_TEST_CASE(consent_is_for_these_names) {
    const std::string one = with_names(R"({"task": {"task_category": "a"}})");
    const std::string other = with_names(R"({"task": {"task_category": "b"}})");
    BOOST_TEST(test::parsed(one).canonical_text() != test::parsed(other).canonical_text());
}

BOOST_AUTO_TEST_SUITE_END()
