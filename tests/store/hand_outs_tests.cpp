#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/store/store_contract.hpp"

namespace mentorsync::store {

namespace {

void save(const Doors& doors, const std::vector<LearningTask>& tasks,
          std::vector<PropertyRow> properties = {}) {
    Commit commit = saving({}, tasks);
    commit.properties = std::move(properties);
    must(doors.model.commit(commit));
}

std::vector<std::string> to_tell(const Doors& doors, std::size_t limit = 10) {
    std::vector<std::string> ids;
    for (const TaskToTell& row : must(doors.hand_outs.tasks_to_tell(limit))) {
        ids.push_back(row.task.id.text() + (row.told ? "=" + row.told->content : ""));
    }
    return ids;
}

ToldTask telling(const std::string& id, const std::string& content, bool settled = false) {
    return {.task = RecordId(id), .content = content, .settled = settled};
}

using Texts = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(hand_outs_tests)

BOOST_DATA_TEST_CASE(a_task_is_told_until_that_is_settled, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    save(doors, {sample_task("2"), sample_task("1")});
    BOOST_TEST((to_tell(doors) == Texts{"1", "2"}));
    BOOST_TEST((to_tell(doors, 1) == Texts{"1"}));

    must(doors.hand_outs.hand_out({}, {telling("1", "a")}));
    BOOST_TEST((to_tell(doors) == Texts{"1=a", "2"}));
    must(doors.hand_outs.settle(telling("1", "a")));
    BOOST_TEST((to_tell(doors) == Texts{"2"}));
    BOOST_TEST(must(doors.hand_outs.told(RecordId("1")))->settled);
    BOOST_TEST(!must(doors.hand_outs.told(RecordId("2"))).has_value());
}

BOOST_DATA_TEST_CASE(a_task_that_is_saved_again_is_told_again, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    save(doors, {sample_task("1")});
    must(doors.hand_outs.hand_out({}, {telling("1", "a")}));
    save(doors, {sample_task("1", TaskState::Done)});
    // What the host says now is about what it was told before.
    must(doors.hand_outs.settle(telling("1", "a")));
    BOOST_TEST((to_tell(doors) == Texts{"1=a"}));
    must(doors.hand_outs.hand_out({}, {telling("1", "b")}));
    must(doors.hand_outs.settle(telling("1", "a")));
    BOOST_TEST((to_tell(doors) == Texts{"1=b"}));
}

BOOST_DATA_TEST_CASE(a_task_that_says_nothing_new_is_not_told, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    save(doors, {sample_task("1")});
    must(doors.hand_outs.hand_out({}, {telling("1", "a", true)}));
    BOOST_TEST(to_tell(doors).empty());
}

BOOST_DATA_TEST_CASE(a_value_is_handed_out_until_it_is_another, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    save(doors, {}, {sample_property("7", "40")});
    const PropertyRow row = must(doors.outbox.waiting_properties(10)).at(0);
    BOOST_TEST(!row.handed_out);
    must(doors.hand_outs.hand_out({row}, {}));
    BOOST_TEST(must(doors.outbox.waiting_properties(10)).at(0).handed_out);
    BOOST_TEST(must(doors.hand_outs.property_write(row.contact, row.property))->handed_out);
    save(doors, {}, {sample_property("7", "50")});
    BOOST_TEST(!must(doors.outbox.waiting_properties(10)).at(0).handed_out);
    BOOST_TEST(!must(doors.hand_outs.property_write(RecordId("8"), row.property)).has_value());
}

BOOST_DATA_TEST_CASE(a_note_is_found_by_its_key, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    Commit commit = saving({});
    commit.notes = {sample_note("k", {RelationshipId("pair:1:2"), NoteKind::Start, ""})};
    must(doors.model.commit(commit));
    BOOST_TEST(must(doors.hand_outs.note(NoteKey("k")))->body.value() == "<p>k</p>");
    BOOST_TEST(!must(doors.hand_outs.note(NoteKey("l"))).has_value());
}

BOOST_DATA_TEST_CASE(what_was_told_of_a_person_goes_with_the_person, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    Commit commit = saving({sample_pair("1", "2")}, {sample_task("5")});
    must(doors.model.commit(commit));
    must(doors.hand_outs.hand_out({}, {telling("5", "made of ids")}));
    must(doors.personal.erase(RecordId("1"), kNow));
    BOOST_TEST(!must(doors.hand_outs.told(RecordId("5"))).has_value());
}

BOOST_DATA_TEST_CASE(portals_are_told_apart, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors one = state->open("one");
    const Doors other = state->open("other");
    save(one, {sample_task("1")});
    save(other, {sample_task("1")});
    must(one.hand_outs.hand_out({}, {telling("1", "a", true)}));
    BOOST_TEST(to_tell(one).empty());
    BOOST_TEST((to_tell(other) == Texts{"1"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
