// A portal that a brake holds, for a day or two, until somebody looks.

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <string>

#include "tests/daemon/service_world.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using tests::AcceptedWorld;
using tests::ServedWorld;

namespace {

// The example, with other brakes: another mapping, which is held until somebody accepts it.
Mapping mapping_with_brakes(const std::string& brakes) {
    std::string text = tests::example_mapping_text();
    const std::string from = R"("percent": 20, "count": 10)";
    text.replace(text.find(from), from.size(), brakes);
    return tests::mapping_of(text);
}

// How often the links between contacts were read: once a complete pass, or audit of them.
std::uint64_t looks_at_links(ServedWorld& world) {
    std::uint64_t looks = 0;
    for (const auto& [path, count] : world.crm.witness().counts()) {
        if (path.find("contacts/contacts/batch/read") != std::string::npos) looks += count;
    }
    world.crm.witness().forget_requests();
    return looks;
}

void hold(ServedWorld& world) {
    world.configuration.mapping = mapping_with_brakes(R"("percent": 90, "count": 10)");
    world.service->reconfigure(world.configuration);
    world.live(1min);
    BOOST_TEST_REQUIRE((world.mood() == PortalMood::Held));
    world.crm.witness().forget_requests();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(held_tests)

BOOST_AUTO_TEST_CASE(a_held_portal_is_pulled_whole_by_the_hour_at_most) {
    AcceptedWorld world;
    BOOST_TEST_REQUIRE(world.ask(kSyncRequest, "{}").good);
    const std::uint64_t each = looks_at_links(world);
    BOOST_TEST_REQUIRE(each > 0U);
    world.configuration.settings.associations_every = 10 * 24h;
    hold(world);
    world.live(23h);
    BOOST_TEST(looks_at_links(world) == 0U);
    world.live(12h);
    BOOST_TEST((world.mood() == PortalMood::Held));
    const std::uint64_t looks = looks_at_links(world);
    BOOST_TEST(looks >= 2 * each);
    BOOST_TEST(looks <= 14 * each);
}

BOOST_AUTO_TEST_CASE(a_held_portal_is_audited_no_more_often_than_another) {
    AcceptedWorld world;
    world.live(3h);
    const std::uint64_t usual = looks_at_links(world);
    BOOST_TEST_REQUIRE(usual > 0U);
    hold(world);
    world.live(3h);
    BOOST_TEST((world.mood() == PortalMood::Held));
    BOOST_TEST(looks_at_links(world) <= 2 * usual);
}

BOOST_AUTO_TEST_CASE(an_audit_that_a_brake_refused_is_made_anew_after_a_restart) {
    AcceptedWorld world;
    hold(world);
    world.live(3h);
    static_cast<void>(looks_at_links(world));
    world.serve();
    world.live(1min);
    BOOST_TEST((world.mood() == PortalMood::Held));
    BOOST_TEST(looks_at_links(world) > 0U);
}

BOOST_AUTO_TEST_CASE(what_an_audit_alone_finds_is_held_although_the_ticks_between_go_well) {
    ServedWorld world;
    world.mapping = mapping_with_brakes(R"("percent": 0, "count": 0)");
    world.configuration.mapping = world.mapping;
    world.serve();
    BOOST_TEST_REQUIRE(world.accept().good);
    world.live(3h);
    BOOST_TEST_REQUIRE((world.mood() == PortalMood::Ready));

    world.desk().unlink(sandbox::Kind::Contact, "1002", sandbox::Kind::Contact, "1001");
    world.live(45min);
    BOOST_TEST_REQUIRE((world.mood() == PortalMood::Held));
    const PortalBoard before = world.now();
    for (int i = 0; i < 12; ++i) {
        world.live(5min);
        BOOST_TEST((world.mood() == PortalMood::Held));
        BOOST_TEST((world.now().code == ErrorCode::BrakeRefused));
    }
    const PortalBoard after = world.now();
    BOOST_TEST(after.failed_ticks - before.failed_ticks < after.ticks - before.ticks);
    BOOST_TEST(world.store->counts()->pairs == 1U);

    BOOST_TEST_REQUIRE(world.accept().good);
    BOOST_TEST((world.mood() == PortalMood::Ready));
    BOOST_TEST(world.store->counts()->pairs == 0U);
}

BOOST_AUTO_TEST_CASE(one_bad_answer_holds_a_portal_until_the_next_pull) {
    AcceptedWorld world;
    sandbox::Match lists;
    lists.path = "memberships";
    world.crm.inject({.match = lists,
                      .action = sandbox::Do::ReplaceBody,
                      .body = R"({"results":[],"total":0})"});
    BOOST_TEST((world.ask(kSyncRequest, "{}").code == ErrorCode::BrakeRefused));
    BOOST_TEST((world.mood() == PortalMood::Held));
    world.crm.clear_faults();
    world.live(6min);
    BOOST_TEST((world.mood() == PortalMood::Ready));
}

BOOST_AUTO_TEST_CASE(a_refused_sync_of_another_mapping_is_forgotten_with_that_mapping) {
    AcceptedWorld world;
    const Mapping accepted = world.configuration.mapping;
    hold(world);
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST((world.ask(kSyncRequest, "{}").code == ErrorCode::BrakeRefused));
    }
    world.configuration.mapping = accepted;
    world.service->reconfigure(world.configuration);
    world.live(1min);
    BOOST_TEST((world.mood() == PortalMood::Ready));
}

BOOST_AUTO_TEST_CASE(what_waits_is_delivered_after_a_restart_although_a_brake_holds_the_portal) {
    ServedWorld world;
    world.configuration.settings.pull_every = 6h;
    world.configuration.settings.associations_every = 6h;
    world.serve();
    sandbox::Match creates;
    creates.path = "notes/batch/create";
    creates.times = 1;
    world.crm.inject({.match = creates, .action = sandbox::Do::ApplyThenDrop});
    BOOST_TEST_REQUIRE(world.accept().good);
    BOOST_TEST_REQUIRE(world.store->counts()->notes[RowState::Sent] > 0U);

    world.configuration.mapping = mapping_with_brakes(R"("percent": 90, "count": 10)");
    world.serve();
    world.live(20min);
    BOOST_TEST((world.mood() == PortalMood::Held));
    BOOST_TEST(world.store->counts()->notes[RowState::Sent] == 0U);
    BOOST_TEST(world.store->counts()->notes[RowState::Done] > 0U);
    BOOST_TEST(world.crm.witness().most_live() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
