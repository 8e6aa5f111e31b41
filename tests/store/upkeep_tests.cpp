#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>

#include "tests/store/store_contract.hpp"

namespace mentorsync::store {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

// A pull of changes that found nothing, stored.
void tick(const Doors& doors, const Upkeep& upkeep) {
    must(doors.staging.begin("scope", PullKind::Changes, upkeep.now));
    must(doors.model.keep_up(upkeep));
}

Upkeep upkeep_at(Instant now) {
    Upkeep upkeep;
    upkeep.cursors = {{"contacts", "1"}, {"tasks", "2"}};
    upkeep.coverage = Coverage::Everything;
    upkeep.now = now;
    return upkeep;
}

void commit_everything(const Doors& doors, Commit commit) {
    must(doors.staging.begin("scope", PullKind::Everything, commit.now));
    must(doors.model.commit(commit));
}

AuditRow audit_at(const std::string& name, Instant finished, std::size_t requests,
                  std::size_t found) {
    return {name, finished, requests, found};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(upkeep_tests)

BOOST_DATA_TEST_CASE(a_commit_says_where_it_goes_on, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    Commit commit = saving({});
    commit.cursors = {{"contacts", "1"}, {"tasks", "2"}};
    commit.planned_period = "2026-W35";
    commit_everything(doors, commit);
    const PortalState first = must(doors.model.portal());
    BOOST_TEST((first.cursors == commit.cursors));
    BOOST_TEST((first.planned_at == kNow));
    BOOST_TEST(first.planned_period == "2026-W35");
    BOOST_TEST((first.last_pass == kNow));
    BOOST_TEST(first.scope == "scope");

    // Of a change there is no pass, and cursors that are not named are gone.
    commit.kind = PullKind::Changes;
    commit.cursors = {{"tasks", "3"}};
    commit.now = kNow + hours(1);
    must(doors.model.commit(commit));
    const PortalState second = must(doors.model.portal());
    BOOST_TEST((second.cursors == commit.cursors));
    BOOST_TEST((second.planned_at == commit.now));
    BOOST_TEST((second.last_pass == kNow));
    BOOST_TEST((second.last_complete == commit.now));
}

BOOST_DATA_TEST_CASE(a_quiet_pull_moves_cursors_and_the_time_and_nothing_else, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    must(doors.staging.begin("scope", PullKind::Everything, kNow));
    must(doors.staging.take(page_with({sample_record(RecordKind::Contact, "7")})));
    Commit commit = saving({sample_pair("1", "2")}, {sample_task("501")});
    commit.planned_period = "2026-W35";
    must(doors.model.commit(commit));
    tick(doors, upkeep_at(kNow + hours(1)));

    const PortalState portal = must(doors.model.portal());
    BOOST_TEST((portal.cursors == upkeep_at(kNow).cursors));
    BOOST_TEST((portal.last_complete == kNow + hours(1)));
    BOOST_TEST((portal.last_pass == kNow));
    BOOST_TEST((portal.planned_at == kNow));
    BOOST_TEST(portal.planned_period == "2026-W35");
    BOOST_TEST(must(doors.mirror.snapshot()).records.size() == 1U);
    BOOST_TEST(must(doors.reader.relationships()).size() == 1U);
}

BOOST_DATA_TEST_CASE(a_partial_quiet_pull_proves_nothing, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    commit_everything(doors, saving({}));
    Upkeep upkeep = upkeep_at(kNow + hours(1));
    upkeep.coverage = Coverage::Partial;
    tick(doors, upkeep);
    BOOST_TEST((must(doors.model.portal()).last_complete == kNow));
    BOOST_TEST((must(doors.mirror.snapshot()).coverage == Coverage::Partial));
}

// Otherwise the same change would be found again and again.
BOOST_DATA_TEST_CASE(a_change_that_changes_no_plan_still_reaches_the_mirror, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    commit_everything(doors, saving({}));
    must(doors.staging.begin("scope", PullKind::Changes, kNow));
    must(doors.staging.take(page_with({sample_record(RecordKind::Contact, "7")})));
    must(doors.model.keep_up(upkeep_at(kNow)));
    BOOST_TEST(must(doors.mirror.snapshot()).records.size() == 1U);
    BOOST_TEST(must(doors.staging.taken()).records.empty());
}

BOOST_DATA_TEST_CASE(audits_tell_their_last_hour_and_all_they_found, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    commit_everything(doors, saving({}));
    Upkeep upkeep = upkeep_at(kNow);
    upkeep.audits = {audit_at("trailing", kNow, 3, 1), audit_at("owners", kNow, 1, 0)};
    tick(doors, upkeep);
    upkeep.audits = {audit_at("trailing", kNow + minutes(30), 4, 2)};
    tick(doors, upkeep);
    auto audits = must(doors.reader.audits());
    BOOST_TEST_REQUIRE(audits.size() == 2U);
    BOOST_TEST(audits[0].name == "owners");
    BOOST_TEST(audits[1].name == "trailing");
    BOOST_TEST((audits[1].finished == kNow + minutes(30)));
    BOOST_TEST(audits[1].requests == 7U);
    BOOST_TEST(audits[1].found == 3U);

    Commit commit = saving({});
    commit.audits = {audit_at("trailing", kNow + minutes(60), 5, 0)};
    must(doors.model.commit(commit));
    audits = must(doors.reader.audits());
    BOOST_TEST(audits[1].requests == 9U);  // the first is an hour old
    BOOST_TEST(audits[1].found == 3U);
}

BOOST_DATA_TEST_CASE(bodies_of_told_notes_are_emptied_after_400_days, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    Commit commit = saving({});
    const char* const names[] = {"done", "gone", "cancelled", "parked", "planned", "sent"};
    for (const std::string name : names) {
        commit.notes.push_back(
            sample_note(name, {RelationshipId("r"), NoteKind::Progress, name}, kNow));
    }
    commit_everything(doors, commit);
    for (const std::string name : names) {
        BOOST_TEST(must(doors.outbox.advance(NoteKey(name), RowState::Planned,
                                             change_to(row_state_named(name).value()), "x", "y")));
    }
    const auto with_body = [&] {
        std::string keys;
        for (const OutboxRow& row : must(doors.reader.notes())) {
            if (!row.body.value().empty()) keys += row.key.text() + " ";
        }
        return keys;
    };
    tick(doors, upkeep_at(kNow + days(400)));
    BOOST_TEST(with_body() == "cancelled done gone parked planned sent ");
    tick(doors, upkeep_at(kNow + days(400) + std::chrono::milliseconds(1)));
    BOOST_TEST(with_body() == "parked planned sent ");
    BOOST_TEST(must(doors.reader.notes()).size() == 6U);
    // It could not be written once more.
    BOOST_TEST(must(doors.outbox.to_audit(kNow + days(401), 9)).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
