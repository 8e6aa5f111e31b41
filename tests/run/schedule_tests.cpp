#include "sync/run/schedule.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>
#include <set>
#include <string>

using namespace mentorsync;
namespace data = boost::unit_test::data;
using namespace std::chrono_literals;

namespace {

Instant utc(int year, unsigned month, unsigned day, std::chrono::minutes time = 0min) {
    return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) /
                                 std::chrono::day(day)) +
           time;
}

NoteSchedule weekly(std::chrono::weekday weekday, std::chrono::minutes time) {
    return {.length = PeriodLength::Week, .weekday = weekday, .time_of_day = time};
}

NoteSchedule monthly(unsigned day, std::chrono::minutes time) {
    return {.length = PeriodLength::Month, .day_of_month = day, .time_of_day = time};
}

struct DueRow {
    const char* why;
    NoteSchedule schedule;
    const char* zone;
    Instant now;
    const char* period;
};
std::ostream& operator<<(std::ostream& out, const DueRow& row) {
    return out << row.why;
}

const auto kMonday = std::chrono::Monday;
const auto kWednesday = std::chrono::Wednesday;

const DueRow kDue[] = {
    {"right after the slot", weekly(kMonday, 8h), "Europe/Helsinki", utc(2026, 11, 23, 6h),
     "2026-W47"},
    {"a minute before the slot", weekly(kMonday, 8h), "Europe/Helsinki",
     utc(2026, 11, 23, 5h + 59min), "2026-W46"},
    {"late in the week the same period is due", weekly(kMonday, 8h), "Europe/Helsinki",
     utc(2026, 11, 29, 12h), "2026-W47"},
    {"Monday here is still Sunday in UTC", weekly(kMonday, 1h), "Europe/Helsinki",
     utc(2026, 11, 22, 23h), "2026-W47"},
    {"a slot in mid-week tells about the week before", weekly(kWednesday, 8h), "UTC",
     utc(2026, 11, 25, 9h), "2026-W47"},
    {"before a slot in mid-week, the week before that", weekly(kWednesday, 8h), "UTC",
     utc(2026, 11, 24, 9h), "2026-W46"},
    {"the last week of a year belongs to the year of its Thursday", weekly(kMonday, 8h), "UTC",
     utc(2027, 1, 4, 9h), "2026-W53"},
    {"a month", monthly(1, 8h), "Europe/Helsinki", utc(2026, 12, 1, 6h), "2026-11"},
    {"a month, before its slot", monthly(1, 8h), "Europe/Helsinki", utc(2026, 12, 1, 5h),
     "2026-10"},
    {"a month over the turn of the year", monthly(15, 8h), "UTC", utc(2027, 1, 15, 9h), "2026-12"},
    {"a month before its day", monthly(15, 8h), "UTC", utc(2027, 1, 14, 9h), "2026-11"},
    {"a slot in the skipped hour comes right after it", weekly(std::chrono::Sunday, 3h + 30min),
     "Europe/Helsinki", utc(2027, 3, 28, 1h), "2027-W11"},
    {"a slot in the skipped hour has not come before it", weekly(std::chrono::Sunday, 3h + 30min),
     "Europe/Helsinki", utc(2027, 3, 28, 59min), "2027-W10"},
    {"a slot in the repeated hour comes the first time", weekly(std::chrono::Sunday, 3h + 30min),
     "Europe/Helsinki", utc(2026, 10, 25, 30min), "2026-W42"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_tests)

BOOST_DATA_TEST_CASE(finds_the_last_period_whose_slot_has_come, data::make(kDue), row) {
    const auto period = last_due_period(row.schedule, row.zone, row.now);
    BOOST_TEST_REQUIRE(period.has_value());
    BOOST_TEST(period->id == row.period);
    BOOST_TEST((period->end <= row.now));
}

BOOST_AUTO_TEST_CASE(a_period_begins_and_ends_at_local_midnight) {
    const auto week =
        last_due_period(weekly(kMonday, 8h), "Europe/Helsinki", utc(2026, 11, 23, 6h));
    BOOST_TEST_REQUIRE(week.has_value());
    BOOST_TEST((week->begin == utc(2026, 11, 15, 22h)));
    BOOST_TEST((week->end == utc(2026, 11, 22, 22h)));
    using std::chrono::November;
    BOOST_TEST((week->first_day == std::chrono::year(2026) / November / 16));
    BOOST_TEST((week->last_day == std::chrono::year(2026) / November / 22));
}

BOOST_AUTO_TEST_CASE(an_unknown_zone_has_no_periods) {
    BOOST_TEST(!is_time_zone("Europe/Helsinky"));
    BOOST_TEST(!is_time_zone(""));
    BOOST_TEST(!is_time_zone("../../etc/passwd"));
    BOOST_TEST(is_time_zone("Europe/Helsinki"));
    BOOST_TEST(!last_due_period(weekly(kMonday, 8h), "Nowhere", utc(2026, 1, 1)).has_value());
    BOOST_TEST(!next_slot(weekly(kMonday, 8h), "Nowhere", utc(2026, 1, 1)).has_value());
}

const char* const kZones[] = {
    "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
    "Asia/Kolkata",    "Pacific/Apia",     "America/St_Johns",    "UTC"};

BOOST_DATA_TEST_CASE(over_two_years_each_week_comes_once_and_in_order, data::make(kZones), zone) {
    // Slots at 02:30 fall into the hour that most zones skip or repeat.
    for (const auto day : {std::chrono::Sunday, kMonday}) {
        const NoteSchedule schedule = weekly(day, 2h + 30min);
        std::set<std::string> seen;
        std::string last;
        for (Instant now = utc(2026, 1, 1); now < utc(2028, 1, 1); now += 30min) {
            const auto period = last_due_period(schedule, zone, now);
            BOOST_TEST_REQUIRE(period.has_value());
            if (period->id == last) continue;
            BOOST_TEST_REQUIRE(seen.insert(period->id).second);
            last = period->id;
        }
        BOOST_TEST((seen.size() >= 104 && seen.size() <= 106));
    }
}

BOOST_DATA_TEST_CASE(the_next_slot_makes_the_next_period_due, data::make(kZones), zone) {
    const NoteSchedule schedule = weekly(std::chrono::Sunday, 2h + 30min);
    Instant now = utc(2026, 1, 1);
    for (int i = 0; i < 110; ++i) {
        const auto slot = next_slot(schedule, zone, now);
        BOOST_TEST_REQUIRE((slot.has_value() && *slot > now));
        BOOST_TEST_REQUIRE(last_due_period(schedule, zone, *slot)->id !=
                           last_due_period(schedule, zone, *slot - 1ms)->id);
        now = *slot;
    }
}

BOOST_AUTO_TEST_SUITE_END()
