#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/store/store_contract.hpp"

namespace mentorsync::store {

namespace {

const RelationshipId kPair("pair:1:2");

NoteIdentity progress(const std::string& period) {
    return {kPair, NoteKind::Progress, period};
}

void plan(const Doors& doors, std::vector<OutboxRow> notes) {
    Commit commit = saving({});
    commit.notes = std::move(notes);
    must(doors.model.commit(commit));
}

void plan_properties(const Doors& doors, std::vector<PropertyRow> properties,
                     const std::string& mapping = "mapping-1") {
    Commit commit = saving({});
    commit.accepted_mapping = mapping;
    commit.properties = std::move(properties);
    must(doors.model.commit(commit));
}

std::vector<std::string> keys_of(const std::vector<OutboxRow>& rows) {
    std::vector<std::string> keys;
    keys.reserve(rows.size());
    for (const auto& row : rows) keys.push_back(row.key.text());
    return keys;
}

std::vector<std::string> values_of(const std::vector<PropertyRow>& rows) {
    std::vector<std::string> values;
    values.reserve(rows.size());
    for (const auto& row : rows) values.push_back(row.contact.text() + "=" + row.value.value());
    return values;
}

using Texts = std::vector<std::string>;

bool move(const Doors& doors, const std::string& key, RowState from, const RowChange& change) {
    return must(doors.outbox.advance(NoteKey(key), from, change, "op", "ok"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(outbox_tests)

BOOST_DATA_TEST_CASE(a_note_is_stored_as_planned, implementations(), implementation) {
    const auto state = implementation.make();
    OutboxRow note = sample_note("k", progress("2026-W35"));
    note.state = RowState::Done;  // whatever the caller says
    note.attempts = 7;
    plan(state->open(), {note});

    const auto rows = must(state->open().reader.notes());
    BOOST_TEST_REQUIRE(rows.size() == 1U);
    BOOST_TEST((rows[0].key == note.key));
    BOOST_TEST((rows[0].identity == note.identity));
    BOOST_TEST((rows[0].contacts == note.contacts));
    BOOST_TEST((rows[0].timestamp == kNow));
    BOOST_TEST((rows[0].body == note.body));
    BOOST_TEST((rows[0].state == RowState::Planned));
    BOOST_TEST(!rows[0].note.has_value());
    BOOST_TEST(rows[0].attempts == 0);
    BOOST_TEST(rows[0].absent_after == kNotLookedUp);
    BOOST_TEST((rows[0].next_at == kNow));
    BOOST_TEST(rows[0].error.empty());
}

BOOST_DATA_TEST_CASE(a_key_or_an_identity_that_is_there_is_left_as_it_is, implementations(),
                     implementation) {
    const auto state = implementation.make();
    plan(state->open(), {sample_note("k", progress("2026-W35"))});
    OutboxRow same_key = sample_note("k", progress("2026-W36"));
    same_key.contacts = {RecordId("99")};
    plan(state->open(), {same_key, sample_note("other", progress("2026-W35"))});

    const auto rows = must(state->open().reader.notes());
    BOOST_TEST_REQUIRE(rows.size() == 1U);
    BOOST_TEST(rows[0].identity.period == "2026-W35");
    BOOST_TEST(rows[0].contacts.size() == 2U);
}

BOOST_DATA_TEST_CASE(due_rows_are_not_final_and_their_time_has_come, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    std::vector<OutboxRow> notes;
    for (const char* name : {"planned", "sent", "created", "done", "gone", "parked", "cancelled"}) {
        notes.push_back(sample_note(name, progress(name)));
    }
    plan(doors, notes);
    for (const auto& note : notes) {
        BOOST_TEST(move(doors, note.key.text(), RowState::Planned,
                        change_to(row_state_named(note.key.text()).value())));
    }
    BOOST_TEST(keys_of(must(doors.outbox.due(kNow, 100))) == (Texts{"created", "planned", "sent"}),
               boost::test_tools::per_element());
    BOOST_TEST(must(doors.outbox.due(kNow - std::chrono::milliseconds(1), 100)).empty());
}

BOOST_DATA_TEST_CASE(due_rows_come_oldest_first_and_limited, implementations(), implementation) {
    const auto state = implementation.make();
    const auto hour = std::chrono::hours(1);
    plan(state->open(),
         {sample_note("a", progress("3"), kNow), sample_note("b", progress("1"), kNow - hour),
          sample_note("c", progress("2"), kNow)});
    BOOST_TEST(keys_of(must(state->open().outbox.due(kNow, 2))) == (Texts{"b", "a"}),
               boost::test_tools::per_element());
    BOOST_TEST(must(state->open().outbox.due(kNow, 2)).at(1).contacts.size() == 2U);
    BOOST_TEST(must(state->open().outbox.due(kNow, 0)).empty());
}

BOOST_DATA_TEST_CASE(advance_stores_every_field, implementations(), implementation) {
    const auto state = implementation.make();
    plan(state->open(), {sample_note("k", progress("1"))});
    const RowChange change{.to = RowState::Created,
                           .note = RecordId("900"),
                           .next_at = kNow + std::chrono::minutes(2),
                           .attempts = 3,
                           .absent_after = 2,
                           .error = "wait"};
    BOOST_TEST(move(state->open(), "k", RowState::Planned, change));
    const OutboxRow row = must(state->open().reader.notes()).at(0);
    BOOST_TEST((row.state == RowState::Created));
    BOOST_TEST((row.note == RecordId("900")));
    BOOST_TEST((row.next_at == change.next_at));
    BOOST_TEST(row.attempts == 3);
    BOOST_TEST(row.absent_after == 2);
    BOOST_TEST(row.error == "wait");
    BOOST_TEST(row.contacts.size() == 2U);
}

BOOST_DATA_TEST_CASE(advance_from_another_state_changes_nothing, implementations(),
                     implementation) {
    const auto state = implementation.make();
    plan(state->open(), {sample_note("k", progress("1"))});
    BOOST_TEST(!move(state->open(), "k", RowState::Sent, change_to(RowState::Done)));
    BOOST_TEST(!move(state->open(), "unknown", RowState::Planned, change_to(RowState::Done)));
    const OutboxRow row = must(state->open().reader.notes()).at(0);
    BOOST_TEST((row.state == RowState::Planned));
    BOOST_TEST(row.attempts == 0);
}

BOOST_DATA_TEST_CASE(a_property_replaces_what_waits_for_it, implementations(), implementation) {
    const auto state = implementation.make();
    plan_properties(state->open(), {sample_property("2", "50"), sample_property("3", "10")});
    plan_properties(state->open(), {sample_property("2", "60")});
    BOOST_TEST(
        values_of(must(state->open().outbox.waiting_properties(10))) == (Texts{"2=60", "3=10"}),
        boost::test_tools::per_element());
    BOOST_TEST(must(state->open().outbox.waiting_properties(1)).size() == 1U);
}

BOOST_DATA_TEST_CASE(a_finished_property_is_removed_or_parked, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    plan_properties(doors, {sample_property("2", "50"), sample_property("3", "10")});
    must(doors.outbox.finish_property(sample_property("2", "50"), ""));
    must(doors.outbox.finish_property(sample_property("3", "10"), "refused: read-only"));
    BOOST_TEST(must(doors.outbox.waiting_properties(10)).empty());
    BOOST_TEST(must(doors.reader.counts()).properties_waiting == 0U);
}

BOOST_DATA_TEST_CASE(a_property_that_changed_since_it_was_read_is_left, implementations(),
                     implementation) {
    for (const char* error : {"", "refused"}) {
        const auto state = implementation.make();
        const Doors doors = state->open();
        plan_properties(doors, {sample_property("2", "60")});
        must(doors.outbox.finish_property(sample_property("2", "50"), error));
        BOOST_TEST(must(doors.outbox.waiting_properties(10)).size() == 1U);
    }
}

// Otherwise what the CRM refuses would be sent again in every cycle.
BOOST_DATA_TEST_CASE(a_parked_property_waits_for_another_value_or_mapping, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    const auto park = [&] {
        plan_properties(doors, {sample_property("2", "50")});
        must(doors.outbox.finish_property(sample_property("2", "50"), "refused"));
    };
    park();
    plan_properties(doors, {sample_property("2", "50")});
    BOOST_TEST(must(doors.outbox.waiting_properties(10)).empty());
    plan_properties(doors, {sample_property("2", "60")});
    BOOST_TEST(values_of(must(doors.outbox.waiting_properties(10))) == (Texts{"2=60"}),
               boost::test_tools::per_element());

    park();
    plan_properties(doors, {sample_property("2", "50")}, "mapping-2");
    BOOST_TEST(must(doors.outbox.waiting_properties(10)).size() == 1U);
}

// 700 days is what a clock without a battery may be off.
BOOST_DATA_TEST_CASE(what_was_stored_while_the_clock_was_ahead_does_not_wait_for_it,
                     implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    const auto ago = [](std::chrono::hours time) { return kNow - time; };
    plan(doors, {sample_note("planned", progress("1")), sample_note("told", progress("2")),
                 sample_note("audited", progress("3"))});
    move(doors, "told", RowState::Planned, change_to(RowState::Done));
    RowChange audited = change_to(RowState::Done);
    audited.next_at = kAudited;
    move(doors, "audited", RowState::Planned, audited);
    PropertyRow refused = sample_property("2", "50");
    refused.next_at = kNow;
    plan_properties(doors, {refused});
    must(doors.outbox.finish_property(refused, "refused"));

    const std::chrono::hours far = std::chrono::days(700);
    BOOST_TEST(keys_of(must(doors.outbox.due(ago(far), 9))) == (Texts{"planned"}),
               boost::test_tools::per_element());
    BOOST_TEST(must(doors.outbox.waiting_properties(9)).size() == 1U);
    BOOST_TEST(keys_of(must(doors.outbox.to_audit(ago(far), 9))) == (Texts{"told"}),
               boost::test_tools::per_element());
    // What the CRM asked for is kept.
    BOOST_TEST(must(doors.outbox.due(ago(kLongestRowWait), 9)).empty());
    BOOST_TEST(must(doors.outbox.waiting_properties(9)).empty());
    BOOST_TEST(must(doors.outbox.to_audit(ago(kLongestRowWait), 9)).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
