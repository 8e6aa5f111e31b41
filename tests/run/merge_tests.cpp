// Contacts are merged while the cycle is at work.

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

#include "tests/run/world.hpp"
#include "tests/sandbox/view.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using tests::World;

namespace {

std::size_t notes_on(World& world, const std::string& contact) {
    const auto seen = sandbox::see_contact(world.crm.world(), World::kPortal, contact);
    return seen ? seen->notes.size() : 0;
}

void sync(World& world) {
    auto done = world.sync();
    if (!done && done.error().error.code == ErrorCode::BrakeRefused) {
        done = world.accept_and_sync();
    }
    BOOST_TEST_REQUIRE(done.has_value(), (done ? "" : done.error().error.message));
}

std::string duplicate(World& world, const std::string& address) {
    return world.desk().add(sandbox::Kind::Contact, {{"email", address}});
}

std::size_t active_pairs(World& world) {
    const auto counts = world.store->counts();
    return counts ? counts->pairs : 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(merge_tests)

BOOST_AUTO_TEST_CASE(a_chain_of_merges_neither_ends_a_pair_nor_tells_of_it_twice) {
    World world(sandbox::tiny_size());
    sync(world);
    std::string mentor = "1001";
    for (const char* const address : {"a@x.example", "b@x.example", "c@x.example"}) {
        mentor = world.desk().merge(duplicate(world, address), mentor);
        world.pass(5min);
        sync(world);
        BOOST_TEST(active_pairs(world) == 1U);
        BOOST_TEST(notes_on(world, mentor) == 1U);
    }
    BOOST_TEST(notes_on(world, "1002") == 1U);
    BOOST_TEST(world.crm.witness().most_visible() == 1U);
}

BOOST_AUTO_TEST_CASE(a_lost_state_finds_the_note_under_the_id_of_before_the_merge) {
    World world(sandbox::tiny_size());
    // The duplicate is older than the mentor: the pair is named after it from the merge on.
    sync(world);
    const std::string merged = world.desk().merge("1001", duplicate(world, "a@x.example"));
    sync(world);
    world.lose_state();
    sync(world);
    BOOST_TEST(notes_on(world, merged) == 1U);
    BOOST_TEST(notes_on(world, "1002") == 1U);
}

BOOST_AUTO_TEST_CASE(a_contact_merged_before_its_note_was_associated_is_told_under_its_present_id) {
    World world(sandbox::tiny_size());
    sandbox::Match associations;
    associations.path = "batch/associate";
    world.crm.inject({.match = associations, .action = sandbox::Do::Answer, .status = 503});
    const auto proposal = world.propose();
    BOOST_TEST_REQUIRE(proposal.has_value());
    BOOST_TEST_REQUIRE(world.sync({.acceptance = proposal->acceptance}).has_value());
    world.crm.clear_faults();
    BOOST_TEST(notes_on(world, "1001") == 0U);
    const std::string merged = world.desk().merge("1001", duplicate(world, "a@x.example"));
    world.pass(2h);
    sync(world);
    BOOST_TEST(notes_on(world, merged) == 1U);
    BOOST_TEST(notes_on(world, "1002") == 1U);
}

BOOST_AUTO_TEST_CASE(a_mentor_merged_into_the_mentee_is_set_aside_and_nobody_is_told_of_an_end) {
    World world(sandbox::tiny_size());
    sync(world);
    const std::string merged = world.desk().merge("1002", "1001");
    const auto done = world.sync();
    BOOST_TEST_REQUIRE(done.has_value(), (done ? "" : done.error().error.message));
    BOOST_TEST(active_pairs(world) == 0U);
    BOOST_TEST(notes_on(world, merged) == 1U);
    bool told = false;
    for (const SetAside& aside : done->proposal.translation.set_aside) {
        told = told || aside.code == "merged_with_mentor";
    }
    BOOST_TEST(told);
}

BOOST_AUTO_TEST_CASE(a_mentor_who_was_a_crm_user_and_becomes_a_contact_stays_the_same_mentor) {
    World world(sandbox::tiny_size());
    // The mentor of record is a CRM user without a contact.
    sandbox::Owner user;
    user.id = "70999";
    user.email = "only.user@agency.example";
    world.crm.portal(World::kPortal).owners.push_back(user);
    world.desk().unlink(sandbox::Kind::Contact, "1002", sandbox::Kind::Contact, "1001");
    world.desk().edit(sandbox::Kind::Contact, "1002",
                      {{"mentor_email", "only.user@agency.example"}});
    sync(world);
    BOOST_TEST(active_pairs(world) == 1U);
    BOOST_TEST(notes_on(world, "1002") == 1U);

    const std::string contact = duplicate(world, "only.user@agency.example");
    sync(world);
    BOOST_TEST(active_pairs(world) == 1U);
    BOOST_TEST(notes_on(world, "1002") == 1U);  // neither an end nor a second start

    world.lose_state();
    sync(world);
    BOOST_TEST(notes_on(world, "1002") == 1U);
}

BOOST_AUTO_TEST_CASE(a_mentor_whose_user_is_deactivated_is_reported_and_the_pair_ends_once) {
    World world(sandbox::tiny_size());
    sandbox::Owner user;
    user.id = "70999";
    user.email = "only.user@agency.example";
    world.crm.portal(World::kPortal).owners.push_back(user);
    world.desk().unlink(sandbox::Kind::Contact, "1002", sandbox::Kind::Contact, "1001");
    world.desk().edit(sandbox::Kind::Contact, "1002",
                      {{"mentor_email", "only.user@agency.example"}});
    sync(world);
    world.desk().deactivate_owner("70999");
    for (int i = 0; i < 2; ++i) {
        sync(world);
        BOOST_TEST(active_pairs(world) == 0U);
        BOOST_TEST(notes_on(world, "1002") == 2U);  // the start and the end
        const auto accounting = world.store->accounting();
        BOOST_TEST_REQUIRE(accounting.has_value());
        BOOST_TEST_REQUIRE(accounting->failing.size() == 1U);
        BOOST_TEST(accounting->failing.front().code == "owner_deactivated");
    }
}

BOOST_AUTO_TEST_SUITE_END()
