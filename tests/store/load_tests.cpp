#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/store/store_contract.hpp"

namespace mentorsync::store {

namespace {

std::vector<std::string> ids_of(const std::vector<KnownRelationship>& rows) {
    std::vector<std::string> ids;
    ids.reserve(rows.size());
    for (const auto& row : rows) ids.push_back(row.relationship.id.text());
    return ids;
}

std::vector<std::string> ids_of(const std::vector<LearningTask>& rows) {
    std::vector<std::string> ids;
    ids.reserve(rows.size());
    for (const auto& row : rows) ids.push_back(row.id.text());
    return ids;
}

using Ids = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(load_tests)

BOOST_DATA_TEST_CASE(returns_only_what_differs, implementations(), implementation) {
    const auto state = implementation.make();
    must(state->open().model.commit(
        saving({sample_pair("1", "2"), sample_pair("1", "3"), sample_pair("1", "4")},
               {sample_task("501"), sample_task("502"), sample_task("503")})));

    const Known known = must(state->open().model.load(
        seen_of({sample_pair("1", "2"), sample_pair("1", "3", RelationshipState::Paused),
                 sample_pair("8", "9")},
                {sample_task("501"), sample_task("502", TaskState::Done), sample_task("9")}),
        std::nullopt));
    BOOST_TEST(ids_of(known.relationships) == (Ids{"pair:1:3", "pair:1:4"}),
               boost::test_tools::per_element());
    BOOST_TEST((known.relationships[0] == KnownRelationship{sample_pair("1", "3"), kNow}));
    BOOST_TEST(ids_of(known.tasks) == (Ids{"502", "503"}), boost::test_tools::per_element());
    BOOST_TEST((known.tasks[0] == sample_task("502")));
    BOOST_TEST((known.unknown_relationships == std::set{RelationshipId("pair:8:9")}));
    BOOST_TEST((known.unknown_tasks == std::set{RecordId("9")}));
    BOOST_TEST(known.active_relationships == 3U);
    BOOST_TEST(known.live_tasks == 3U);
}

BOOST_DATA_TEST_CASE(absent_rows_are_returned_only_after_a_complete_pull, implementations(),
                     implementation) {
    const auto state = implementation.make();
    must(state->open().model.commit(saving({sample_pair("1", "2")}, {sample_task("501")})));
    const Known partial =
        must(state->open().model.load(seen_of({}, {}, Coverage::Partial), std::nullopt));
    BOOST_TEST(partial.relationships.empty());
    BOOST_TEST(partial.tasks.empty());
    const Known complete = must(state->open().model.load(seen_of({}), std::nullopt));
    BOOST_TEST(complete.relationships.size() == 1U);
    BOOST_TEST(complete.tasks.size() == 1U);
}

BOOST_DATA_TEST_CASE(what_ended_or_was_dropped_returns_only_when_it_is_seen_again,
                     implementations(), implementation) {
    const auto state = implementation.make();
    const Relationship pair = sample_pair("1", "2");
    must(state->open().model.commit(saving({pair}, {sample_task("501")})));
    Commit ending = saving({});
    ending.plan.actions = {EndRelationship{pair.id}, DropTask{RecordId("501")}};
    must(state->open().model.commit(ending));

    const Known absent = must(state->open().model.load(seen_of({}), std::nullopt));
    BOOST_TEST(absent.relationships.empty());
    BOOST_TEST(absent.tasks.empty());
    BOOST_TEST(absent.active_relationships == 0U);
    BOOST_TEST(absent.live_tasks == 0U);

    const Known again =
        must(state->open().model.load(seen_of({pair}, {sample_task("501")}), std::nullopt));
    BOOST_TEST_REQUIRE(again.relationships.size() == 1U);
    BOOST_TEST((again.relationships[0].relationship.state == RelationshipState::Ended));
    BOOST_TEST(again.tasks.size() == 1U);

    // Equal again on both sides: seen as ended, stored as ended.
    const Known equal =
        must(state->open().model.load(seen_of({sample_pair("1", "2", RelationshipState::Ended)},
                                              {sample_task("501", TaskState::Dropped)}),
                                      std::nullopt));
    BOOST_TEST(equal.relationships.empty());
    BOOST_TEST(equal.tasks.empty());
}

BOOST_DATA_TEST_CASE(a_load_forgets_the_one_before, implementations(), implementation) {
    const auto state = implementation.make();
    must(state->open().model.load(seen_of({sample_pair("8", "9")}, {sample_task("9")}), {}));
    const Known known = must(state->open().model.load(seen_of({}), std::nullopt));
    BOOST_TEST(known.unknown_relationships.empty());
    BOOST_TEST(known.unknown_tasks.empty());
}

BOOST_DATA_TEST_CASE(lists_active_relationships_without_a_note, implementations(), implementation) {
    const auto state = implementation.make();
    const Relationship noted = sample_pair("1", "2");
    const Relationship unnoted = sample_pair("1", "3");
    Commit commit = saving({noted, unnoted, sample_pair("1", "4", RelationshipState::Paused)});
    commit.notes = {sample_note("start", start_of(noted)),
                    sample_note("w35", {unnoted.id, NoteKind::Progress, "2026-W35"}),
                    sample_note("w34", {noted.id, NoteKind::Progress, "2026-W34"})};
    must(state->open().model.commit(commit));

    using Rows = std::vector<Known::Unnoted>;
    const Known due = must(state->open().model.load(seen_of({}), week("2026-W35")));
    BOOST_TEST((due.without_start_note == Rows{{unnoted.id, kNow}}));
    BOOST_TEST((due.without_progress_note == Rows{{noted.id, kNow}}));

    const Known none = must(state->open().model.load(seen_of({}), std::nullopt));
    BOOST_TEST((none.without_start_note == Rows{{unnoted.id, kNow}}));
    BOOST_TEST(none.without_progress_note.empty());
}

BOOST_DATA_TEST_CASE(a_note_counts_whatever_its_state, implementations(), implementation) {
    const auto state = implementation.make();
    const Relationship pair = sample_pair("1", "2");
    Commit commit = saving({pair});
    commit.notes = {sample_note("start", start_of(pair))};
    must(state->open().model.commit(commit));
    must(state->open().outbox.advance(NoteKey("start"), RowState::Planned,
                                      change_to(RowState::Cancelled), "cancel", "done"));
    BOOST_TEST(must(state->open().model.load(seen_of({}), {})).without_start_note.empty());
}

BOOST_DATA_TEST_CASE(names_notes_that_the_active_ones_do_not_speak_for, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Relationship active = sample_pair("1", "2");
    const Relationship ended = sample_pair("1", "3", RelationshipState::Ended);
    const RelationshipId stranger("pair:8:9");
    Commit commit = saving({active, ended});
    const NoteIdentity identities[] = {
        start_of(active),                             // it is active: not among others
        {active.id, NoteKind::Progress, "2026-W35"},  // nor is this
        {active.id, NoteKind::Closing, ""},           // closing notes are, always
        start_of(ended),                              // of one that ended
        {ended.id, NoteKind::Progress, "2026-W35"},   // the period asked about
        {ended.id, NoteKind::Progress, "2026-W34"},   // another period
        {stranger, NoteKind::Start, ""},              // of one that is not stored
    };
    int key = 0;
    for (const auto& identity : identities) {
        commit.notes.push_back(sample_note("k" + std::to_string(++key), identity));
    }
    must(state->open().model.commit(commit));

    const Known due = must(state->open().model.load(seen_of({}), week("2026-W35")));
    BOOST_TEST((due.notes_of_others == std::set<NoteIdentity>{identities[2], identities[3],
                                                              identities[4], identities[6]}));
    const Known none = must(state->open().model.load(seen_of({}), std::nullopt));
    BOOST_TEST((none.notes_of_others ==
                std::set<NoteIdentity>{identities[2], identities[3], identities[6]}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
