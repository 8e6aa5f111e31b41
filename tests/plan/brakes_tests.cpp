#include <ostream>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "sync/plan/brakes.hpp"
#include "tests/plan/examples.hpp"

namespace mentorsync {

namespace {

using examples::pair;
using examples::task;

Plan plan_of(int ended, int changed, int appeared = 0) {
    Plan plan;
    const auto numbered = [](int i) { return pair("1", std::to_string(100 + i)); };
    for (int i = 0; i < appeared; ++i) {
        plan.actions.emplace_back(SaveRelationship{numbered(i), true});
    }
    for (int i = 0; i < changed; ++i) {
        plan.actions.emplace_back(SaveRelationship{numbered(i), false});
    }
    for (int i = 0; i < ended; ++i) plan.actions.emplace_back(EndRelationship{numbered(i).id});
    return plan;
}

struct Row {
    const char* what;
    Plan plan;
    std::size_t known;
    BrakeContext context;
    std::vector<BrakeKind> trips;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.what;
}

// Limits: 20 % and 10.
const std::vector<Row> kRows{
    {"nothing", plan_of(0, 0), 40, {}, {}},
    {"exactly ten of few", plan_of(10, 0), 10, {}, {}},
    {"eleven, but exactly a fifth", plan_of(11, 0), 55, {}, {}},
    {"eleven, just above a fifth", plan_of(11, 0), 54, {}, {BrakeKind::MassEnd}},
    {"as many changed", plan_of(0, 11), 54, {}, {BrakeKind::MassChange}},
    {"ends and changes do not add up", plan_of(10, 10), 40, {}, {}},
    {"any number may appear", plan_of(0, 0, 100), 10, {}, {}},
    {"a mapping nobody accepted",
     plan_of(0, 0),
     40,
     {.mapping_accepted = false},
     {BrakeKind::NewMapping}},
    {"an emptied list", plan_of(0, 0), 40, {.people_list_emptied = true}, {BrakeKind::EmptiedList}},
    {"an emptied group list",
     plan_of(0, 0),
     40,
     {.group_list_emptied = true},
     {BrakeKind::EmptiedList}},
    {"no contact at all, whatever the limits",
     plan_of(1, 0),
     1,
     {.brought_no_contact = true},
     {BrakeKind::EmptiedList}},
    {"no contact where none was known", plan_of(0, 0), 0, {.brought_no_contact = true}, {}},
    {"no task where few were known", plan_of(0, 0), 40, {.brought_no_task = true}, {}},
    {"all of them",
     plan_of(11, 11),
     12,
     {.mapping_accepted = false, .people_list_emptied = true},
     {BrakeKind::NewMapping, BrakeKind::MassEnd, BrakeKind::MassChange, BrakeKind::EmptiedList}},
    {"a first sync is that and nothing else",
     plan_of(11, 11, 30),
     0,
     {.first_sync = true, .mapping_accepted = false, .people_list_emptied = true},
     {BrakeKind::FirstSync}},
};

std::vector<Brake> brakes(const Row& row) {
    Known known;
    known.active_relationships = row.known;
    return brakes_of(row.plan, known, row.context, BrakeLimits{});
}

Plan noted(Plan plan) {
    plan.actions.emplace_back(SaveTask{task("9", TaskState::Open, {pair("1", "2").id}), true});
    plan.actions.emplace_back(
        QueueNote{.identity = {}, .contacts = {RecordId("1")}, .timestamp = {}, .facts = {}});
    return plan;
}

Plan one(const Relationship& relationship, bool is_new) {
    return {{SaveRelationship{relationship, is_new}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(brakes_tests)

BOOST_AUTO_TEST_CASE(a_brake_trips_above_both_limits_and_never_at_them) {
    for (const Row& row : kRows) {
        std::vector<BrakeKind> kinds;
        for (const Brake& brake : brakes(row)) kinds.push_back(brake.kind);
        BOOST_TEST((kinds == row.trips), row);
    }
}

BOOST_AUTO_TEST_CASE(a_reason_tells_the_counts) {
    BOOST_TEST(brakes(kRows[3]).front().reason ==
               "11 of 54 known relationships would end, more than 20 % and more than 10");
    BOOST_TEST(brakes(kRows.back()).front().reason ==
               "this portal was never synced: 30 relationships and 0 tasks would be taken in, "
               "0 notes and 0 property values written");
}

BOOST_AUTO_TEST_CASE(every_brake_has_a_name_of_its_own) {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(BrakeKind::EmptiedList); ++i) {
        names.insert(name_of(static_cast<BrakeKind>(i)));
    }
    BOOST_TEST(names.size() == 6U);
    BOOST_TEST(!names.contains("unknown"));
}

BOOST_AUTO_TEST_CASE(tasks_and_notes_do_not_take_an_acceptance_back) {
    const Plan plan = plan_of(2, 3, 4);
    BOOST_TEST(acceptance_text(plan, {}) == acceptance_text(noted(plan), {}));
}

BOOST_AUTO_TEST_CASE(whatever_else_differs_must_be_accepted_again) {
    const Relationship base = pair("1", "2");
    Relationship changed = base;
    changed.source_rule = "relationships[7]";
    const std::vector<Plan> plans{
        {}, one(base, true), one(base, false), one(changed, false), {{EndRelationship{base.id}}}};
    std::set<std::string> texts;
    for (const Plan& plan : plans) texts.insert(acceptance_text(plan, {}));
    texts.insert(acceptance_text({}, {{BrakeKind::NewMapping, "why"}}));
    BOOST_TEST(texts.size() == plans.size() + 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync
