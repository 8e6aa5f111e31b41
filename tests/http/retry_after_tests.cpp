#include "connector/http/retry_after.hpp"

#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string_view>

namespace mentorsync::http {

BOOST_AUTO_TEST_SUITE(retry_after_tests)

struct Row {
    std::string_view value;
    long long seconds;  // -1: refused
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << "'" << row.value << "' -> " << row.seconds;
}

constexpr Row kRows[] = {
    {"0", 0},                              // the server only wanted to say that it is busy
    {"1", 1},                              //
    {"120", 120},                          //
    {"007", 7},                            // digits are digits
    {"86400", 86400},                      // exactly the limit
    {"86401", 86400},                      // one more
    {"31536000", 86400},                   // a year
    {"99999999999999999999999", 86400},    // fits no number type
    {"", -1},                              // header absent
    {" 5", -1},                            // a transport trims; nobody else writes this
    {"5 ", -1},                            //
    {"-1", -1},                            // negative
    {"-99999999999999999999999", -1},      // negative and out of range
    {"+5", -1},                            //
    {"1.5", -1},                           // not whole
    {"5s", -1},                            //
    {"99999999999999999999999x", -1},      // out of range, and then not a number
    {"0x10", -1},                          //
    {"Wed, 21 Oct 2026 07:28:00 GMT", -1}  // a date: our clock may be wrong
};

BOOST_AUTO_TEST_CASE(a_wait_is_whole_seconds_up_to_a_day_and_nothing_else) {
    for (const Row& row : kRows) {
        const auto wait = parse_retry_after(row.value);
        BOOST_TEST((wait ? wait->count() : -1) == row.seconds, row);
        if (!wait) BOOST_TEST((wait.error().code == ErrorCode::BadResponse), row);
    }
}

BOOST_AUTO_TEST_CASE(a_refusal_does_not_repeat_what_the_server_wrote) {
    const auto wait = parse_retry_after("pat-na1-secret\nFAKE LOG LINE");
    BOOST_TEST_REQUIRE(!wait);
    BOOST_TEST(wait.error().message == "Retry-After is not a number of seconds");
}

BOOST_AUTO_TEST_CASE(the_asked_wait_is_found_under_any_letter_case_and_is_empty_when_unreadable) {
    BOOST_TEST((asked_wait({429, {{"retry-after", "3"}}, ""}) == std::chrono::seconds{3}));
    BOOST_TEST((asked_wait({429, {{"Retry-After", "soon"}}, ""}) == std::nullopt));
    BOOST_TEST((asked_wait({429, {}, ""}) == std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::http
