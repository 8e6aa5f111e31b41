#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>

#include "tests/store/store_contract.hpp"

namespace mentorsync::store {

namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

std::vector<std::string> open_in(const Doors& doors, Instant now) {
    std::vector<std::string> commands;
    for (const Request& request : must(doors.requests.open_requests(now))) {
        commands.push_back(request.command + " " + request.argument);
    }
    return commands;
}

using Texts = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(keepsakes_tests)

BOOST_DATA_TEST_CASE(a_request_is_served_once_and_answered, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    const auto first = must(doors.requests.leave("sync", "{}", kNow));
    const auto second = must(doors.requests.leave("notes_retry", "{\"key\":\"k\"}", kNow));
    BOOST_TEST(first != second);
    BOOST_TEST(open_in(doors, kNow) == (Texts{"sync {}", "notes_retry {\"key\":\"k\"}"}),
               boost::test_tools::per_element());
    BOOST_TEST(!must(doors.requests.answer_to(first)).has_value());

    must(doors.requests.answer(first, {ErrorCode::BrakeRefused, false, "too much"}));
    BOOST_TEST(open_in(doors, kNow).size() == 1U);
    const auto answer = must(doors.requests.answer_to(first));
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST((answer->code == ErrorCode::BrakeRefused));
    BOOST_TEST(!answer->good);
    BOOST_TEST(answer->text == "too much");
    must(doors.requests.answer(second, {ErrorCode::Internal, true, "{}"}));
    BOOST_TEST(must(doors.requests.answer_to(second))->good);
    BOOST_TEST(!must(doors.requests.answer_to(99)).has_value());
}

BOOST_DATA_TEST_CASE(who_left_a_request_gives_up_after_a_minute, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    must(doors.requests.leave("sync", "{}", kNow));
    BOOST_TEST(open_in(doors, kNow + minutes(1)).size() == 1U);
    BOOST_TEST(open_in(doors, kNow + minutes(1) + milliseconds(1)).empty());
    BOOST_TEST(open_in(doors, kNow).empty());  // removed, not hidden
}

BOOST_DATA_TEST_CASE(an_answer_is_kept_for_an_hour, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    const auto id = must(doors.requests.leave("sync", "{}", kNow));
    must(doors.requests.answer(id, {ErrorCode::Internal, true, "{}"}));
    static_cast<void>(open_in(doors, kNow + minutes(60)));
    BOOST_TEST(must(doors.requests.answer_to(id)).has_value());
    static_cast<void>(open_in(doors, kNow + minutes(60) + milliseconds(1)));
    BOOST_TEST(!must(doors.requests.answer_to(id)).has_value());
    // Its number is nobody else's.
    BOOST_TEST(must(doors.requests.leave("sync", "{}", kNow)) > id);
}

BOOST_DATA_TEST_CASE(a_clock_that_was_set_back_leaves_no_request_for_ever, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    must(doors.requests.leave("sync", "{}", kNow + std::chrono::days(365)));
    BOOST_TEST(open_in(doors, kNow).empty());
}

BOOST_DATA_TEST_CASE(secrets_health_and_facts_are_kept, implementations(), implementation) {
    const auto state = implementation.make();
    Keepsakes& kept = state->open().keepsakes;
    BOOST_TEST(!must(kept.secret("refresh_token")).has_value());
    BOOST_TEST(!must(kept.health()).has_value());
    must(kept.keep_secret("refresh_token", Secret("one")));
    must(kept.keep_secret("refresh_token", Secret("two")));
    must(kept.keep_secret("access_token", Secret("three")));
    BOOST_TEST(must(kept.secret("refresh_token"))->reveal() == "two");

    must(kept.keep_health({"ready", "", "", kNow, std::nullopt}));
    BOOST_TEST(!must(kept.health())->next_try.has_value());
    must(kept.keep_health({"limited", "rate_limited", "wait", kNow, kNow + minutes(1)}));
    const Health health = must(kept.health()).value();
    BOOST_TEST(health.state == "limited");
    BOOST_TEST(health.code == "rate_limited");
    BOOST_TEST(health.message == "wait");
    BOOST_TEST((health.since == kNow));
    BOOST_TEST((health.next_try == kNow + minutes(1)));

    must(kept.keep_fact("a", "1"));
    must(kept.keep_fact("a", "2"));
    must(kept.keep_fact("b", "3"));
    BOOST_TEST((must(kept.facts()) == std::map<std::string, std::string>{{"a", "2"}, {"b", "3"}}));
}

BOOST_DATA_TEST_CASE(what_one_portal_keeps_is_not_anothers, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors one = state->open("one");
    const auto id = must(one.requests.leave("sync", "{}", kNow));
    must(one.requests.answer(id, {ErrorCode::Internal, true, "{}"}));
    must(one.keepsakes.keep_secret("t", Secret("x")));
    must(one.keepsakes.keep_fact("a", "1"));
    must(one.keepsakes.keep_health({"ready", "", "", kNow, std::nullopt}));
    const Doors two = state->open("two");
    BOOST_TEST(!must(two.requests.answer_to(id)).has_value());
    BOOST_TEST(open_in(two, kNow).empty());
    BOOST_TEST(!must(two.keepsakes.secret("t")).has_value());
    BOOST_TEST(must(two.keepsakes.facts()).empty());
    BOOST_TEST(!must(two.keepsakes.health()).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
