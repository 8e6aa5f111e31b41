#include "sync/run/sync.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

#include "tests/run/world.hpp"
#include "tests/sandbox/view.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using tests::World;

namespace {

ErrorCode code_of(const tl::expected<SyncReport, Obstacle>& outcome) {
    BOOST_TEST_REQUIRE(!outcome.has_value());
    return outcome.error().error.code;
}

std::string why(const tl::expected<SyncReport, Obstacle>& outcome) {
    if (outcome) return {};
    std::string text = outcome.error().error.message;
    for (const Fault& fault : outcome.error().faults) text += "\n" + to_text(fault);
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sync_tests)

BOOST_AUTO_TEST_CASE(a_first_sync_without_consent_stores_and_writes_nothing) {
    World world(sandbox::tiny_size());
    const std::string before = world.dump();
    BOOST_TEST((code_of(world.sync()) == ErrorCode::BrakeRefused));
    BOOST_TEST(world.dump() == before);
    BOOST_TEST(world.store->taken()->records.empty());
    BOOST_TEST(world.writes() == 0U);
}

BOOST_AUTO_TEST_CASE(an_accepted_sync_writes_the_start_notes_and_a_second_one_nothing) {
    World world(sandbox::tiny_size());
    const auto first = world.accept_and_sync();
    BOOST_TEST_REQUIRE(first.has_value(), why(first));
    BOOST_TEST(first->delivery.notes_done ==
               static_cast<int>(world.truth.pairs.size() + world.truth.groups.size()));
    BOOST_TEST(world.writes() > 0U);

    const std::string before = world.decided();
    const auto second = world.sync();
    BOOST_TEST_REQUIRE(second.has_value(), why(second));
    BOOST_TEST(second->proposal.plan.actions.empty());
    BOOST_TEST(world.writes() == 0U);
    BOOST_TEST((world.decided() == before));
}

BOOST_AUTO_TEST_CASE(the_consent_to_one_plan_is_none_to_another) {
    World world(sandbox::tiny_size());
    BOOST_TEST((code_of(world.sync({.acceptance = "000000000000", .plan_hash = {}})) ==
                ErrorCode::BrakeRefused));
    BOOST_TEST(world.writes() == 0U);
}

BOOST_AUTO_TEST_CASE(a_saved_plan_is_carried_out_exactly_or_not_at_all) {
    World world(sandbox::tiny_size());
    const auto saved = world.propose();
    BOOST_TEST_REQUIRE(saved.has_value());
    const Consent consent{.acceptance = {}, .plan_hash = saved->plan_hash};

    world.desk().complete_task(world.truth.tasks.front().id);
    BOOST_TEST((code_of(world.sync(consent)) == ErrorCode::PlanStale));
    BOOST_TEST(world.writes() == 0U);

    const auto again = world.propose();
    BOOST_TEST_REQUIRE(again.has_value());
    const auto done = world.sync({.acceptance = {}, .plan_hash = again->plan_hash});
    BOOST_TEST(done.has_value(), why(done));
}

BOOST_AUTO_TEST_CASE(the_state_of_one_portal_is_not_used_for_another) {
    World world(sandbox::tiny_size());
    BOOST_TEST_REQUIRE(world.accept_and_sync().has_value());
    const std::string before = world.dump();
    static_cast<void>(world.writes());

    world.crm.add_portal("4712");
    static_cast<void>(sandbox::generate_portal(world.crm, "4712", sandbox::tiny_size(), 7));
    world.network.set_token(world.crm.add_token("4712"));
    BOOST_TEST((code_of(world.sync()) == ErrorCode::WrongPortal));
    BOOST_TEST(world.dump() == before);
    BOOST_TEST(world.writes() == 0U);
}

BOOST_AUTO_TEST_CASE(a_completed_task_moves_the_roll_up_and_next_week_a_note_tells_of_it) {
    World world(sandbox::tiny_size());
    BOOST_TEST_REQUIRE(world.accept_and_sync().has_value());
    const std::string mentee = world.truth.mentee_of_story;

    world.desk().complete_task(world.truth.tasks.front().id);
    const auto now = world.sync();
    BOOST_TEST_REQUIRE(now.has_value(), why(now));
    BOOST_TEST(now->delivery.notes_done == 0);
    BOOST_TEST(now->delivery.properties_set > 0);

    world.pass(7 * 24h);
    const auto next_week = world.sync();
    BOOST_TEST_REQUIRE(next_week.has_value(), why(next_week));
    BOOST_TEST(next_week->delivery.notes_done ==
               static_cast<int>(world.truth.pairs.size() + world.truth.groups.size()));
    const auto seen = sandbox::see_contact(world.crm.world(), World::kPortal, mentee);
    BOOST_TEST_REQUIRE(seen.has_value());
    BOOST_TEST(seen->notes.size() == 2U);
    BOOST_TEST(world.crm.witness().most_live() == 1U);
}

BOOST_AUTO_TEST_CASE(a_state_that_begins_again_finds_its_notes) {
    World world(sandbox::tiny_size());
    BOOST_TEST_REQUIRE(world.accept_and_sync().has_value());
    world.lose_state();
    const auto rebuilt = world.accept_and_sync();
    BOOST_TEST_REQUIRE(rebuilt.has_value(), why(rebuilt));
    BOOST_TEST(world.crm.witness().most_live() == 1U);
    BOOST_TEST(world.crm.witness().most_visible() == 1U);
}

BOOST_AUTO_TEST_CASE(nothing_stays_on_the_contact_of_somebody_who_left_the_programme) {
    World world(sandbox::tiny_size());
    BOOST_TEST_REQUIRE(world.accept_and_sync().has_value());
    const std::string mentee = world.truth.mentee_of_story;
    const std::string mentor = world.truth.mentor_of_story;
    world.desk().remove_from_list(world.truth.programme_list, mentee);
    world.desk().unlink(sandbox::Kind::Contact, mentee, sandbox::Kind::Contact, mentor);
    const auto done = world.sync();
    BOOST_TEST_REQUIRE(done.has_value(), why(done));
    const auto seen = sandbox::see_contact(world.crm.world(), World::kPortal, mentee);
    BOOST_TEST_REQUIRE(seen.has_value());
    for (const auto& [property, value] : seen->mentorsync) {
        BOOST_TEST(value.empty(), property << " is still " << value);
    }
    BOOST_TEST(seen->notes.size() == 2U);  // one at the start, one at the end
}

BOOST_AUTO_TEST_CASE(a_saved_plan_does_not_outlive_its_mapping) {
    World world(sandbox::tiny_size());
    const auto saved = world.propose();
    BOOST_TEST_REQUIRE(saved.has_value());
    std::string text = tests::example_mapping_text();
    const std::string from = "\"percent\": 20";
    text.replace(text.find(from), from.size(), "\"percent\": 90");
    world.mapping = tests::mapping_of(text);
    BOOST_TEST((code_of(world.sync({.acceptance = {}, .plan_hash = saved->plan_hash})) ==
                ErrorCode::PlanStale));
}

BOOST_AUTO_TEST_CASE(without_the_unique_key_nothing_is_written_whatever_the_mapping_allows) {
    World world(sandbox::tiny_size());
    world.crm.portal(World::kPortal)
        .shelf(sandbox::Kind::Note)
        .schema.properties.erase("mentorsync_key");
    BOOST_TEST((code_of(world.sync()) == ErrorCode::Configuration));
    std::string text = tests::example_mapping_text();
    const std::string from = "\"progress_notes\": {";
    text.replace(text.find(from), from.size(), from + " \"without_unique_key\": \"settle\",");
    world.mapping = tests::mapping_of(text);
    BOOST_TEST((code_of(world.sync()) == ErrorCode::Configuration));
    BOOST_TEST(world.writes() == 0U);
}

BOOST_AUTO_TEST_CASE(a_crm_that_is_down_changes_nothing_and_needs_nobody) {
    World world(sandbox::tiny_size());
    BOOST_TEST_REQUIRE(world.accept_and_sync().has_value());
    const std::string before = world.dump();
    for (const int status : {500, 502, 503, 504, 521, 524}) {
        world.crm.inject({.match = {}, .action = sandbox::Do::Answer, .status = status});
        BOOST_TEST((code_of(world.sync()) == ErrorCode::Unavailable));
        world.crm.clear_faults();
        BOOST_TEST(world.dump() == before);
    }
    BOOST_TEST(world.sync().has_value());
}

BOOST_AUTO_TEST_CASE(a_page_instead_of_json_is_an_outage) {
    World world(sandbox::tiny_size());
    world.crm.inject({.match = {}, .action = sandbox::Do::HtmlPage});
    BOOST_TEST((code_of(world.sync()) == ErrorCode::Unavailable));
}

BOOST_AUTO_TEST_CASE(a_refused_key_says_so_and_passes_when_the_crm_accepts_again) {
    World world(sandbox::tiny_size());
    BOOST_TEST_REQUIRE(world.accept_and_sync().has_value());
    const std::string before = world.dump();
    world.crm.token(world.token).refused = true;
    BOOST_TEST((code_of(world.sync()) == ErrorCode::Unauthorized));
    BOOST_TEST(world.dump() == before);
    world.crm.token(world.token).refused = false;
    BOOST_TEST(world.sync().has_value());
}

BOOST_AUTO_TEST_CASE(an_interrupted_pull_goes_on_where_it_was) {
    World world(sandbox::demo_size());
    static_cast<void>(world.propose());
    const std::uint64_t whole = world.crm.witness().request_count();
    const auto plan = world.propose();
    BOOST_TEST_REQUIRE(plan.has_value());

    // The last request of a pull fails for good, after most pages were taken.
    world.crm.witness().forget_requests();
    sandbox::Match tasks;
    tasks.path = "objects/2026-09/tasks";
    world.crm.inject({.match = tasks, .action = sandbox::Do::Answer, .status = 503});
    BOOST_TEST(!world.sync({.acceptance = plan->acceptance, .plan_hash = {}}).has_value());
    world.crm.clear_faults();
    BOOST_TEST(!world.store->taken()->records.empty());

    world.crm.witness().forget_requests();
    const auto done = world.sync({.acceptance = plan->acceptance, .plan_hash = {}});
    BOOST_TEST_REQUIRE(done.has_value(), why(done));
    BOOST_TEST(done->proposal.pull.requests < whole);
}

BOOST_AUTO_TEST_SUITE_END()
