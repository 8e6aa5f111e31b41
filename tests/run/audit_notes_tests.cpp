#include "sync/run/audit_notes.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "tests/run/world.hpp"
#include "tests/sandbox/changes.hpp"
#include "tests/sandbox/view.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using tests::World;

namespace {

constexpr const char* kMentor = "1001";
constexpr const char* kMentee = "1002";

std::vector<sandbox::SeenNote> notes_on(World& world, const char* contact) {
    const auto seen = sandbox::see_contact(world.crm.world(), World::kPortal, contact);
    return seen ? seen->notes : std::vector<sandbox::SeenNote>{};
}

// A world in which the start note of the one pair was told, a quarter of an hour ago.
struct ToldWorld : World {
    ToldWorld() : World(sandbox::tiny_size()) {
        BOOST_TEST_REQUIRE(accept_and_sync().has_value());
        pass(15min);
    }
};

// The same of several pairs.
struct ManyNotes : World {
    ManyNotes() : World(some_pairs()) {
        BOOST_TEST_REQUIRE(accept_and_sync().has_value());
        pass(15min);
        BOOST_TEST_REQUIRE(waiting().size() >= 5U);
    }

    static sandbox::PortalSize some_pairs() {
        sandbox::PortalSize size = sandbox::tiny_size();
        size.people = 20;
        size.pairs = 8;
        return size;
    }

    // Keys of the notes that are to be audited now.
    [[nodiscard]] std::vector<std::string> waiting() {
        std::vector<std::string> keys;
        const auto rows = store->to_audit(clock.now(), 100);
        for (const OutboxRow& row : rows.value()) keys.push_back(row.key.text());
        return keys;
    }
};

void refuse_to_read(World& world, const std::string& key) {
    sandbox::Match match;
    match.path = "notes/batch/read";
    match.body = key;
    world.crm.inject({.match = match,
                      .action = sandbox::Do::Answer,
                      .status = 400,
                      .headers = {},
                      .body = R"({"status":"error","category":"VALIDATION_ERROR"})"});
}

NoteAudit ticked(World& world) {
    const auto report = world.tick();
    BOOST_TEST_REQUIRE(report.has_value(), (report ? "" : report.error().error.message));
    return report->notes;
}

RowState state_of_start_note(World& world) {
    const auto rows = world.store->notes();
    BOOST_TEST_REQUIRE(rows.has_value());
    for (const OutboxRow& row : *rows) {
        if (row.identity.relationship.text() == "pair:1001:1002") return row.state;
    }
    return RowState::Cancelled;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_notes_tests)

BOOST_AUTO_TEST_CASE(a_note_is_audited_after_ten_minutes_and_never_again) {
    World world(sandbox::tiny_size());
    BOOST_TEST_REQUIRE(world.accept_and_sync().has_value());
    world.pass(9min);
    BOOST_TEST(ticked(world).requests == 0U);
    world.pass(2min);
    const NoteAudit audit = ticked(world);
    BOOST_TEST(audit.requests > 0U);
    BOOST_TEST(audit.found == 0U);
    BOOST_TEST(audit.finished);
    world.pass(1h);
    BOOST_TEST(ticked(world).requests == 0U);
}

BOOST_AUTO_TEST_CASE(a_note_that_the_crm_never_wrote_is_written_again_under_its_key) {
    ToldWorld world;
    const auto before = notes_on(world, kMentee);
    BOOST_TEST_REQUIRE(before.size() == 1U);
    sandbox::erase_record(world.crm.world(), world.crm.portal(World::kPortal), sandbox::Kind::Note,
                          before.front().id);
    BOOST_TEST(notes_on(world, kMentee).empty());
    BOOST_TEST(ticked(world).found == 1U);
    const auto after = notes_on(world, kMentee);
    BOOST_TEST_REQUIRE(after.size() == 1U);
    BOOST_TEST(after.front().key == before.front().key);
    BOOST_TEST(notes_on(world, kMentor).size() == 1U);
    world.pass(15min);
    BOOST_TEST(ticked(world).found == 0U);
}

BOOST_AUTO_TEST_CASE(a_note_that_a_person_deleted_stays_deleted) {
    ToldWorld world;
    world.desk().remove(sandbox::Kind::Note, notes_on(world, kMentee).front().id);
    static_cast<void>(ticked(world));
    BOOST_TEST(notes_on(world, kMentee).empty());
    BOOST_TEST(name_of(state_of_start_note(world)) == "gone");
    BOOST_TEST(world.crm.witness().risen().empty());
}

BOOST_AUTO_TEST_CASE(what_was_never_associated_is_and_what_a_person_takes_away_later_is_not) {
    ToldWorld world;
    const std::string note = notes_on(world, kMentee).front().id;
    world.desk().unlink(sandbox::Kind::Note, note, sandbox::Kind::Contact, kMentor);
    BOOST_TEST(ticked(world).found == 1U);
    BOOST_TEST(notes_on(world, kMentor).size() == 1U);

    world.desk().unlink(sandbox::Kind::Note, note, sandbox::Kind::Contact, kMentor);
    world.pass(1h);
    static_cast<void>(ticked(world));
    BOOST_TEST(notes_on(world, kMentor).empty());
}

BOOST_AUTO_TEST_CASE(a_note_of_merged_people_is_whole) {
    ToldWorld world;
    const std::string other = world.desk().add(sandbox::Kind::Contact, {{"email", "x@y.example"}});
    const std::string merged = world.desk().merge(kMentor, other);
    const NoteAudit audit = ticked(world);
    BOOST_TEST(audit.found == 0U);
    BOOST_TEST(notes_on(world, merged.c_str()).size() == 1U);
    BOOST_TEST(world.crm.witness().most_visible() == 1U);
}

BOOST_AUTO_TEST_CASE(without_a_budget_nothing_is_audited) {
    ToldWorld world;
    const auto report =
        world.tick({.kind = store::PullKind::Changes, .audits = {}, .audit_requests = 0});
    BOOST_TEST_REQUIRE(report.has_value());
    BOOST_TEST(report->notes.requests == 0U);
    BOOST_TEST(!report->notes.finished);
    BOOST_TEST(ticked(world).finished);
}

BOOST_AUTO_TEST_CASE(an_audit_that_the_crm_breaks_off_fails_no_tick) {
    ToldWorld world;
    sandbox::Match keys;
    keys.path = "notes/batch/read";
    world.crm.inject({.match = keys, .action = sandbox::Do::Answer, .status = 503});
    BOOST_TEST(!ticked(world).finished);
    world.crm.clear_faults();
    BOOST_TEST(ticked(world).finished);
}

BOOST_AUTO_TEST_CASE(an_orphan_of_a_late_create_is_taken_away_and_nothing_else) {
    ToldWorld world;
    BOOST_TEST(ticked(world).finished);  // the week begins
    const auto note = notes_on(world, kMentee).front();
    // A person deletes the note and a late create of the same key arrives; and somebody else's note
    // has lost its contact.
    world.desk().remove(sandbox::Kind::Note, note.id);
    const std::string late = world.desk().add(
        sandbox::Kind::Note, {{"mentorsync_key", note.key}, {"hs_note_body", "late"}});
    const std::string foreign = world.desk().add(
        sandbox::Kind::Note, {{"mentorsync_key", "ms1nobodyknows"}, {"hs_note_body", "foreign"}});
    const auto rows = world.store->notes();
    BOOST_TEST_REQUIRE(rows.has_value());
    world.pass(6 * 24h);
    BOOST_TEST_REQUIRE(world.tick().has_value());
    const auto is_live = [&](const std::string& id) {
        const auto* found = world.crm.portal(World::kPortal).shelf(sandbox::Kind::Note).find(id);
        return found != nullptr && !found->archived;
    };
    BOOST_TEST(is_live(late));
    world.pass(2 * 24h);
    const auto swept = world.tick();
    BOOST_TEST_REQUIRE(swept.has_value());
    BOOST_TEST(swept->orphans.found == 1U);
    BOOST_TEST(!is_live(late));
    BOOST_TEST(is_live(foreign));
}

BOOST_AUTO_TEST_CASE(a_note_that_the_crm_refuses_to_read_keeps_no_other_from_being_audited) {
    ManyNotes world;
    const std::string refused = world.waiting().at(2);
    refuse_to_read(world, refused);
    const NoteAudit audit = ticked(world);
    BOOST_TEST(!audit.finished);
    BOOST_TEST_REQUIRE(audit.error.has_value());
    BOOST_TEST(name_of(audit.error->code) == "rejected");
    BOOST_TEST(world.waiting().empty());
    BOOST_TEST(ticked(world).requests == 0U);

    world.pass(61min);
    BOOST_TEST((world.waiting() == std::vector{refused}));
    world.crm.clear_faults();
    BOOST_TEST(ticked(world).finished);
    world.pass(61min);
    BOOST_TEST(world.waiting().empty());
}

BOOST_AUTO_TEST_CASE(what_the_budget_leaves_of_a_refused_batch_waits_for_an_hour) {
    ManyNotes world;
    const std::vector<std::string> all = world.waiting();
    refuse_to_read(world, all.front());
    const TickChoice choice{.kind = store::PullKind::Changes, .audits = {}, .audit_requests = 2};
    const auto report = world.tick(choice);
    BOOST_TEST_REQUIRE(report.has_value());
    BOOST_TEST(!report->notes.finished);
    BOOST_TEST(report->notes.requests == 2U);
    const std::size_t left = world.waiting().size();
    BOOST_TEST(left > 0U);
    BOOST_TEST(left < all.size());
    world.pass(61min);
    BOOST_TEST(world.waiting().size() == all.size());
}

BOOST_AUTO_TEST_CASE(a_note_that_cannot_be_read_for_30_days_counts_as_told) {
    ToldWorld world;
    const auto note = notes_on(world, kMentee).front();
    refuse_to_read(world, note.key);
    for (int day = 0; day < 31; ++day) {
        BOOST_TEST_CONTEXT(day) {
            BOOST_TEST(ticked(world).error.has_value());
        }
        world.pass(24h);
    }
    world.crm.clear_faults();
    world.desk().remove(sandbox::Kind::Note, note.id);
    static_cast<void>(ticked(world));
    BOOST_TEST(name_of(state_of_start_note(world)) == "done");
}

BOOST_AUTO_TEST_CASE(orphans_are_looked_for_although_a_note_cannot_be_audited) {
    ToldWorld world;
    const auto note = notes_on(world, kMentee).front();
    refuse_to_read(world, note.key);
    BOOST_TEST(!ticked(world).finished);  // the week begins
    world.desk().remove(sandbox::Kind::Note, note.id);
    const std::string late = world.desk().add(
        sandbox::Kind::Note, {{"mentorsync_key", note.key}, {"hs_note_body", "late"}});
    world.pass(8 * 24h);
    const auto swept = world.tick();
    BOOST_TEST_REQUIRE(swept.has_value());
    BOOST_TEST(swept->notes.error.has_value());
    BOOST_TEST(swept->orphans.found == 1U);
}

BOOST_AUTO_TEST_CASE(a_sweep_that_was_finished_in_the_future_was_not_made) {
    for (const bool was_stored : {true, false}) {
        ToldWorld world;
        BOOST_TEST(ticked(world).finished);
        const Instant ahead = world.clock.now() + 365 * 24h;
        if (was_stored) {
            const auto state = world.store->portal();
            BOOST_TEST_REQUIRE(state.has_value());
            const auto kept =
                world.store->keep_up({.cursors = state->cursors,
                                      .audits = {{.name = "orphans", .finished = ahead}},
                                      .coverage = Coverage::Everything,
                                      .now = world.clock.now()});
            BOOST_TEST_REQUIRE(kept.has_value());
            world.view = {};
        } else {
            world.view.next_sweep = ahead;
        }
        BOOST_TEST(ticked(world).finished);
        world.pass(8 * 24h);
        const auto swept = world.tick();
        BOOST_TEST_REQUIRE(swept.has_value());
        BOOST_TEST(swept->orphans.requests > 0U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
