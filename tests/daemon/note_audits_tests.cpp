// What the daemon spends on audits of notes, and tells of them.

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>

#include "tests/daemon/service_world.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using tests::ServedWorld;

BOOST_AUTO_TEST_SUITE(note_audits_tests)

BOOST_AUTO_TEST_CASE(a_person_who_asks_for_a_sync_sends_no_audit_beyond_the_budget) {
    ServedWorld world;
    world.configuration.settings.audit_budget = 0;
    world.serve();
    BOOST_TEST_REQUIRE(world.accept().good);
    world.clock.advance(15min);  // the notes are to be audited
    BOOST_TEST_REQUIRE(world.ask(kSyncRequest, "{}").good);
    BOOST_TEST(world.now().counters["audit_requests_notes"] == 0U);

    world.configuration.settings.audit_budget = 1'000;
    world.service->reconfigure(world.configuration);
    world.live(6min);
    BOOST_TEST(world.now().counters["audit_requests_notes"] > 0U);
}

BOOST_AUTO_TEST_CASE(why_notes_cannot_be_audited_is_told_once) {
    ServedWorld world;
    BOOST_TEST_REQUIRE(world.accept().good);
    const auto rows = world.store->notes();
    BOOST_TEST_REQUIRE(rows.has_value());
    for (const OutboxRow& row : *rows) {
        sandbox::Match match;
        match.path = "notes/batch/read";
        match.body = row.key.text();
        world.crm.inject({.match = match,
                          .action = sandbox::Do::Answer,
                          .status = 400,
                          .headers = {},
                          .body = R"({"status":"error","category":"VALIDATION_ERROR"})"});
    }
    world.live(3h);
    BOOST_TEST((world.mood() == PortalMood::Ready));
    const auto events = world.log.events();
    const auto told = std::ranges::count_if(events, [](const ListLog::Event& event) {
        return event.line.find("event=audit portal=blink name=notes code=rejected") !=
               std::string::npos;
    });
    BOOST_TEST(told == 1);
}

BOOST_AUTO_TEST_SUITE_END()
