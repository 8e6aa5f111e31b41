// Relationships and tasks, the order of a plan and its counts.

#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/plan/examples.hpp"

namespace mentorsync {

namespace {

using examples::all_of;
using examples::in_state;
using examples::kNow;
using examples::nothing_of;
using examples::pair;
using examples::seen;
using examples::stored;
using examples::task;

const Relationship kPair = pair("1", "2");
const LearningTask kTask = task("7", TaskState::Open, {kPair.id});

// Without notes and roll-ups.
Plan plan_for(const Seen& seen, const Known& known) {
    return make_plan(seen, known, Programme{}, std::nullopt, kNow);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_tests)

BOOST_AUTO_TEST_CASE(what_the_store_has_never_heard_of_is_saved_as_new) {
    const Seen all = seen({kPair}, {kTask});
    const Plan plan = plan_for(all, nothing_of(all));
    BOOST_TEST((plan == Plan{{SaveRelationship{kPair, true}, SaveTask{kTask, true}}}));
}

BOOST_AUTO_TEST_CASE(what_is_stored_and_equal_causes_nothing) {
    const Seen all = seen({kPair}, {kTask});
    BOOST_TEST(plan_for(all, all_of(all)).actions.empty());
}

BOOST_AUTO_TEST_CASE(what_differs_is_saved_as_a_change) {
    const Seen all = seen({kPair}, {kTask});
    Known known = all_of(all);
    known.relationships = {stored(in_state(kPair, RelationshipState::Paused))};
    known.tasks = {task("7", TaskState::Started, {kPair.id})};
    const Plan plan = plan_for(all, known);
    BOOST_TEST((plan == Plan{{SaveRelationship{kPair, false}, SaveTask{kTask, false}}}));
}

BOOST_AUTO_TEST_CASE(a_row_that_the_store_names_although_it_is_equal_causes_nothing) {
    const Seen all = seen({kPair}, {kTask});
    Known known = all_of(all);
    known.relationships = {stored(kPair)};
    known.tasks = {kTask};
    BOOST_TEST(plan_for(all, known).actions.empty());
}

BOOST_AUTO_TEST_CASE(what_a_complete_pull_did_not_find_ends) {
    Known known;
    known.relationships = {stored(kPair)};
    known.tasks = {kTask};
    const Plan plan = plan_for(seen({}), known);
    BOOST_TEST((plan == Plan{{EndRelationship{kPair.id}, DropTask{kTask.id}}}));
}

BOOST_AUTO_TEST_CASE(what_a_part_of_the_crm_did_not_show_stays) {
    Seen part = seen({});
    part.coverage = Coverage::Partial;
    Known known;
    known.relationships = {stored(kPair)};
    known.tasks = {kTask};
    BOOST_TEST(plan_for(part, known).actions.empty());
}

BOOST_AUTO_TEST_CASE(what_has_ended_does_not_end_again) {
    Known known;
    known.relationships = {stored(in_state(kPair, RelationshipState::Ended))};
    known.tasks = {task("7", TaskState::Dropped, {kPair.id})};
    BOOST_TEST(plan_for(seen({}), known).actions.empty());
}

BOOST_AUTO_TEST_CASE(what_comes_back_is_a_change) {
    const Seen all = seen({kPair}, {kTask});
    Known known;
    known.relationships = {stored(in_state(kPair, RelationshipState::Ended))};
    known.tasks = {task("7", TaskState::Dropped, {kPair.id})};
    const Plan plan = plan_for(all, known);
    BOOST_TEST((plan == Plan{{SaveRelationship{kPair, false}, SaveTask{kTask, false}}}));
}

BOOST_AUTO_TEST_CASE(a_relationship_that_is_seen_as_ended_ends_even_in_a_part_of_the_crm) {
    Seen part = seen({in_state(kPair, RelationshipState::Ended)});
    part.coverage = Coverage::Partial;
    Known known;
    known.relationships = {stored(kPair)};
    BOOST_TEST((plan_for(part, known) == Plan{{EndRelationship{kPair.id}}}));

    part.relationships.front().source_rule = "relationships[1]";
    const Plan both{
        {SaveRelationship{part.relationships.front(), false}, EndRelationship{kPair.id}}};
    BOOST_TEST((plan_for(part, known) == both));
}

BOOST_AUTO_TEST_CASE(a_plan_is_in_the_order_of_kinds_and_then_of_ids) {
    const Relationship second = pair("1", "3");
    const LearningTask other = task("5", TaskState::Open, {kPair.id});
    const Seen shuffled = seen({second, kPair}, {kTask, other});
    Known known = nothing_of(shuffled);
    known.relationships = {stored(pair("9", "9")), stored(pair("8", "8"))};
    const Plan expected{{SaveRelationship{kPair, true}, SaveRelationship{second, true},
                         EndRelationship{pair("8", "8").id}, EndRelationship{pair("9", "9").id},
                         SaveTask{other, true}, SaveTask{kTask, true}}};
    BOOST_TEST((plan_for(shuffled, known) == expected));
}

BOOST_AUTO_TEST_CASE(an_id_that_is_seen_twice_is_planned_once) {
    const Seen twice = seen({kPair, kPair}, {kTask, kTask});
    BOOST_TEST(plan_for(twice, nothing_of(twice)).actions.size() == 2U);
}

BOOST_AUTO_TEST_CASE(actions_are_counted_by_what_they_do) {
    const StateOrCount<std::string> value("1");
    const Plan plan{{SaveRelationship{kPair, true}, SaveRelationship{kPair, false},
                     SaveRelationship{kPair, false}, EndRelationship{kPair.id},
                     SaveTask{kTask, true}, SaveTask{kTask, true}, SaveTask{kTask, false},
                     DropTask{kTask.id}, QueueNote{},
                     QueueProperty{RecordId("1"), "p", Disclosure().open(value)}}};
    const PlanCounts expected{.relationships_new = 1,
                              .relationships_changed = 2,
                              .relationships_ended = 1,
                              .tasks_new = 2,
                              .tasks_changed = 1,
                              .tasks_dropped = 1,
                              .notes = 1,
                              .properties = 1};
    BOOST_TEST((count(plan) == expected));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync
