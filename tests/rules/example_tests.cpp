#include <boost/test/unit_test.hpp>

#include "tests/rules/portal.hpp"

using namespace mentorsync;

BOOST_AUTO_TEST_SUITE(example_tests)

BOOST_AUTO_TEST_CASE(the_shipped_example_is_right) {
    const Mapping mapping = test::parsed(test::file_text("config/mapping.example.json"));
    BOOST_TEST(mapping.programme().name == "Kasvu 2026");
    BOOST_TEST(mapping.programme().language == "fi");
    BOOST_TEST(mapping.programme().rollups.size() == 4U);
    BOOST_TEST_REQUIRE(mapping.programme().schedule.has_value());
    BOOST_TEST((mapping.programme().schedule->weekday == std::chrono::Monday));
    BOOST_TEST(mapping.programme().schedule->time_of_day.count() == 480);
    BOOST_TEST(mapping.programme().disclosure.names("mentor.name"));
}

BOOST_AUTO_TEST_CASE(the_example_asks_for_no_more_than_its_rules_read) {
    const PullScope scope = test::example_rules().scope();
    BOOST_TEST((scope.people_list == ListId("11")));
    const std::vector<std::string> contact_properties{"aktori_goal",
                                                      "email",
                                                      "firstname",
                                                      "growth_group",
                                                      "hs_additional_emails",
                                                      "hubspot_owner_id",
                                                      "lastname",
                                                      "mentor_email",
                                                      "mentoring_mentees",
                                                      "mentoring_mentor",
                                                      "mentoring_overdue",
                                                      "mentoring_progress",
                                                      "mentoring_role"};
    BOOST_TEST(scope.contact_properties == contact_properties, boost::test_tools::per_element());
    const std::vector<std::string> task_properties{
        "hs_task_status", "hs_task_subject", "hs_timestamp", "hubspot_owner_id", "task_category"};
    BOOST_TEST(scope.task_properties == task_properties, boost::test_tools::per_element());
    BOOST_TEST((scope.member_lists == std::vector{ListId("12")}));
    BOOST_TEST(scope.contact_links);
    BOOST_TEST((scope.label_type_ids == std::vector{101, 102}));
    BOOST_TEST((scope.email_references == std::vector<std::string>{"mentor_email"}));
    BOOST_TEST(scope.owner_references);
    BOOST_TEST(scope.owned_tasks);
}

BOOST_AUTO_TEST_CASE(records_become_pairs_groups_and_tasks) {
    test::Records records;
    records.member("11", "1")
        .member("11", "3")
        .contact("3", {{"growth_group", "copy ryhmä"}})
        .contact("1", {{"email", "aino@x.fi"}, {"growth_group", " Copy  Ryhmä "}})
        .contact("2", {{"email", "matti@x.fi"}})
        .label("1", "2", "Mentor")
        .task("9", {{"hs_task_subject", "Haaste: soita"}, {"hs_task_status", "COMPLETED"}})
        .assign("9", "1");
    const Translation result = test::example_rules().translate(records.all(), {});
    BOOST_TEST_REQUIRE(result.seen.relationships.size() == 2U);
    BOOST_TEST(result.seen.relationships[0].id.text() == "group:growth_group:copy ryhmä");
    BOOST_TEST(result.seen.relationships[1].id.text() == "pair:2:1");
    BOOST_TEST(result.seen.relationships[1].source_rule == "relationships[0]");
    BOOST_TEST_REQUIRE(result.seen.tasks.size() == 1U);
    BOOST_TEST((result.seen.tasks[0].state == TaskState::Done));
    BOOST_TEST((result.seen.tasks[0].relationships == std::vector{RelationshipId("pair:2:1")}));
    BOOST_TEST(result.set_aside.empty());
}

BOOST_AUTO_TEST_SUITE_END()
