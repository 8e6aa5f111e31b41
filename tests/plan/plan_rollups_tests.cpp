#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/plan/examples.hpp"

namespace mentorsync {

namespace {

using examples::all_of;
using examples::group;
using examples::in_state;
using examples::kLongAgo;
using examples::kNow;
using examples::pair;
using examples::properties_in;
using examples::seen;
using examples::task;

using Written = std::vector<std::string>;

// 1 mentors 2 and 3, and 4 has ended; 2 is also mentored by 5 and one of a group of three, 3 of a
// group of two.
Seen programme_of_six() {
    const Relationship first = pair("1", "2");
    const Relationship second = pair("1", "3");
    const Relationship ended = in_state(pair("1", "4"), RelationshipState::Ended);
    const Relationship paused = in_state(pair("5", "2"), RelationshipState::Paused);
    const Relationship three = group("1", {"2", "5", "6"});
    const Relationship two = group("2", {"3", "6"});
    LearningTask overdue = task("13", TaskState::Waiting, {first.id});
    overdue.due = kLongAgo;
    return seen(
        {three, two, first, second, ended, paused},
        {task("10", TaskState::Done, {three.id, first.id}),  // counts once for 2
         task("11", TaskState::Dropped, {first.id}), task("12", TaskState::Started, {paused.id}),
         overdue, task("14", TaskState::Done, {two.id}), task("15", TaskState::Done, {ended.id})});
}

struct Row {
    const char* contact;
    RollupField field;
    const char* present;
    Written written;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.contact << ' ' << name_of(row.field) << " over '" << row.present << "'";
}

const std::vector<Row> kRows{
    {"1", RollupField::MenteeCount, "", {"1.p=2"}},
    {"2", RollupField::MenteeCount, "", {}},         // nothing to show, nothing there
    {"2", RollupField::MenteeCount, "1", {"2.p="}},  // no mentee any more
    {"1", RollupField::RelationshipCount, "", {"1.p=2"}},
    {"2", RollupField::RelationshipCount, "", {"2.p=2"}},  // a paused one is not active
    {"4", RollupField::RelationshipCount, "1", {"4.p="}},
    {"2", RollupField::TasksAll, "", {"2.p=3"}},
    {"2", RollupField::TasksOpen, "", {"2.p=2"}},
    {"2", RollupField::TasksDone, "", {"2.p=1"}},
    {"2", RollupField::TasksOverdue, "", {"2.p=1"}},
    {"2", RollupField::TasksDonePercent, "", {"2.p=33"}},
    {"6", RollupField::TasksAll, "", {"6.p=1"}},   // the group of two is not counted
    {"3", RollupField::TasksAll, "", {"3.p=0"}},   // a pair without tasks is
    {"3", RollupField::TasksDonePercent, "", {}},  // but has no percentage
    {"3", RollupField::TasksDonePercent, "0", {"3.p="}},
    {"4", RollupField::TasksAll, "1", {"4.p="}},    // ended
    {"1", RollupField::TasksAll, "7", {"1.p="}},    // a mentor's mentees' tasks are not theirs
    {"99", RollupField::TasksAll, "7", {"99.p="}},  // in scope, and nobody in the programme
    {"2", RollupField::TasksAll, "3", {}},
    {"2", RollupField::TasksAll, "3.0", {}},  // numbers compare as numbers
    {"2", RollupField::TasksAll, "3x", {"2.p=3"}},
    {"2", RollupField::TasksAll, " ", {"2.p=3"}},
    {"2", RollupField::TasksAll, "30", {"2.p=3"}},
    {"2", RollupField::MentorName, "x", {"2.p=Name 1, Name 5"}},
    {"2", RollupField::MentorName, "Name 1, Name 5", {}},
    {"1", RollupField::MentorName, "x", {"1.p="}},
    {"4", RollupField::MentorName, "x", {"4.p="}},  // ended
};

Written planned(const Row& row, std::set<std::string, std::less<>> disclosed,
                Coverage coverage = Coverage::Everything) {
    Seen all = programme_of_six();
    all.coverage = coverage;
    Properties present;
    if (*row.present != '\0') present["p"] = row.present;
    all.rollups[RecordId(row.contact)] = present;
    Programme programme;
    programme.rollups = {{"p", row.field}};
    programme.disclosure = Disclosure(std::move(disclosed));
    return properties_in(make_plan(all, all_of(all), programme, std::nullopt, kNow));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_rollups_tests)

BOOST_AUTO_TEST_CASE(a_property_is_written_when_it_does_not_show_what_is_so) {
    for (const Row& row : kRows) BOOST_TEST(planned(row, {"mentor.name"}) == row.written, row);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_not_disclosed_is_neither_written_nor_cleared) {
    for (const Row& row : kRows) {
        const bool is_name = row.field == RollupField::MentorName;
        BOOST_TEST(planned(row, {}) == (is_name ? Written{} : row.written), row);
    }
}

BOOST_AUTO_TEST_CASE(a_part_of_the_crm_is_not_enough_for_a_figure) {
    for (const Row& row : kRows) {
        BOOST_TEST(planned(row, {"mentor.name"}, Coverage::Partial) == Written{}, row);
    }
}

BOOST_AUTO_TEST_CASE(names_are_no_numbers_and_who_has_none_is_passed_over) {
    Seen all = programme_of_six();
    all.people[0].name = Private<std::string>("7");
    all.people[4].name = Private<std::string>();
    all.rollups[RecordId("2")] = {{"p", "7.0"}};
    Programme programme;
    programme.rollups = {{"p", RollupField::MentorName}};
    programme.disclosure = Disclosure({"mentor.name"});
    BOOST_TEST(properties_in(make_plan(all, all_of(all), programme, std::nullopt, kNow)) ==
               Written{"2.p=7"});
}

BOOST_AUTO_TEST_CASE(contacts_out_of_scope_are_left_alone) {
    const Seen all = programme_of_six();
    Programme programme;
    programme.rollups = {{"p", RollupField::TasksAll}};
    BOOST_TEST(properties_in(make_plan(all, all_of(all), programme, std::nullopt, kNow)) ==
               Written{});
}

BOOST_AUTO_TEST_CASE(a_contact_with_another_id_than_its_person_is_that_person) {
    Seen all = programme_of_six();
    all.people[1].contact = RecordId("41");
    all.rollups = {{RecordId("41"), {}}, {RecordId("2"), {}}};
    Programme programme;
    programme.rollups = {{"q", RollupField::TasksDone}, {"p", RollupField::TasksAll}};
    BOOST_TEST((properties_in(make_plan(all, all_of(all), programme, std::nullopt, kNow)) ==
                Written{"41.p=3", "41.q=1"}));
}

BOOST_AUTO_TEST_CASE(who_leaves_with_a_relationship_is_cleared_and_who_stays_is_not) {
    Seen all = programme_of_six();
    Known known = all_of(all);
    known.relationships.push_back({pair("1", "77"), kLongAgo});
    Programme programme;
    programme.rollups = {{"p", RollupField::TasksAll}, {"q", RollupField::MentorName}};
    const Plan plan = make_plan(all, known, programme, std::nullopt, kNow);
    BOOST_TEST((properties_in(plan) == Written{"77.p=", "77.q="}));

    // Merged into somebody who is still there: the person's present contact shows what is so.
    all.aliases = {{RecordId("77"), RecordId("2")}};
    BOOST_TEST(properties_in(make_plan(all, known, programme, std::nullopt, kNow)) == Written{});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync
