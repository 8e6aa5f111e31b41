#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/store/store_contract.hpp"

namespace mentorsync::store {

BOOST_AUTO_TEST_SUITE(reader_tests)

BOOST_DATA_TEST_CASE(counts_are_zero_before_the_first_commit, implementations(), implementation) {
    const auto state = implementation.make();
    const Counts counts = must(state->open().reader.counts());
    BOOST_TEST(counts.pairs == 0U);
    BOOST_TEST(counts.groups == 0U);
    BOOST_TEST(counts.people == 0U);
    BOOST_TEST(counts.tasks.empty());
    BOOST_TEST(counts.notes.empty());
    BOOST_TEST(counts.properties_waiting == 0U);
}

BOOST_DATA_TEST_CASE(counts_active_relationships_and_each_person_once, implementations(),
                     implementation) {
    const auto state = implementation.make();
    must(state->open().model.commit(saving({
        sample_pair("1", "2"),
        sample_pair("1", "3"),                            // its mentor again
        sample_pair("8", "9", RelationshipState::Ended),  // not active
        sample_group("77", {PersonId("3"), PersonId("4")}),
    })));
    const Counts counts = must(state->open().reader.counts());
    BOOST_TEST(counts.pairs == 2U);
    BOOST_TEST(counts.groups == 1U);
    BOOST_TEST(counts.people == 4U);
}

BOOST_DATA_TEST_CASE(counts_tasks_notes_and_properties_by_state, implementations(),
                     implementation) {
    const auto state = implementation.make();
    Commit commit = saving({}, {sample_task("1"), sample_task("2", TaskState::Done),
                                sample_task("3", TaskState::Done)});
    commit.notes = {sample_note("a", {RelationshipId("r"), NoteKind::Progress, "1"}),
                    sample_note("b", {RelationshipId("r"), NoteKind::Progress, "2"})};
    commit.properties = {sample_property("2", "50"), sample_property("3", "50")};
    const Doors doors = state->open();
    must(doors.model.commit(commit));
    BOOST_TEST(must(doors.outbox.advance(NoteKey("a"), RowState::Planned,
                                         change_to(RowState::Parked), "create", "rejected")));
    must(doors.outbox.finish_property(sample_property("2", "50"), "refused"));

    const Counts counts = must(doors.reader.counts());
    BOOST_TEST((counts.tasks ==
                std::map<TaskState, std::size_t>{{TaskState::Open, 1}, {TaskState::Done, 2}}));
    BOOST_TEST((counts.notes ==
                std::map<RowState, std::size_t>{{RowState::Planned, 1}, {RowState::Parked, 1}}));
    BOOST_TEST(counts.properties_waiting == 1U);
}

BOOST_DATA_TEST_CASE(accounting_replaces_the_last_one, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    Commit commit = saving({});
    commit.accounting = {.total = 9,
                         .in_sync = 3,
                         .excluded = {{"no_rule_matches", 4}, {"no_mentor", 1}},
                         .failing = {{{RecordKind::Task, RecordId("9")},
                                      RecordStatus::Failing,
                                      "learning_tasks[0]",
                                      "bad_due",
                                      "task 9: the due date is no date"}}};
    must(doors.model.commit(commit));
    Accounting first = must(doors.reader.accounting());
    BOOST_TEST(first.total == 9U);
    BOOST_TEST(first.in_sync == 3U);
    BOOST_TEST((first.excluded == commit.accounting.excluded));
    BOOST_TEST(first.excluded_total() == 5U);
    BOOST_TEST((first.failing == commit.accounting.failing));

    commit.accounting = {.total = 2, .in_sync = 1, .excluded = {{"archived", 1}}, .failing = {}};
    must(doors.model.commit(commit));
    const Accounting second = must(doors.reader.accounting());
    BOOST_TEST(second.total == 2U);
    BOOST_TEST((second.excluded == commit.accounting.excluded));
    BOOST_TEST(second.failing.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
