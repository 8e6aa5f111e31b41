#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/store/store_contract.hpp"

namespace mentorsync::store {

BOOST_AUTO_TEST_SUITE(model_tests)

BOOST_DATA_TEST_CASE(knows_nothing_before_the_first_commit, implementations(), implementation) {
    const auto state = implementation.make();
    const PortalState portal = must(state->open().model.portal());
    BOOST_TEST(!portal.portal.has_value());
    BOOST_TEST(portal.accepted_mapping.empty());
    BOOST_TEST(!portal.last_complete.has_value());
    BOOST_TEST(portal.people_in_list == 0U);
    BOOST_TEST(must(state->open().model.aliases()).empty());
}

BOOST_DATA_TEST_CASE(remembers_the_portal_and_the_accepted_mapping, implementations(),
                     implementation) {
    const auto state = implementation.make();
    Commit commit = saving({});
    commit.people_in_list = 12;
    must(state->open().model.commit(commit));

    const PortalState portal = must(state->open().model.portal());
    BOOST_TEST((portal.portal == PortalId("62515")));
    BOOST_TEST(portal.accepted_mapping == "mapping-1");
    BOOST_TEST(portal.people_in_list == 12U);
}

BOOST_DATA_TEST_CASE(only_a_complete_sync_sets_its_time, implementations(), implementation) {
    const auto state = implementation.make();
    Commit commit = saving({});
    commit.coverage = Coverage::Partial;
    must(state->open().model.commit(commit));
    BOOST_TEST(!must(state->open().model.portal()).last_complete.has_value());

    commit.coverage = Coverage::Everything;
    must(state->open().model.commit(commit));
    commit.coverage = Coverage::Partial;
    commit.now = kNow + std::chrono::hours(1);
    must(state->open().model.commit(commit));
    BOOST_TEST((must(state->open().model.portal()).last_complete == kNow));
}

BOOST_DATA_TEST_CASE(refuses_a_commit_for_another_crm_portal, implementations(), implementation) {
    const auto state = implementation.make();
    must(state->open().model.commit(saving({})));
    Commit other = saving({sample_pair("1", "2")});
    other.portal = PortalId("999");
    const auto refused = state->open().model.commit(other);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == ErrorCode::WrongPortal));
    BOOST_TEST(must(state->open().reader.relationships()).empty());
}

BOOST_DATA_TEST_CASE(gives_back_what_was_saved, implementations(), implementation) {
    const auto state = implementation.make();
    Relationship many = sample_pair("1", "2", RelationshipState::Paused);
    many.mentors = {PersonId("1"), PersonId("10"), PersonId("owner:9")};
    const Relationship group = sample_group("77", {PersonId("3"), PersonId("20")});
    LearningTask full = sample_task("501", TaskState::Waiting);
    full.kind = TaskKind::Tip;
    full.due = kNow + std::chrono::hours(5);
    full.owner = PersonId("owner:9");
    full.relationships = {group.id, many.id};
    const LearningTask bare = sample_task("502");
    must(state->open().model.commit(saving({many, group}, {full, bare})));

    const auto relationships = must(state->open().reader.relationships());
    BOOST_TEST((relationships == std::vector<KnownRelationship>{{group, kNow}, {many, kNow}}));
    BOOST_TEST((must(state->open().reader.tasks()) == std::vector<LearningTask>{full, bare}));
}

BOOST_DATA_TEST_CASE(a_second_save_replaces_the_first, implementations(), implementation) {
    const auto state = implementation.make();
    Relationship group = sample_group("77", {PersonId("3"), PersonId("4"), PersonId("5")});
    LearningTask task = sample_task("501");
    task.due = kNow;
    must(state->open().model.commit(saving({group}, {task})));

    group.members = {PersonId("4")};
    group.source_rule = "relationships[7]";
    task.due.reset();
    task.relationships = {group.id};
    must(state->open().model.commit(saving({group}, {task}, kNow + std::chrono::hours(1))));
    BOOST_TEST((must(state->open().reader.relationships()) ==
                std::vector<KnownRelationship>{{group, kNow}}));
    BOOST_TEST((must(state->open().reader.tasks()) == std::vector<LearningTask>{task}));
}

BOOST_DATA_TEST_CASE(what_ended_or_was_dropped_stays_as_such, implementations(), implementation) {
    const auto state = implementation.make();
    const Relationship pair = sample_pair("1", "2");
    must(state->open().model.commit(saving({pair}, {sample_task("501")})));
    Commit ending = saving({});
    ending.plan.actions = {EndRelationship{pair.id}, DropTask{RecordId("501")}};
    must(state->open().model.commit(ending));

    const auto relationships = must(state->open().reader.relationships());
    BOOST_TEST_REQUIRE(relationships.size() == 1U);
    BOOST_TEST((relationships[0].relationship == sample_pair("1", "2", RelationshipState::Ended)));
    BOOST_TEST((must(state->open().reader.tasks()) ==
                std::vector<LearningTask>{sample_task("501", TaskState::Dropped)}));
}

BOOST_DATA_TEST_CASE(a_relationship_that_comes_back_keeps_when_it_was_first_seen, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Relationship pair = sample_pair("1", "2");
    must(state->open().model.commit(saving({pair})));
    Commit ending = saving({}, {}, kNow + std::chrono::hours(1));
    ending.plan.actions = {EndRelationship{pair.id}};
    must(state->open().model.commit(ending));
    must(state->open().model.commit(saving({pair}, {}, kNow + std::chrono::hours(2))));
    BOOST_TEST((must(state->open().reader.relationships()) ==
                std::vector<KnownRelationship>{{pair, kNow}}));
}

BOOST_DATA_TEST_CASE(what_is_only_proposed_was_not_seen_active_yet, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Instant later = kNow + std::chrono::hours(1);
    must(state->open().model.commit(
        saving({sample_pair("1", "2", RelationshipState::Proposed)}, {}, kNow)));
    must(state->open().model.commit(saving({sample_pair("1", "2")}, {}, later)));
    BOOST_TEST((must(state->open().reader.relationships()).at(0).first_seen == later));
}

BOOST_DATA_TEST_CASE(ending_what_is_not_there_stores_nothing, implementations(), implementation) {
    const Action unknown[] = {EndRelationship{RelationshipId("pair:8:9")}, DropTask{RecordId("8")}};
    for (const Action& action : unknown) {
        const auto state = implementation.make();
        Commit commit = saving({sample_pair("1", "2")});
        commit.plan.actions.push_back(action);
        const auto refused = state->open().model.commit(commit);
        BOOST_TEST_REQUIRE(!refused.has_value());
        BOOST_TEST((refused.error().code == ErrorCode::StoreFailed));
        BOOST_TEST(must(state->open().reader.relationships()).empty());
        BOOST_TEST(!must(state->open().model.portal()).portal.has_value());
    }
}

BOOST_DATA_TEST_CASE(aliases_are_added_to_those_known, implementations(), implementation) {
    const auto state = implementation.make();
    Commit commit = saving({});
    commit.aliases = {{RecordId("5"), RecordId("1")}, {RecordId("6"), RecordId("2")}};
    must(state->open().model.commit(commit));
    commit.aliases = {{RecordId("6"), RecordId("1")}};
    must(state->open().model.commit(commit));
    BOOST_TEST((must(state->open().model.aliases()) ==
                Aliases{{RecordId("5"), RecordId("1")}, {RecordId("6"), RecordId("1")}}));
}

BOOST_DATA_TEST_CASE(portals_in_one_place_do_not_see_each_other, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Relationship pair = sample_pair("1", "2");
    Commit commit = saving({pair}, {sample_task("501")});
    commit.notes = {sample_note("k", start_of(pair))};
    commit.properties = {sample_property("2", "50")};
    commit.aliases = {{RecordId("5"), RecordId("1")}};
    commit.accounting.total = 3;
    must(state->open("one").staging.take(page_with({sample_record(RecordKind::Note, "9")})));
    must(state->open("two").model.commit(saving({})));
    BOOST_TEST(must(state->open("one").staging.taken()).records.size() == 1U);
    must(state->open("one").model.commit(commit));

    const Doors two = state->open("two");
    BOOST_TEST(must(two.reader.relationships()).empty());
    BOOST_TEST(must(two.reader.tasks()).empty());
    BOOST_TEST(must(two.reader.notes()).empty());
    BOOST_TEST(must(two.reader.accounting()).total == 0U);
    BOOST_TEST(must(two.reader.counts()).people == 0U);
    BOOST_TEST(must(two.model.aliases()).empty());
    BOOST_TEST(must(two.outbox.due(kNow, 10)).empty());
    BOOST_TEST(must(two.outbox.waiting_properties(10)).empty());
    BOOST_TEST(must(two.model.load(seen_of({pair}), week("w"))).unknown_relationships.size() == 1U);
    BOOST_TEST(!must(two.outbox.advance(NoteKey("k"), RowState::Planned, {}, "create", "sent")));

    // The same key and identity elsewhere is another note.
    must(two.model.commit(commit));
    BOOST_TEST(must(two.reader.notes()).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
