#include "sync/run/agenda.hpp"

#include <boost/test/unit_test.hpp>

using namespace mentorsync;
using namespace std::chrono_literals;

namespace {

constexpr Instant kNow{std::chrono::milliseconds{1'795'413'900'000}};

Error error_of(ErrorCode code, std::optional<std::chrono::milliseconds> wait = std::nullopt) {
    return {code, "", wait};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(agenda_tests)

BOOST_AUTO_TEST_CASE(an_interval_varies_by_a_tenth) {
    BOOST_TEST((jittered(10min, 0.0) == 9min));
    BOOST_TEST((jittered(10min, 0.5) == 10min));
    BOOST_TEST((jittered(10min, 0.999) < 11min));
    BOOST_TEST((jittered(10min, 0.999) > 10min + 59s));
}

BOOST_AUTO_TEST_CASE(backoff_doubles_to_a_quarter_of_an_hour_and_is_random_throughout) {
    BOOST_TEST((backoff(1, 1.0) == 15s));
    BOOST_TEST((backoff(2, 1.0) == 30s));
    BOOST_TEST((backoff(6, 1.0) == 8min));
    BOOST_TEST((backoff(7, 1.0) == 15min));
    BOOST_TEST((backoff(1'000'000, 1.0) == 15min));
    BOOST_TEST((backoff(7, 0.5) == 7min + 30s));
    BOOST_TEST((backoff(7, 0.0) == 1s));
}

BOOST_AUTO_TEST_CASE(each_failure_has_its_wait) {
    PortalSettings settings;
    settings.pull_every = 1h;
    const auto wait = [&](const Error& error) {
        return wait_after_failure(error, 20, settings, 0.5);
    };
    BOOST_TEST((wait(error_of(ErrorCode::RateLimited, 1234ms)) == 1234ms));
    BOOST_TEST((wait(error_of(ErrorCode::RateLimited, 100h)) == 24h));
    BOOST_TEST((wait(error_of(ErrorCode::RateLimited, -5s)) == 0ms));
    BOOST_TEST((wait(error_of(ErrorCode::RateLimited)) > 7min));
    BOOST_TEST((wait(error_of(ErrorCode::Unavailable)) == 7min + 30s));
    BOOST_TEST((wait(error_of(ErrorCode::BadResponse)) == 7min + 30s));
    BOOST_TEST((wait(error_of(ErrorCode::Unauthorized)) == 15min));
    BOOST_TEST((wait(error_of(ErrorCode::MissingScope)) == 15min));
    BOOST_TEST((wait(error_of(ErrorCode::StoreFailed)) == 1min));
    BOOST_TEST((wait(error_of(ErrorCode::BrakeRefused)) == 1h));
    BOOST_TEST((wait(error_of(ErrorCode::Configuration)) == 1h));
    BOOST_TEST((wait(error_of(ErrorCode::WrongPortal)) == 1h));
    BOOST_TEST((wait(error_of(ErrorCode::Internal)) == 1h));
}

BOOST_AUTO_TEST_CASE(duties_go_on_after_a_start_where_they_were) {
    const PortalSettings settings;
    const auto times = duty_times(settings,
                                  {{.name = "associations", .finished = kNow - 10min},
                                   {.name = "archived", .finished = kNow - 7h},
                                   {.name = "complete_pass", .finished = kNow + 24h}},
                                  kNow, 1000s);
    BOOST_TEST((times.at(Duty::Associations) == 1000s + 20min));
    BOOST_TEST((times.at(Duty::Archived) == 1000s));
    BOOST_TEST((times.at(Duty::Owners) == 1000s));        // never
    BOOST_TEST((times.at(Duty::CompletePass) == 1000s));  // in the future: the clock was set back
}

BOOST_AUTO_TEST_CASE(a_budget_is_of_a_sliding_hour) {
    AuditBudget budget;
    BOOST_TEST(budget.left(0ms, 10) == 10U);
    budget.spend(0min, 4);
    budget.spend(30min, 5);
    BOOST_TEST(budget.left(30min, 10) == 1U);
    BOOST_TEST(budget.left(30min, 5) == 0U);
    BOOST_TEST((budget.refilled_at(30min) == 60min));
    BOOST_TEST(budget.left(60min, 10) == 5U);
    budget.spend(61min, 100);
    BOOST_TEST(budget.left(61min, 10) == 0U);
    BOOST_TEST((budget.refilled_at(200min) == 200min));
}

BOOST_AUTO_TEST_CASE(a_slot_comes_once_and_follows_a_clock_that_is_set) {
    Programme programme;
    programme.schedule = NoteSchedule{.time_of_day = 8h};
    programme.time_zone = "Europe/Helsinki";
    SlotWatch watch;
    BOOST_TEST(!watch.has_come(kNow));
    watch.follow(programme, kNow);  // five minutes after a slot
    const Instant next = kNow + 7 * 24h - 5min;
    BOOST_TEST((watch.next() == next));
    BOOST_TEST(!watch.has_come(next - 1ms));
    BOOST_TEST(watch.has_come(next));
    BOOST_TEST(watch.has_come(next + 24h));  // until it is taken
    watch.taken(next + 24h);
    BOOST_TEST(!watch.has_come(next + 24h));
    BOOST_TEST((watch.next() == next + 7 * 24h));

    BOOST_TEST(!watch.has_come(kNow));  // set back
    BOOST_TEST((watch.next() == next));
    BOOST_TEST(watch.has_come(next + 24h * 365));  // set forward
}

BOOST_AUTO_TEST_SUITE_END()
