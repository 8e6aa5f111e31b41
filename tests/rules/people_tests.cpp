#include <boost/test/unit_test.hpp>

#include "tests/rules/portal.hpp"

using namespace mentorsync;
using test::Records;

namespace {

constexpr const char* kLabels =
    R"({"kind": "pair", "from": {"association_label": {"mentor": "Mentor", "mentee": "Aktori"}}})";
constexpr const char* kNamed =
    R"(, "disclose": ["mentor.name"], "rollups": {"mentoring_mentor": "mentor.name"})";

Translation translate(const Records& records, const Aliases& known = {},
                      const std::string& further = "") {
    return test::bound(test::mapping_with(kLabels, further)).translate(records.all(), known);
}

Aliases aliases(std::initializer_list<std::pair<const char*, const char*>> pairs) {
    Aliases made;
    for (const auto& [former, canonical] : pairs) made.emplace(RecordId(former), canonical);
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(people_tests)

BOOST_AUTO_TEST_CASE(a_merged_contact_keeps_the_smallest_id_as_a_number) {
    Records records;
    records.member("11", "300").contact("300").merged({"200", "99"});
    const Translation result = translate(records);
    BOOST_TEST(test::people_in(result) == "99 contact 300");
    BOOST_TEST((result.seen.aliases == aliases({{"200", "99"}, {"300", "99"}})));
}

BOOST_AUTO_TEST_CASE(ids_beyond_a_double_are_told_apart) {
    Records records;
    records.member("11", "9007199254740993")
        .contact("9007199254740993")
        .merged({"9007199254740992"});
    BOOST_TEST(test::people_in(translate(records)) == "9007199254740992 contact 9007199254740993");
}

BOOST_AUTO_TEST_CASE(a_chain_of_merges_over_several_syncs_is_one_person) {
    Records records;
    records.member("11", "40").contact("40").merged({"30"});
    const Translation result = translate(records, aliases({{"20", "10"}, {"30", "20"}}));
    BOOST_TEST(test::people_in(result) == "10 contact 40");
    BOOST_TEST((result.seen.aliases == aliases({{"20", "10"}, {"30", "10"}, {"40", "10"}})));
}

BOOST_AUTO_TEST_CASE(a_smaller_id_that_turns_up_later_renames_the_whole_set) {
    Records records;
    records.member("11", "40").contact("40").merged({"5"});
    BOOST_TEST(test::people_in(translate(records, aliases({{"40", "20"}}))) == "5 contact 40");
}

BOOST_AUTO_TEST_CASE(merges_in_a_circle_end) {
    Records records;
    records.member("11", "2").contact("2").merged({"1", "2"});
    BOOST_TEST(test::people_in(translate(records, aliases({{"1", "2"}, {"2", "1"}}))) ==
               "1 contact 2");
}

BOOST_AUTO_TEST_CASE(lists_and_links_may_still_name_former_ids) {
    Records records;
    records.member("11", "10").contact("40").merged({"10", "20"}).contact("50").merged({"7", "8"});
    records.label("20", "8", "Mentor");
    BOOST_TEST(test::relationships_in(translate(records)) == "pair:7:10 by relationships[0]");
}

BOOST_AUTO_TEST_CASE(a_mentor_merged_into_the_mentee_mentors_nobody) {
    Records records;
    records.member("11", "40").contact("40").merged({"10", "20"}).label("10", "20", "Mentor");
    const Translation result = translate(records);
    BOOST_TEST(test::relationships_in(result) == "");
    BOOST_TEST(test::aside_in(result) ==
               "contact 40 failing merged_with_mentor by relationships[0]");
}

BOOST_AUTO_TEST_CASE(in_the_moment_of_a_merge_only_the_merged_record_counts) {
    Records records;
    records.member("11", "10").contact("10").contact("40").merged({"10"});
    const Translation result = translate(records);
    BOOST_TEST(test::people_in(result) == "10 contact 40");
    BOOST_TEST(test::aside_in(result) == "contact 10 excluded merged");
    // The portal may keep the smaller id as well.
    Records kept;
    kept.member("11", "40").contact("10").merged({"40"}).contact("40");
    BOOST_TEST(test::people_in(translate(kept)) == "10 contact 10");
}

BOOST_AUTO_TEST_CASE(archived_contacts_are_excluded_and_answer_to_no_address) {
    Records records;
    records.member("11", "1").contact("1", {{"email", "a@x.fi"}}).archived();
    records.member("11", "2").contact("2", {{"email", "A@x.fi"}}).owner("70", "a@X.fi");
    const Translation result = translate(records);
    BOOST_TEST(test::people_in(result) == "2 contact 2 owner 70");
    BOOST_TEST(test::aside_in(result) == "contact 1 excluded archived");
}

// Whichever order the CRM tells the users in.
BOOST_AUTO_TEST_CASE(of_two_users_a_contact_is_the_one_of_its_primary_address) {
    for (const bool swapped : {false, true}) {
        Records records;
        records.member("11", "1").contact(
            "1", {{"email", "a@x.fi"}, {"hs_additional_emails", "b@x.fi;c@x.fi"}});
        records.owner(swapped ? "7" : "9", swapped ? "b@x.fi" : "a@x.fi");
        records.owner("8", "c@x.fi");
        records.owner(swapped ? "9" : "7", swapped ? "a@x.fi" : "b@x.fi");
        BOOST_TEST(test::people_in(translate(records)) == "1 contact 1 owner 9");
    }
}

BOOST_AUTO_TEST_CASE(a_contact_is_joined_with_the_user_of_its_address) {
    Records records;
    records.member("11", "1").contact("1", {{"hs_additional_emails", "other@x.fi; a@x.fi"}});
    records.owner("9", "a@x.fi", true).owner("70", "A@X.FI").owner("8", "b@x.fi").owner("7", "");
    BOOST_TEST(test::people_in(translate(records)) == "1 contact 1 owner 70");
}

BOOST_AUTO_TEST_CASE(an_address_of_two_contacts_joins_neither) {
    Records records;
    records.member("11", "1").contact("1", {{"email", "a@x.fi"}});
    records.member("11", "2").contact("2", {{"email", "a@x.fi"}}).owner("70", "a@x.fi");
    BOOST_TEST(test::people_in(translate(records)) == "1 contact 1\n2 contact 2");
}

BOOST_AUTO_TEST_CASE(a_deactivated_user_is_nobodys_user) {
    Records records;
    records.member("11", "1").contact("1", {{"email", "a@x.fi"}}).owner("9", "a@x.fi", true);
    BOOST_TEST(test::people_in(translate(records)) == "1 contact 1");
}

BOOST_AUTO_TEST_CASE(an_address_that_is_none_is_told) {
    Records records;
    records.member("11", "1").contact("1", {{"email", std::string(1'048'576, 'x')}});
    const Translation result = translate(records);
    BOOST_TEST(test::people_in(result) == "1 contact 1");
    BOOST_TEST(test::aside_in(result) == "contact 1 failing value_too_long");
}

BOOST_AUTO_TEST_CASE(names_come_from_the_contact_or_else_from_the_user) {
    Records records;
    records.member("11", "1").contact("1", {{"firstname", " Aino "}, {"lastname", "Virtanen"}});
    records.member("11", "2").contact("2", {{"email", "o@x.fi"}}).owner("70", "o@x.fi");
    records.member("11", "3").contact("3", {{"lastname", "Laine"}});
    const Translation result = translate(records);
    BOOST_TEST(result.seen.people[0].name.confidential_value() == "Aino Virtanen");
    BOOST_TEST(result.seen.people[1].name.confidential_value() == "Olli Owner");
    BOOST_TEST(result.seen.people[2].name.confidential_value() == "Laine");
}

BOOST_AUTO_TEST_CASE(rollups_are_read_of_everybody_and_of_those_who_left_with_them) {
    Records records;
    records.member("11", "40").contact("40", {{"mentoring_mentor", "Matti"}}).merged({"10"});
    records.contact("2").label("40", "2", "Mentor");
    records.contact("3", {{"mentoring_mentor", "Left behind"}});
    records.contact("4", {{"jobtitle", "x"}});
    const auto rollups = translate(records, {}, kNamed).seen.rollups;
    BOOST_TEST(rollups.size() == 3U);
    // By the id that the CRM knows today: it is written to.
    BOOST_TEST(rollups.at(RecordId("40")).at("mentoring_mentor") == "Matti");
    BOOST_TEST(rollups.at(RecordId("2")).empty());
    BOOST_TEST(rollups.at(RecordId("3")).contains("mentoring_mentor"));
}

BOOST_AUTO_TEST_CASE(goals_are_ranked_as_they_are_written) {
    Records records;
    records.member("11", "1").contact("1", {{"aktori_goal", "Listen; ;Write "}});
    records.contact("2", {{"aktori_goal", "Somebody else's"}});
    const auto goals =
        translate(records, {}, R"(, "goals": {"property": "aktori_goal", "split": ";"})")
            .seen.goals;
    BOOST_TEST_REQUIRE(goals.size() == 2U);
    BOOST_TEST(goals[0].text.confidential_value() == "Listen");
    BOOST_TEST(goals[1].text.confidential_value() == "Write");
    BOOST_TEST(goals[1].rank == 2);
    const auto whole =
        translate(records, {}, R"(, "goals": {"property": "aktori_goal"})").seen.goals;
    BOOST_TEST_REQUIRE(whole.size() == 1U);
}

BOOST_AUTO_TEST_CASE(members_of_the_list_are_counted_once) {
    Records records;
    records.member("11", "1").member("11", "1").member("11", "2").member("12", "3");
    const RuleSet listed = test::bound(test::mapping_with(kLabels));
    BOOST_TEST(listed.people_in_list(records.all()).value() == 2U);
    const RuleSet everyone = test::bound(
        R"({"programme": {"name": "G", "language": "en", "time_zone": "UTC", "people": "everyone"},
            "relationships": [{"kind": "pair", "from": {"contact_owner": true}}]})");
    BOOST_TEST(!everyone.people_in_list(records.all()).has_value());
    BOOST_TEST(everyone.translate(Records().contact("5").all(), {}).seen.people.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
