#include <boost/test/unit_test.hpp>

#include "tests/rules/portal.hpp"

using namespace mentorsync;
using test::Records;

namespace {

constexpr const char* kProperty =
    R"({"kind": "peer_group", "from": {"contact_property": "growth_group"}})";
constexpr const char* kList = R"({"kind": "peer_group", "from": {"list": "Kasvuryhmä Copy"}})";

Translation translate(const std::string& rules, const Records& records) {
    return test::bound(test::mapping_with(rules)).translate(records.all(), {});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(groups_tests)

BOOST_AUTO_TEST_CASE(spellings_of_a_name_are_one_group) {
    Records records;
    for (const char* const id : {"1", "2", "3", "4", "5"}) records.member("11", id);
    records.contact("1", {{"growth_group", "Copy  Ääni"}})
        .contact("2", {{"growth_group", " COPY ÄÄNI "}})
        .contact("3", {{"growth_group", "Design"}})
        .contact("4", {{"growth_group", "\t"}})
        .contact("5", {{"growth_group", "design"}});
    const Translation result = translate(kProperty, records);
    BOOST_TEST(test::relationships_in(result) ==
               "group:growth_group:copy ääni of 1 2 by relationships[0]\n"
               "group:growth_group:design of 3 5 by relationships[0]");
    BOOST_TEST((result.seen.relationships[0].kind == RelationshipKind::PeerGroup));
    BOOST_TEST(test::aside_in(result) == "");
}

BOOST_AUTO_TEST_CASE(members_outside_the_programme_do_not_count) {
    Records records;
    records.member("11", "1").member("11", "2");
    records.contact("1", {{"growth_group", "Copy"}}).contact("2", {{"growth_group", "Copy"}});
    records.contact("3", {{"growth_group", "Copy"}}).contact("4").archived();
    for (const char* const id : {"1", "2", "3", "4"}) records.member("12", id);
    const Translation result = translate(std::string(kProperty) + "," + kList, records);
    BOOST_TEST(test::relationships_in(result) ==
               "group:growth_group:copy of 1 2 by relationships[0]\n"
               "group:list:12 of 1 2 by relationships[1]");
    BOOST_TEST(test::aside_in(result) ==
               "contact 3 excluded not_in_programme\ncontact 4 excluded archived");
}

BOOST_AUTO_TEST_CASE(a_name_that_one_person_has_is_no_group_and_most_likely_mistyped) {
    Records records;
    records.member("11", "1").contact("1", {{"growth_group", "Copi"}});
    const Translation result = translate(kProperty, records);
    BOOST_TEST(test::relationships_in(result) == "");
    BOOST_TEST(test::aside_in(result) == "contact 1 failing group_of_one by relationships[0]");
}

BOOST_AUTO_TEST_CASE(a_list_that_has_one_member_or_none_is_no_group) {
    BOOST_TEST(test::relationships_in(translate(kList, Records())) == "");
    Records records;
    records.member("11", "1").member("12", "1").contact("1");
    const Translation result = translate(kList, records);
    BOOST_TEST(test::relationships_in(result) == "");
    BOOST_TEST(test::aside_in(result) == "");
}

BOOST_AUTO_TEST_CASE(a_condition_is_asked_of_each_member) {
    Records records;
    for (const char* const id : {"1", "2", "3"}) records.member("11", id).member("12", id);
    records.contact("1", {{"jobtitle", "Copywriter"}, {"growth_group", "A"}});
    records.contact("2", {{"jobtitle", "Copywriter"}, {"growth_group", "A"}});
    records.contact("3", {{"growth_group", "A"}});
    const std::string where = R"(, "where": {"property": "jobtitle", "is_set": true}})";
    const std::string rules =
        R"({"kind": "peer_group", "from": {"list": "Kasvuryhmä Copy"})" + where + "," +
        R"({"kind": "peer_group", "from": {"contact_property": "growth_group"})" + where;
    BOOST_TEST(test::relationships_in(translate(rules, records)) ==
               "group:growth_group:a of 1 2 by relationships[1]\n"
               "group:list:12 of 1 2 by relationships[0]");
}

// The groups of two people with this value in this property.
std::string group_called(const std::string& value, const std::string& property = "growth_group") {
    Records records;
    for (const char* const id : {"1", "2"}) {
        records.member("11", id).contact(id, {{property, value}});
    }
    const std::string rule =
        R"({"kind": "peer_group", "from": {"contact_property": ")" + property + "\"}}";
    return test::relationships_in(translate(rule, records));
}

BOOST_AUTO_TEST_CASE(an_enumeration_may_name_several_groups_and_text_names_one) {
    BOOST_TEST(group_called("design;copy", "circles") ==
               "group:circles:copy of 1 2 by relationships[0]\n"
               "group:circles:design of 1 2 by relationships[0]");
    BOOST_TEST(group_called("design;copy") ==
               "group:growth_group:design;copy of 1 2 by relationships[0]");
}

BOOST_AUTO_TEST_CASE(control_characters_never_reach_an_id) {
    BOOST_TEST(group_called(std::string("A\r\n\0\x1B[2J", 8)) ==
               "group:growth_group:a [2j of 1 2 by relationships[0]");
}

BOOST_AUTO_TEST_CASE(no_group_is_called_by_more_than_a_kibibyte) {
    BOOST_TEST(!group_called(std::string(1024, 'x')).empty());
    Records records;
    records.member("11", "1").contact("1", {{"growth_group", std::string(1'048'576, 'x')}});
    BOOST_TEST(test::aside_in(translate(kProperty, records)) ==
               "contact 1 failing value_too_long by relationships[0]");
}

BOOST_AUTO_TEST_SUITE_END()
