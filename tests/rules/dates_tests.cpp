#include "sync/rules/dates.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <ostream>

using namespace mentorsync;

namespace {

struct Read {
    const char* text;
    std::int64_t milliseconds;
    bool whole_day;
};
std::ostream& operator<<(std::ostream& out, const Read& row) {
    return out << row.text;
}

struct Compared {
    const char* value;
    const char* limit;
    bool before;
    bool after;
};
std::ostream& operator<<(std::ostream& out, const Compared& row) {
    return out << row.value << " and " << row.limit;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dates_tests)

const Read kRead[] = {
    {"2026-09-01", 1'788'220'800'000, true},
    {"2024-02-29", 1'709'164'800'000, true},  // a leap day
    {"2026-09-01T00:00Z", 1'788'220'800'000, false},
    {"2026-09-01T03:00:00+03:00", 1'788'220'800'000, false},
    {"2026-08-31T23:30:00-00:30", 1'788'220'800'000, false},
    {"2026-09-01T00:00:01.5Z", 1'788'220'801'500, false},
    {"2026-09-01T00:00:01.123456Z", 1'788'220'801'123, false},
    {"1788220800000", 1'788'220'800'000, false},
};
BOOST_DATA_TEST_CASE(reads_what_crms_and_admins_write, kRead, row) {
    const auto moment = parse_moment(row.text);
    BOOST_TEST_REQUIRE(moment.has_value());
    BOOST_TEST(moment->at.time_since_epoch().count() == row.milliseconds);
    BOOST_TEST(moment->whole_day == row.whole_day);
}

const char* const kRefused[] = {
    "",
    "soon",
    "2026-02-29",  // no leap year
    "2026-13-01",
    "2026-9-1",
    "20260901",  // eight digits are neither a date nor milliseconds
    "2026-09-01 08:00",
    "2026-09-01T08:00:00",  // no offset: whose eight o'clock?
    "2026-09-01T24:00:00Z",
    "2026-09-01T08:60:00Z",
    "2026-09-01T08:00:60Z",
    "2026-09-01T08:00:00.Z",
    "2026-09-01T08:00:00+3",
    "2026-09-01T08:00:00Zx",
    "999999999999999999999",
    "-1788220800000",
};
BOOST_DATA_TEST_CASE(refuses_anything_else, kRefused, text) {
    BOOST_TEST(!parse_moment(text).has_value());
}

const Compared kCompared[] = {
    {"2026-09-01", "2026-09-01", false, false},
    {"2026-08-31", "2026-09-01", true, false},
    {"2026-09-01T10:00Z", "2026-09-01", false, false},  // within the day
    {"2026-09-02T00:00Z", "2026-09-01", false, true},
    {"2026-09-01", "2026-09-01T08:00Z", true, false},  // a day counts from its first instant
    {"2026-09-01T08:00Z", "2026-09-01T08:00Z", false, false},
    {"2026-09-01T08:01Z", "2026-09-01T08:00Z", false, true},
};
BOOST_DATA_TEST_CASE(days_are_compared_with_days, kCompared, row) {
    const Moment value = *parse_moment(row.value);
    const Moment limit = *parse_moment(row.limit);
    BOOST_TEST(is_before(value, limit) == row.before);
    BOOST_TEST(is_after(value, limit) == row.after);
}

BOOST_AUTO_TEST_SUITE_END()
