#include "sync/daemon/pages.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>
#include <regex>

#include "sync/daemon/metrics.hpp"
#include "tests/fakes/fake_clock.hpp"

using namespace mentorsync;
using namespace mentorsync::daemon;
using namespace std::chrono_literals;

namespace {

// A board with everything on it that a portal ever shows.
PortalBoard full_board(Instant proven) {
    PortalBoard board;
    board.mood = PortalMood::Ready;
    board.last_proven = proven;
    board.proven_every = 5min;
    board.ticks = 12;
    for (const char* const key :
         {"requests", "searches", "notes_done", "notes_gone", "properties_set",
          "audit_found_trailing", "audit_requests_owners"}) {
        board.counters[key] = 3;
    }
    for (const char* const key :
         {"pairs", "groups", "people", "records", "records_failing", "properties_waiting",
          "daily_remaining", "notes_planned", "notes_parked"}) {
        board.gauges[key] = 4;
    }
    return board;
}

struct PagesWorld {
    FakeClock clock;
    std::map<std::string, PortalBoard> portals{{"blink", full_board(clock.now())}};
    std::chrono::milliseconds silence{0};
    PageSources sources{.board = [this] { return portals; },
                        .longest_silence = [this] { return silence; },
                        .metrics =
                            [this] {
                                return metrics_text(portals, {1, 2, 3}, "0.1.0");
                            },
                        .clock = &clock};

    Page get(std::string_view target, std::string_view host = "127.0.0.1:8750",
             std::string_view method = "GET") const {
        return answer_page({.method = method, .target = target, .host = host}, sources);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(pages_tests)

BOOST_AUTO_TEST_CASE(it_is_healthy_while_every_thread_makes_progress) {
    PagesWorld world;
    BOOST_TEST(world.get("/healthz").status == 200U);
    world.silence = kStuckAfter;
    BOOST_TEST(world.get("/healthz").status == 503U);
}

BOOST_AUTO_TEST_CASE(it_is_ready_while_every_portal_was_proven_within_three_intervals) {
    PagesWorld world;
    BOOST_TEST(world.get("/readyz").status == 200U);
    world.clock.advance(15min);
    BOOST_TEST(world.get("/readyz").status == 200U);
    world.clock.advance(1ms);
    world.portals["blink"].mood = PortalMood::Refused;
    world.portals["blink"].code = ErrorCode::Unauthorized;
    world.portals["blink"].message = "a message that is not for everybody";
    const Page page = world.get("/readyz");
    BOOST_TEST(page.status == 503U);
    BOOST_TEST(page.body == "blink: refused unauthorized\n");
}

BOOST_AUTO_TEST_CASE(one_portal_that_was_never_proven_is_enough_not_to_be_ready) {
    PagesWorld world;
    world.portals["other"] = {};
    BOOST_TEST(world.get("/readyz").body == "other: starting\n");
}

BOOST_AUTO_TEST_CASE(only_this_machine_may_ask_under_its_own_name) {
    const PagesWorld world;
    for (const char* const host :
         {"localhost", "localhost:8750", "127.0.0.1", "[::1]", "[::1]:8750"}) {
        BOOST_TEST(world.get("/healthz", host).status == 200U, host);
    }
    for (const char* const host :
         {"", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8750", "[::2]",
          "[::1", "[::1]x", "evil:127.0.0.1"}) {
        BOOST_TEST(world.get("/healthz", host).status == 421U, host);
    }
}

BOOST_AUTO_TEST_CASE(nothing_else_is_served) {
    const PagesWorld world;
    for (const char* const method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
        BOOST_TEST(world.get("/healthz", "localhost", method).status == 405U, method);
    }
    for (const char* const target :
         {"/", "", "/healthz/", "//healthz", "/metrics/..", "*", "http://localhost/healthz"}) {
        BOOST_TEST(world.get(target).status == 404U, target);
    }
    BOOST_TEST(world.get("/healthz?verbose").status == 200U);
}

BOOST_AUTO_TEST_CASE(metrics_show_each_portal_and_the_process) {
    const PagesWorld world;
    const std::string text = world.get("/metrics").body;
    for (const char* const line :
         {"mentorsync_portal_mood{portal=\"blink\",mood=\"ready\"} 1",
          "mentorsync_portal_mood{portal=\"blink\",mood=\"held\"} 0",
          "mentorsync_last_proven_sync_timestamp_seconds{portal=\"blink\"} 1788220800",
          "mentorsync_notes{portal=\"blink\",state=\"parked\"} 4",
          "mentorsync_audit_found_total{portal=\"blink\",audit=\"trailing\"} 3",
          "mentorsync_ticks_total{portal=\"blink\"} 12",
          "mentorsync_process_resident_memory_bytes 1", "mentorsync_process_open_fds 2",
          "mentorsync_database_bytes 3", "mentorsync_build_info{version=\"0.1.0\"} 1"}) {
        BOOST_TEST(text.find(line) != std::string::npos, line);
    }
}

BOOST_AUTO_TEST_CASE(every_metric_of_the_alerts_exists) {
    std::ifstream file(std::string(MENTORSYNC_SOURCE_DIR) +
                       "/config/prometheus/mentorsync.rules.yml");
    const std::string rules{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const std::string text = PagesWorld().get("/metrics").body;
    const std::regex name("mentorsync_[a-z_]+");
    int found = 0;
    for (std::sregex_iterator it(rules.begin(), rules.end(), name), end; it != end; ++it, ++found) {
        BOOST_TEST(text.find("\n" + it->str() + "{") != std::string::npos, it->str());
    }
    BOOST_TEST(found >= 8);
    // The moods and states that they ask for.
    const std::regex value("(mood|state)=\"([a-z]+)\"");
    for (std::sregex_iterator it(rules.begin(), rules.end(), value), end; it != end; ++it) {
        BOOST_TEST(text.find(it->str()) != std::string::npos, it->str());
    }
}

BOOST_AUTO_TEST_CASE(this_process_can_be_measured) {
    const ProcessCost cost = measure_process("/nowhere/state.db");
    BOOST_TEST(cost.resident_bytes > 1'000'000U);
    BOOST_TEST(cost.open_files >= 3U);
    BOOST_TEST(cost.database_bytes == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
