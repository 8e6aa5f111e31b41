// What keeps a portal from being served for a while: the CRM, the credentials, the disk.

#include <sys/resource.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <string>
#include <vector>

#include "tests/daemon/service_world.hpp"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/fakes/test_sealer.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using tests::AcceptedWorld;
using tests::ServedWorld;

namespace {

// When the CRM was asked anything.
std::vector<Instant> request_times(ServedWorld& world) {
    std::vector<Instant> times;
    for (const auto& request : world.crm.witness().requests()) times.push_back(request.at);
    return times;
}

struct Outage {
    const char* name;
    sandbox::Do action;
    int status;
    sandbox::Headers headers;
    std::chrono::milliseconds wait;  // that each answer asks for
};

const Outage kOutages[] = {
    {"401", sandbox::Do::Answer, 401, {}, 0ms},
    {"429", sandbox::Do::Answer, 429, {}, 0ms},
    {"429, ten minutes", sandbox::Do::Answer, 429, {{"Retry-After", "600"}}, 600s},
    {"503", sandbox::Do::Answer, 503, {}, 0ms},
    {"503, two minutes", sandbox::Do::Answer, 503, {{"Retry-After", "120"}}, 120s},
    {"477", sandbox::Do::Answer, 477, {}, 0ms},
    {"477, twenty minutes", sandbox::Do::Answer, 477, {{"Retry-After", "1200"}}, 1200s},
    {"bodies cut", sandbox::Do::Truncate, 200, {}, 0ms},
    {"a captive portal", sandbox::Do::HtmlPage, 200, {}, 0ms},
    {"no answer", sandbox::Do::LoseBefore, 200, {}, 0ms},
};

std::string without_health(const std::string& dump) {
    const auto begin = dump.find("\nhealth ");
    if (begin == std::string::npos) return dump;
    return dump.substr(0, begin) + dump.substr(dump.find('\n', begin + 1));
}

// Requests that left at one moment are a wave.
void check_waits(ServedWorld& world, const Outage& outage) {
    const auto asked = request_times(world);
    BOOST_TEST_REQUIRE(asked.size() > 0U);
    for (std::size_t i = 1; i < asked.size(); ++i) {
        if (asked[i] == asked[i - 1]) continue;
        BOOST_TEST((asked[i] - asked[i - 1] >= outage.wait));
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(outages_tests)

BOOST_AUTO_TEST_CASE(an_outage_is_waited_out_with_growing_pauses_and_ends_by_itself) {
    AcceptedWorld world;
    const std::string before = world.dump();
    world.fail_everything(503);
    world.live(5min);
    BOOST_TEST((world.mood() == PortalMood::Unreachable));
    world.crm.witness().forget_requests();
    world.live(2h);
    // Every try is at most six sends of one request, and the tries are 7.5 minutes apart.
    BOOST_TEST(world.crm.witness().request_count() <= 6U * 20);
    BOOST_TEST(world.crm.witness().request_count() >= 6U * 5);
    world.crm.clear_faults();
    world.live(15min);
    BOOST_TEST((world.mood() == PortalMood::Ready));
    BOOST_TEST(!world.now().code.has_value());
    BOOST_TEST(world.crm.witness().most_live() == 1U);
}

BOOST_AUTO_TEST_CASE(two_hours_of_any_outage_damage_nothing_and_need_nobody) {
    for (const Outage& outage : kOutages) {
        BOOST_TEST_CONTEXT(outage.name) {
            AcceptedWorld world;
            const std::string before = without_health(world.dump());
            sandbox::Fault fault{.match = {}, .action = outage.action, .status = outage.status};
            fault.headers = outage.headers;
            fault.bytes = 17;
            world.crm.inject(fault);
            world.desk().complete_task(world.truth.tasks.front().id);
            world.live(2h);
            check_waits(world, outage);
            BOOST_TEST(without_health(world.dump()) == before);
            BOOST_TEST((world.mood() != PortalMood::Ready));

            world.crm.clear_faults();
            world.live(21min);
            BOOST_TEST((world.mood() == PortalMood::Ready));
            BOOST_TEST((world.store->tasks().value().front().state == TaskState::Done));
            BOOST_TEST(world.crm.witness().most_live() == 1U);
            BOOST_TEST(world.crm.witness().violations().empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_the_crm_asks_to_wait_is_waited_to_the_second) {
    AcceptedWorld world;
    sandbox::Match once;
    once.times = 1;
    world.crm.inject({.match = once,
                      .action = sandbox::Do::Answer,
                      .status = 429,
                      .headers = {{"Retry-After", "1800"}}});
    world.live(6min);
    BOOST_TEST_REQUIRE((world.mood() == PortalMood::Limited));
    const auto asked = request_times(world);
    BOOST_TEST_REQUIRE(asked.size() > 0U);
    world.crm.witness().forget_requests();

    // Neither the interval, nor a person, nor a restart makes it ask before.
    world.live(10min);
    const auto refused = world.ask(kSyncRequest, "{}");
    BOOST_TEST((refused.code == ErrorCode::RateLimited));
    world.serve();
    world.live(1h);
    const auto again = request_times(world);
    BOOST_TEST_REQUIRE(again.size() > 0U);
    BOOST_TEST((again.front() - asked.back() >= 1800s));
    BOOST_TEST((again.front() - asked.back() <= 1802s));
    BOOST_TEST((world.mood() == PortalMood::Ready));
}

BOOST_AUTO_TEST_CASE(refused_credentials_are_opened_anew_and_probed_until_they_are_accepted) {
    AcceptedWorld world;
    world.crm.token(world.token).refused = true;
    world.live(6min);
    BOOST_TEST((world.mood() == PortalMood::Refused));
    BOOST_TEST((world.now().code == ErrorCode::Unauthorized));
    const int opened = world.opened;
    world.live(2h);
    BOOST_TEST(world.opened - opened >= 8);
    world.crm.token(world.token).refused = false;
    world.live(15min);
    BOOST_TEST((world.mood() == PortalMood::Ready));
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_waited_out_and_nothing_is_sent_that_cannot_be_recorded) {
    const fakes::TemporaryFolder folder;
    AcceptedWorld world;
    const std::string path = folder.path() + "/state.db";
    world.store =
        store::SqlStore::open(path, "blink", store::Mode::ReadWrite, store::test_sealer()).value();
    world.serve();
    BOOST_TEST_REQUIRE(world.accept().good);
    world.live(1h);
    BOOST_TEST_REQUIRE((world.mood() == PortalMood::Ready));

    world.desk().complete_task(world.truth.tasks.front().id);
    world.crm.witness().forget_requests();
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit full{.rlim_cur = 0, .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &full);
    world.live(1h);
    const PortalMood mood = world.mood();
    setrlimit(RLIMIT_FSIZE, &before);
    BOOST_TEST((mood == PortalMood::Failing));
    BOOST_TEST(world.writes() == 0U);

    world.live(2min);
    BOOST_TEST((world.mood() == PortalMood::Ready));
    BOOST_TEST(world.writes() > 0U);
    BOOST_TEST(world.crm.witness().most_live() == 1U);
}

BOOST_AUTO_TEST_CASE(a_pause_after_crashes_shortens_no_wait_that_the_crm_asked_for) {
    AcceptedWorld world;
    world.fail_everything(429, {{"Retry-After", "3600"}});
    world.live(6min);
    BOOST_TEST_REQUIRE((world.mood() == PortalMood::Limited));
    const auto wait = world.store->health().value().value().next_try;
    world.crm.clear_faults();
    world.crm.witness().forget_requests();

    for (int crash = 0; crash < 2; ++crash) {
        world.serve();
        world.service->pause(15min);
        BOOST_TEST((world.mood() == PortalMood::Limited));
        BOOST_TEST((world.now().next_try == wait));
        BOOST_TEST((world.ask(kSyncRequest, "{}").code == ErrorCode::RateLimited));
        world.live(16min);
    }
    BOOST_TEST(world.crm.witness().request_count() == 0U);
    world.live(30min);
    BOOST_TEST((world.mood() == PortalMood::Ready));
}

BOOST_AUTO_TEST_CASE(a_wait_that_ends_within_a_pause_is_a_part_of_it) {
    AcceptedWorld world;
    world.fail_everything(429, {{"Retry-After", "600"}});
    world.live(6min);
    BOOST_TEST_REQUIRE((world.mood() == PortalMood::Limited));
    world.crm.clear_faults();
    world.crm.witness().forget_requests();
    world.serve();
    world.service->pause(15min);
    world.live(14min);
    BOOST_TEST((world.mood() == PortalMood::Paused));
    BOOST_TEST(world.crm.witness().request_count() == 0U);
    world.live(2min);
    BOOST_TEST((world.mood() == PortalMood::Ready));
}

BOOST_AUTO_TEST_SUITE_END()
