#include "connector/http/rate_limits.hpp"

#include <boost/test/unit_test.hpp>

namespace mentorsync::http {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(rate_limits_tests)

BOOST_AUTO_TEST_CASE(a_window_has_room_again_one_interval_after_the_answers) {
    RateWindow window(10, 1s);
    BOOST_TEST(window.room(0ms) == 10U);
    window.record(7, 100ms);
    BOOST_TEST(window.room(100ms) == 3U);
    window.record(3, 500ms);
    BOOST_TEST(window.room(1100ms) == 0U);  // exactly one interval: still inside
    BOOST_TEST((window.until_room(500ms) == 601ms));
    BOOST_TEST(window.room(1101ms) == 7U);
    BOOST_TEST(window.room(1501ms) == 10U);
    BOOST_TEST((window.until_room(1501ms) == 0ms));
}

BOOST_AUTO_TEST_CASE(what_others_use_counts_until_it_is_an_interval_old_or_reported_again) {
    RateWindow window(10, 1s);
    window.record_others(8, 0ms);
    BOOST_TEST(window.room(0ms) == 2U);
    window.record_others(10, 500ms);
    BOOST_TEST(window.room(600ms) == 0U);
    BOOST_TEST((window.until_room(600ms) == 901ms));
    BOOST_TEST(window.room(1501ms) == 10U);
    BOOST_TEST(window.used(600ms) == 0U);  // none of it is our own
}

BOOST_AUTO_TEST_CASE(a_lowered_limit_holds_for_what_was_already_sent) {
    RateWindow window(10, 1s);
    window.record(4, 0ms);
    window.record(4, 200ms);
    window.adjust(4, 2s);
    BOOST_TEST(window.room(300ms) == 0U);
    // At 2001 the first four are gone, but the other four still fill the smaller limit.
    BOOST_TEST((window.until_room(300ms) == 1901ms));
    BOOST_TEST(window.room(2201ms) == 4U);
}

BOOST_AUTO_TEST_CASE(the_day_is_open_until_a_server_tells_its_limit) {
    DailyBudget day(0.20, 15min);
    day.record(1'000'000, 0ms);
    BOOST_TEST(day.room(0ms) > 1'000'000U);
    BOOST_TEST(!day.remaining());
}

BOOST_AUTO_TEST_CASE(below_the_reserve_of_a_day_one_probe_is_sent_every_quarter_of_an_hour) {
    DailyBudget day(0.20, 15min);
    day.report(1001, 210, 0ms);
    BOOST_TEST(day.room(0ms) == 9U);  // a fifth of 1001, rounded up, is 201
    day.record(9, 1s);
    BOOST_TEST(day.room(1s) == 0U);
    BOOST_TEST((day.until_probe(1s) == 15min));
    BOOST_TEST(day.room(15min) == 0U);
    BOOST_TEST(day.room(15min + 1s) == 1U);
    day.record(1, 15min + 1s);  // an answer without figures: the next probe waits as long
    BOOST_TEST(day.room(15min + 2s) == 0U);
    day.report(1001, 1001, 15min + 3s);  // another day
    BOOST_TEST(day.room(15min + 3s) == 800U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::http
