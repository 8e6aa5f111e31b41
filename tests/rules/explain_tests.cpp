#include <boost/test/unit_test.hpp>

#include "tests/rules/portal.hpp"

using namespace mentorsync;
using test::Records;

namespace {

Records people() {
    Records records;
    records.member("11", "40").owner("70", "matti@x.fi");
    records
        .contact("40", {{"email", "aino@x.fi"},
                        {"firstname", "Aino"},
                        {"mentoring_role", "aktori"},
                        {"hubspot_owner_id", "70"},
                        {"mentor_email", "nobody@x.fi"},
                        {"aktori_goal", "Listen;Write"}})
        .merged({"10"})
        .contact("2", {{"email", "matti@x.fi"}})
        .contact("3");
    records.task("9", {{"hs_task_subject", "Haaste: soita Ainolle"},
                       {"hs_task_status", "COMPLETED"},
                       {"hs_timestamp", "2026-09-01T08:00:00Z"},
                       {"hubspot_owner_id", "70"}});
    return records.assign("9", "40");
}

std::string explain(const CrmSnapshot& snapshot, RecordKind kind, const std::string& id) {
    const auto explanation = test::example_rules().explain(snapshot, {}, {kind, RecordId(id)});
    std::string text(name_of(explanation.status));
    for (const std::string& line : explanation.lines) text += "\n" + line;
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(explain_tests)

BOOST_AUTO_TEST_CASE(a_contact_is_explained_rule_by_rule) {
    BOOST_TEST(explain(people().all(), RecordKind::Contact, "40") ==
               "failing\n"
               "programme.people is the list 'Mentorointi'\n"
               "known as person 10, the smallest id of its merges\n"
               "relationships[0] reads associations labelled 'Mentor' and 'Aktori'\n"
               "relationships[1] reads 'mentor_email'\n"
               "relationships[2] reads 'hubspot_owner_id'; its condition holds: "
               "'mentoring_role' contains\n"
               "relationships[3] reads 'growth_group'\n"
               "relationships[4] reads the list 'Kasvuryhmä Copy'\n"
               "mentee in pair:2:10, found by relationships[2]\n"
               "pair:2:10 has learning tasks: 1\n"
               "notes about pair:2:10 go on this timeline\n"
               "goals, which stay private: 2\n"
               "'mentoring_mentor' shows mentor.name\n"
               "'mentoring_mentees' shows mentees.count\n"
               "'mentoring_progress' shows tasks.done_percent\n"
               "'mentoring_overdue' shows tasks.overdue\n"
               "failing (mentor_not_found): relationships[1]: 'mentor_email' names an e-mail "
               "address that no contact and no CRM user has");
}

BOOST_AUTO_TEST_CASE(a_contact_outside_is_explained_in_two_lines) {
    BOOST_TEST(explain(people().all(), RecordKind::Contact, "3") ==
               "excluded\n"
               "programme.people is the list 'Mentorointi'\n"
               "excluded (not_in_programme): it is neither in the programme's people nor anybody's "
               "mentor");
}

BOOST_AUTO_TEST_CASE(a_task_is_explained_with_its_state_and_date) {
    BOOST_TEST(explain(people().all(), RecordKind::Task, "9") ==
               "in_sync\n"
               "learning_tasks[0] matches: 'hs_task_subject' starts_with\n"
               "'hs_task_status' is 'COMPLETED', which means done\n"
               "it counts as a challenge that is done\n"
               "it is due on 2026-09-01 (UTC)\n"
               "its owner is person 2\n"
               "it counts for pair:2:10");
}

BOOST_AUTO_TEST_CASE(a_task_that_is_none_is_explained_with_every_rule) {
    Records records;
    records.task("9", {{"hs_task_subject", "Call Aino"}});
    BOOST_TEST(explain(records.all(), RecordKind::Task, "9") ==
               "excluded\n"
               "learning_tasks[0] does not match: 'hs_task_subject' starts_with\n"
               "learning_tasks[1] does not match: 'task_category' equals\n"
               "excluded (no_rule_matches): no rule of learning_tasks matches this task");
}

BOOST_AUTO_TEST_CASE(a_record_that_was_not_pulled_is_said_to_be_so) {
    BOOST_TEST(explain({}, RecordKind::Task, "5") ==
               "excluded\nthe pull brought no task 5: it lies outside the programme, or is not in "
               "this portal");
}

BOOST_AUTO_TEST_CASE(a_condition_is_outlined_without_what_it_compares_with) {
    const std::string text =
        R"({"programme": {"name": "G", "language": "en", "time_zone": "UTC", "people": {"where":
            {"any": [{"property": "email", "equals": "secret@x.fi"},
                     {"all": [{"property": "jobtitle", "is_set": false},
                              {"not": {"property": "lastname", "in": ["Secret"]}}]}]}}},
            "relationships": [{"kind": "pair", "from": {"contact_owner": true}}]})";
    Records records;
    const auto explanation = test::bound(text).explain(records.contact("1").all(), {},
                                                       {RecordKind::Contact, RecordId("1")});
    BOOST_TEST(explanation.lines.front() ==
               "programme.people asks for: 'email' equals or ('jobtitle' is empty and not "
               "('lastname' in))");
}

BOOST_AUTO_TEST_SUITE_END()
