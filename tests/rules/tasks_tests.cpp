#include <boost/test/unit_test.hpp>

#include "tests/rules/portal.hpp"

using namespace mentorsync;
using test::Records;

namespace {

constexpr const char* kRules =
    R"({"kind": "pair", "from": {"association_label": {"mentor": "Mentor", "mentee": "Aktori"}}},
       {"kind": "pair", "from": {"contact_owner": true}},
       {"kind": "peer_group", "from": {"contact_property": "growth_group"}})";
constexpr const char* kFields =
    R"(, "task_fields": {"due": "hs_timestamp", "state": {"property": "hs_task_status",
         "values": {"NOT_STARTED": "open", "COMPLETED": "done", "DEFERRED": "dropped"}}})";

std::string task_rules(const std::string& more = "") {
    return std::string(R"(, "learning_tasks": [
        {"kind": "challenge", "where": {"property": "hs_task_subject", "starts_with": "Haaste:"})") +
           more + R"(},
        {"kind": "practice", "where": {"property": "task_category", "equals": "learning"}}])" +
           kFields;
}

Translation translate(const Records& records, const std::string& more = "") {
    return test::bound(test::mapping_with(kRules, task_rules(more))).translate(records.all(), {});
}

// Mentees 1 and 3 in the programme, both in group A; 2 mentors both, 4 mentors 1 too; 3 mentors 5,
// who is in the programme and a CRM user. 6 is a customer.
Records programme() {
    Records records;
    for (const char* const id : {"1", "3", "5"}) records.member("11", id);
    records.contact("1", {{"growth_group", "A"}})
        .contact("2", {{"email", "two@x.fi"}})
        .contact("3", {{"growth_group", "A"}, {"email", "three@x.fi"}})
        .contact("4")
        .contact("5", {{"email", "five@x.fi"}})
        .contact("6");
    records.label("1", "2", "Mentor").label("3", "2", "Mentor").label("1", "4", "Mentor");
    records.label("5", "3", "Mentor");
    records.owner("50", "five@x.fi").owner("20", "two@x.fi").owner("30", "three@x.fi");
    return records;
}

Records with_task(Records::Values values) {
    Records records = programme();
    records.task("9", values);
    return records;
}

Records challenge() {
    return with_task({{"hs_task_subject", "Haaste: x"}, {"hs_task_status", "NOT_STARTED"}});
}

Records challenge_of(const std::string& owner) {
    return with_task({{"hs_task_subject", "Haaste: x"},
                      {"hs_task_status", "NOT_STARTED"},
                      {"hubspot_owner_id", owner}});
}

std::string status_of_task(const Translation& result) {
    std::string text(name_of(result.statuses.at({RecordKind::Task, RecordId("9")})));
    for (const SetAside& each : result.set_aside) {
        if (each.record.kind == RecordKind::Task) text += " " + each.code + " by " + each.rule;
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tasks_tests)

BOOST_AUTO_TEST_CASE(the_first_rule_that_matches_gives_the_kind) {
    const Translation result = translate(with_task({{"hs_task_subject", "haaste: x"},
                                                    {"task_category", "learning"},
                                                    {"hs_task_status", "COMPLETED"}})
                                             .assign("9", "3"));
    BOOST_TEST(test::tasks_in(result) == "9 challenge done for pair:2:3");
    BOOST_TEST(test::tasks_in(translate(
                   with_task({{"task_category", "learning"}, {"hs_task_status", "DEFERRED"}})
                       .assign("9", "3"))) == "9 practice dropped for pair:2:3");
}

BOOST_AUTO_TEST_CASE(a_task_that_no_rule_matches_is_excluded) {
    const Translation result =
        translate(with_task({{"hs_task_subject", "Call the customer"}}).assign("9", "3"));
    BOOST_TEST(status_of_task(result) == "excluded no_rule_matches by ");
    BOOST_TEST(test::tasks_in(result) == "");
}

BOOST_AUTO_TEST_CASE(a_task_counts_for_the_pair_whose_mentor_is_there_too) {
    BOOST_TEST(test::tasks_in(translate(challenge().assign("9", "1").assign("9", "2"))) ==
               "9 challenge open for pair:2:1");
}

BOOST_AUTO_TEST_CASE(a_task_of_a_mentor_who_is_a_mentee_too_counts_for_that_pair_only) {
    BOOST_TEST(test::tasks_in(translate(challenge().assign("9", "5").assign("9", "3"))) ==
               "9 challenge open for pair:3:5");
}

BOOST_AUTO_TEST_CASE(a_task_without_its_mentor_counts_for_every_pair_of_the_mentee) {
    BOOST_TEST(test::tasks_in(translate(challenge().assign("9", "1"))) ==
               "9 challenge open for pair:2:1 pair:4:1");
    BOOST_TEST(test::tasks_in(translate(challenge().assign("9", "1").assign("9", "6"))) ==
               "9 challenge open for pair:2:1 pair:4:1");
    BOOST_TEST(test::tasks_in(translate(challenge().assign("9", "1").assign("9", "3"))) ==
               "9 challenge open for pair:2:1 pair:2:3 pair:4:1");
}

BOOST_AUTO_TEST_CASE(a_link_counts_from_either_side) {
    Records records = challenge();
    CrmSnapshot snapshot = records.assign("9", "3").all();
    std::swap(snapshot.links.back().from, snapshot.links.back().to);
    const RuleSet rules = test::bound(test::mapping_with(kRules, task_rules()));
    BOOST_TEST(test::tasks_in(rules.translate(snapshot, {})) == "9 challenge open for pair:2:3");
}

BOOST_AUTO_TEST_CASE(a_rule_may_count_for_groups_or_for_both) {
    const Records records = challenge().assign("9", "1");
    BOOST_TEST(test::tasks_in(translate(records, R"(, "counts_for": "peer_group")")) ==
               "9 challenge open for group:growth_group:a");
    BOOST_TEST(test::tasks_in(translate(records, R"(, "counts_for": "both")")) ==
               "9 challenge open for group:growth_group:a pair:2:1 pair:4:1");
    BOOST_TEST(test::tasks_in(translate(records, R"(, "counts_for": "pair")")) ==
               "9 challenge open for pair:2:1 pair:4:1");
}

BOOST_AUTO_TEST_CASE(a_task_with_only_an_owner_is_the_owners_own) {
    BOOST_TEST(test::tasks_in(translate(challenge_of("50"))) ==
               "9 challenge open owner 5 for pair:3:5");
    // Who is both mentee and mentor does their own work as a mentee.
    BOOST_TEST(test::tasks_in(translate(challenge_of("30"))) ==
               "9 challenge open owner 3 for pair:2:3");
    BOOST_TEST(test::tasks_in(translate(challenge_of("20"))) ==
               "9 challenge open owner 2 for pair:2:1 pair:2:3");
    BOOST_TEST(test::tasks_in(translate(challenge_of("30"), R"(, "counts_for": "peer_group")")) ==
               "9 challenge open owner 3 for group:growth_group:a");
}

BOOST_AUTO_TEST_CASE(an_owner_who_is_no_contact_has_tasks_too) {
    Records records = challenge_of("77");
    records.owner("77", "olli@x.fi").member("11", "7");
    records.contact("7", {{"hubspot_owner_id", "77"}});
    BOOST_TEST(test::tasks_in(translate(records)) ==
               "9 challenge open owner owner:77 for pair:owner:77:7");
}

BOOST_AUTO_TEST_CASE(an_owner_does_not_claim_a_task_that_is_about_somebody_else) {
    const Translation result = translate(challenge_of("50").assign("9", "6"));
    BOOST_TEST(status_of_task(result) == "excluded not_in_programme by learning_tasks[0]");
}

BOOST_AUTO_TEST_CASE(a_learning_task_of_nobody_in_the_programme_is_excluded) {
    const std::string excluded = "excluded not_in_programme by learning_tasks[0]";
    BOOST_TEST(status_of_task(translate(challenge())) == excluded);
    BOOST_TEST(status_of_task(translate(challenge().assign("9", "6"))) == excluded);
    BOOST_TEST(status_of_task(translate(challenge().assign("9", "4"))) == excluded);  // mentor only
    BOOST_TEST(status_of_task(translate(challenge_of("99"))) == excluded);
}

BOOST_AUTO_TEST_CASE(an_owner_who_may_be_two_people_is_told_where_it_matters) {
    Records records = challenge_of("50");
    records.contact("8", {{"email", "five@x.fi"}});
    BOOST_TEST(status_of_task(translate(records)) ==
               "failing owner_ambiguous by learning_tasks[0]");
    records.assign("9", "3");
    const Translation linked = translate(records);
    BOOST_TEST(status_of_task(linked) == "in_sync");
    BOOST_TEST(test::tasks_in(linked) == "9 challenge open for pair:2:3");
    Records strangers = challenge_of("88");
    strangers.owner("88", "s@x.fi").contact("7", {{"email", "s@x.fi"}});
    strangers.contact("8", {{"email", "s@x.fi"}});
    BOOST_TEST(status_of_task(translate(strangers)) ==
               "excluded not_in_programme by learning_tasks[0]");
}

BOOST_AUTO_TEST_CASE(a_state_that_is_not_listed_fails_and_one_that_is_empty_too) {
    const Translation unlisted =
        translate(with_task({{"hs_task_subject", "Haaste: x"}, {"hs_task_status", "WAITING"}})
                      .assign("9", "3"));
    BOOST_TEST(status_of_task(unlisted) == "failing state_unlisted by learning_tasks[0]");
    BOOST_TEST(test::tasks_in(unlisted) == "");
    BOOST_TEST(
        status_of_task(translate(with_task({{"hs_task_subject", "Haaste: x"}}).assign("9", "3"))) ==
        "failing state_missing by learning_tasks[0]");
}

BOOST_AUTO_TEST_CASE(a_deadline_is_read_or_told_to_be_none) {
    const auto task = [](const std::string& due) {
        return translate(with_task({{"hs_task_subject", "Haaste: x"},
                                    {"hs_task_status", "NOT_STARTED"},
                                    {"hs_timestamp", due}})
                             .assign("9", "3"));
    };
    BOOST_TEST(test::tasks_in(task("2026-09-01T00:00:00Z")) ==
               "9 challenge open due 1788220800000 for pair:2:3");
    BOOST_TEST(test::tasks_in(task("1788220800000")) ==
               "9 challenge open due 1788220800000 for pair:2:3");
    BOOST_TEST(test::tasks_in(task("")) == "9 challenge open for pair:2:3");
    // It still counts, without a deadline.
    BOOST_TEST(test::tasks_in(task("soon")) == "9 challenge open for pair:2:3");
    BOOST_TEST(status_of_task(task("soon")) == "failing due_unreadable by learning_tasks[0]");
}

BOOST_AUTO_TEST_CASE(the_last_change_of_a_task_is_its_sign_of_life) {
    CrmSnapshot snapshot = challenge().assign("9", "3").all();
    const Instant changed{std::chrono::milliseconds{1'788'220'800'000}};
    snapshot.records.back().updated = changed;
    const RuleSet rules = test::bound(test::mapping_with(kRules, task_rules()));
    BOOST_TEST((rules.translate(snapshot, {}).seen.tasks.at(0).updated == changed));
}

BOOST_AUTO_TEST_CASE(an_archived_task_is_excluded) {
    Records records = challenge();
    const Translation result = translate(records.archived().assign("9", "3"));
    BOOST_TEST(status_of_task(result) == "excluded archived by ");
    BOOST_TEST(test::tasks_in(result) == "");
}

BOOST_AUTO_TEST_CASE(tasks_follow_people_through_merges) {
    Records records;
    records.member("11", "40").contact("40").merged({"1", "30"}).contact("2");
    records.label("40", "2", "Mentor");
    records.task("9", {{"hs_task_subject", "Haaste: x"}, {"hs_task_status", "NOT_STARTED"}});
    records.assign("9", "30");
    BOOST_TEST(test::tasks_in(translate(records)) == "9 challenge open for pair:2:1");
}

BOOST_AUTO_TEST_CASE(notes_are_never_read) {
    CrmSnapshot snapshot;
    CrmRecord note;
    note.kind = RecordKind::Note;
    note.id = RecordId("1");
    snapshot.records.push_back(note);
    const RuleSet rules = test::bound(test::mapping_with(kRules, task_rules()));
    BOOST_TEST(test::aside_in(rules.translate(snapshot, {})) == "note 1 excluded not_read");
}

BOOST_AUTO_TEST_SUITE_END()
