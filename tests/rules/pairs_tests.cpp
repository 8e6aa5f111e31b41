#include <boost/test/unit_test.hpp>

#include "tests/rules/portal.hpp"

using namespace mentorsync;
using test::Records;

namespace {

constexpr const char* kLabels =
    R"({"kind": "pair", "from": {"association_label": {"mentor": "Mentor", "mentee": "Aktori"}}})";
constexpr const char* kProperty =
    R"({"kind": "pair", "from": {"contact_property": "mentor_email"}})";
constexpr const char* kOwner = R"({"kind": "pair", "from": {"contact_owner": true}})";

Translation translate(const std::string& rules, const Records& records, const Aliases& known = {}) {
    return test::bound(test::mapping_with(rules)).translate(records.all(), known);
}

// Mentee 1 in the programme, mentor 2 outside, 3 outside and unused.
Records three_people() {
    Records records;
    records.member("11", "1")
        .contact("1", {{"email", "aino@x.fi"}})
        .contact("2", {{"email", "Matti@X.fi"}, {"hs_additional_emails", "m@old.fi;m2@old.fi"}})
        .contact("3", {{"email", "sanna@x.fi"}});
    return records;
}

Records with_mentor(const std::string& value) {
    Records records = three_people();
    records.member("11", "4").contact("4", {{"email", "eero@x.fi"}, {"mentor_email", value}});
    return records;
}

Records with_owner(const std::string& id) {
    Records records = three_people();
    records.member("11", "4").contact("4", {{"email", "eero@x.fi"}, {"hubspot_owner_id", id}});
    records.owner("70", "matti@x.fi").owner("71", "new@x.fi").owner("72", "left@x.fi", true);
    return records;
}

std::string pairs(const std::string& rules, const Records& records) {
    return test::relationships_in(translate(rules, records));
}

// The first failing contact and why; "none" when there is none.
std::string code_of(const std::string& rules, const Records& records) {
    const Translation result = translate(rules, records);
    for (const SetAside& each : result.set_aside) {
        if (each.status == RecordStatus::Failing) return each.record.id.text() + " " + each.code;
    }
    return "none";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pairs_tests)

BOOST_AUTO_TEST_CASE(a_label_says_what_the_other_side_is) {
    BOOST_TEST(pairs(kLabels, three_people().label("1", "2", "Mentor")) ==
               "pair:2:1 by relationships[0]");
    BOOST_TEST(pairs(kLabels, three_people().label("2", "1", "Aktori")) ==
               "pair:2:1 by relationships[0]");
}

BOOST_AUTO_TEST_CASE(both_directions_of_a_label_are_one_pair) {
    BOOST_TEST(pairs(kLabels, three_people().label("1", "2", "Mentor").label("2", "1", "Aktori")) ==
               "pair:2:1 by relationships[0]");
}

BOOST_AUTO_TEST_CASE(a_mentee_outside_the_programme_makes_no_pair) {
    const Translation result = translate(kLabels, three_people().label("2", "1", "Mentor"));
    BOOST_TEST(test::relationships_in(result) == "");
    BOOST_TEST(test::aside_in(result) ==
               "contact 2 excluded not_in_programme\ncontact 3 excluded not_in_programme");
}

BOOST_AUTO_TEST_CASE(a_mentor_outside_the_programme_is_drawn_in) {
    const Translation result = translate(kLabels, three_people().label("1", "2", "Mentor"));
    BOOST_TEST(test::people_in(result) == "1 contact 1\n2 contact 2");
    BOOST_TEST(test::aside_in(result) == "contact 3 excluded not_in_programme");
    BOOST_TEST((result.statuses.at({RecordKind::Contact, RecordId("2")}) == RecordStatus::InSync));
}

BOOST_AUTO_TEST_CASE(links_without_the_label_mean_nothing) {
    Records records = three_people();
    CrmSnapshot snapshot = records.label("1", "2", "Mentor").all();
    snapshot.links[0].types[1] = {"USER_DEFINED", 555, "Mentor"};  // another label of that name
    const auto rules = test::bound(test::mapping_with(kLabels));
    BOOST_TEST(test::relationships_in(rules.translate(snapshot, {})) == "");
    snapshot.links[0].types[1] = {"INTEGRATOR_DEFINED", 101, "Mentor"};  // ids are per category
    BOOST_TEST(test::relationships_in(rules.translate(snapshot, {})) == "");
}

BOOST_AUTO_TEST_CASE(a_label_on_a_deleted_mentor_makes_no_pair_and_no_fault) {
    Records records = three_people();
    records.contact("5").archived().label("1", "5", "Mentor").label("1", "6", "Mentor");
    const Translation result = translate(kLabels, records);
    BOOST_TEST(test::relationships_in(result) == "");
    BOOST_TEST((result.statuses.at({RecordKind::Contact, RecordId("1")}) == RecordStatus::InSync));
}

BOOST_AUTO_TEST_CASE(a_property_names_the_mentor_in_any_letter_case) {
    BOOST_TEST(pairs(kProperty, with_mentor(" MATTI@x.FI ")) == "pair:2:4 by relationships[0]");
}

BOOST_AUTO_TEST_CASE(a_further_address_names_the_mentor_too) {
    BOOST_TEST(pairs(kProperty, with_mentor("m2@OLD.fi")) == "pair:2:4 by relationships[0]");
}

BOOST_AUTO_TEST_CASE(several_addresses_name_several_mentors) {
    BOOST_TEST(pairs(kProperty, with_mentor("matti@x.fi; sanna@x.fi,matti@x.fi")) ==
               "pair:2:4 by relationships[0]\npair:3:4 by relationships[0]");
}

BOOST_AUTO_TEST_CASE(a_mentor_who_is_only_a_crm_user_has_an_owner_id) {
    const Translation result =
        translate(kProperty, with_mentor("olli@x.fi").owner("70", "Olli@x.fi"));
    BOOST_TEST(test::relationships_in(result) == "pair:owner:70:4 by relationships[0]");
    BOOST_TEST(test::people_in(result) == "1 contact 1\n4 contact 4\nowner:70 owner 70");
}

BOOST_AUTO_TEST_CASE(an_active_user_comes_before_a_deactivated_one_of_the_same_address) {
    BOOST_TEST(pairs(kProperty, with_mentor("o@x.fi")
                                    .owner("5", "o@x.fi", true)
                                    .owner("70", "o@x.fi")
                                    .owner("8", "o@x.fi")) == "pair:owner:8:4 by relationships[0]");
}

BOOST_AUTO_TEST_CASE(an_address_of_nobody_is_a_failure) {
    const Translation result = translate(kProperty, with_mentor("nobody@x.fi; matti@x.fi"));
    BOOST_TEST((result.statuses.at({RecordKind::Contact, RecordId("4")}) == RecordStatus::Failing));
    BOOST_TEST(result.set_aside.back().code == "mentor_not_found");
    BOOST_TEST(result.set_aside.back().rule == "relationships[0]");
    // Its other value still counts.
    BOOST_TEST(test::relationships_in(result) == "pair:2:4 by relationships[0]");
}

BOOST_AUTO_TEST_CASE(what_a_property_cannot_mean_is_told) {
    BOOST_TEST(code_of(kProperty, with_mentor("eero@x.fi")) == "4 mentor_is_self");
    BOOST_TEST(code_of(kProperty, with_mentor("left@x.fi").owner("72", "left@x.fi", true)) ==
               "4 owner_deactivated");
    BOOST_TEST(code_of(kProperty, with_mentor("two@x.fi")
                                      .contact("8", {{"email", "two@x.fi"}})
                                      .contact("9", {{"hs_additional_emails", "Two@x.fi"}})) ==
               "4 mentor_ambiguous");
    BOOST_TEST(code_of(kProperty, with_mentor(std::string(1025, 'a'))) == "4 value_too_long");
    BOOST_TEST(code_of(kProperty, with_mentor(std::string(1024, 'a'))) == "4 mentor_not_found");
    BOOST_TEST(code_of(kProperty, with_mentor(" ; ")) == "none");
    BOOST_TEST(code_of(kProperty, with_mentor(std::string("matti@x.fi\0", 11))) == "none");
}

BOOST_AUTO_TEST_CASE(an_address_shared_by_two_contacts_is_no_fault_while_nobody_needs_it) {
    Records records = three_people();
    records.contact("8", {{"email", "aino@x.fi"}});
    BOOST_TEST(code_of(kProperty, records) == "none");
}

BOOST_AUTO_TEST_CASE(the_owner_of_a_record_is_its_mentor) {
    BOOST_TEST(pairs(kOwner, with_owner("70")) == "pair:2:4 by relationships[0]");
    BOOST_TEST(pairs(kOwner, with_owner("71")) == "pair:owner:71:4 by relationships[0]");
    BOOST_TEST(pairs(kOwner, with_owner("")) == "");
}

BOOST_AUTO_TEST_CASE(what_an_owner_cannot_mean_is_told) {
    BOOST_TEST(code_of(kOwner, with_owner("72")) == "4 owner_deactivated");
    BOOST_TEST(code_of(kOwner, with_owner("99")) == "4 owner_not_found");
    BOOST_TEST(code_of(kOwner, with_owner("73").owner("73", "eero@x.fi")) == "4 mentor_is_self");
    BOOST_TEST(code_of(kOwner, with_owner("70").contact("8", {{"email", "matti@x.fi"}})) ==
               "4 mentor_ambiguous");
    BOOST_TEST(code_of(kOwner, with_owner("")) == "none");
}

BOOST_AUTO_TEST_CASE(the_first_rule_that_finds_a_pair_names_it) {
    Records records = with_mentor("matti@x.fi");
    records.label("4", "2", "Mentor").label("4", "3", "Mentor");
    BOOST_TEST(pairs(std::string(kProperty) + "," + kLabels, records) ==
               "pair:2:4 by relationships[0]\npair:3:4 by relationships[1]");
}

BOOST_AUTO_TEST_CASE(a_condition_is_asked_of_the_mentee) {
    const std::string rule =
        R"({"kind": "pair", "from": {"contact_owner": true},
            "where": {"property": "mentoring_role", "contains": "aktori"}})";
    Records records;
    records.member("11", "1").member("11", "2").owner("70", "olli@x.fi");
    records.contact("1", {{"hubspot_owner_id", "70"}, {"mentoring_role", "mentori;aktori"}});
    records.contact("2", {{"hubspot_owner_id", "99"}, {"mentoring_role", "mentori"}});
    const Translation result = translate(rule, records);
    BOOST_TEST(test::relationships_in(result) == "pair:owner:70:1 by relationships[0]");
    BOOST_TEST(test::aside_in(result) == "");
}

BOOST_AUTO_TEST_CASE(two_people_can_mentor_each_other) {
    Records records = three_people();
    records.member("11", "2").label("1", "2", "Mentor").label("2", "1", "Mentor");
    BOOST_TEST(pairs(kLabels, records) ==
               "pair:1:2 by relationships[0]\npair:2:1 by relationships[0]");
}

BOOST_AUTO_TEST_SUITE_END()
