#include "sync/daemon/log_line.hpp"

#include <boost/test/unit_test.hpp>

#include "mentorsync/json.hpp"
#include "sync/run/event.hpp"

using namespace mentorsync;
using daemon::LogFormat;

namespace {

constexpr Instant kNow{std::chrono::milliseconds{1'795'413'900'007}};

struct Row {
    std::string text;
    std::string expected;
};

// What must never reach a terminal or a journal as it is.
const Row kRows[] = {
    {"plain text", "plain text"},
    {"hyvää päivää", "hyvää päivää"},
    {"two\nlines", "two\\x0alines"},
    {"two\r\nlines", "two\\x0d\\x0alines"},
    {"\x1b[31mred", "\\x1b[31mred"},
    {std::string("nul\0nul", 7), "nul\\x00nul"},
    {"\x7f", "\\x7f"},
    {"\xc2\x9b"
     "31m",
     "\\xc2\\x9b31m"},  // CSI as one character
    {"\xe2\x80\xae"
     "evil",
     "\\xe2\\x80\\xaeevil"},  // right-to-left override
    {"\xe2\x80\xa8"
     "next",
     "\\xe2\\x80\\xa8next"},              // line separator
    {"\xef\xbb\xbf", "\\xef\\xbb\\xbf"},  // byte order mark
    {"\xff\xfe", "\\xff\\xfe"},           // no UTF-8
    {"\xc0\x8a", "\\xc0\\x8a"},           // an overlong line feed
    {"\xed\xa0\x80", "\\xed\\xa0\\x80"},  // a lone surrogate
    {"cut \xe2\x82", "cut \\xe2\\x82"},   // a cut character
    {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(log_line_tests)

BOOST_AUTO_TEST_CASE(nothing_ends_a_line_or_moves_what_is_in_it) {
    for (const Row& row : kRows) BOOST_TEST(daemon::escaped(row.text) == row.expected);
}

BOOST_AUTO_TEST_CASE(text_is_time_level_and_event) {
    BOOST_TEST(daemon::format_line(LogFormat::Text, LogLevel::Warning, kNow, "event=tick\nx") ==
               "2026-11-23T06:05:00.007Z warning event=tick\\x0ax");
}

BOOST_AUTO_TEST_CASE(json_has_a_member_for_each_fact) {
    const std::string line =
        Event("mood", "blink").with("message", "say \"no\" \\ twice\n").with("count", 7).line();
    const auto root =
        json::parse(daemon::format_line(LogFormat::Json, LogLevel::Error, kNow, line));
    BOOST_TEST_REQUIRE(root.has_value());
    BOOST_TEST(root->find("level")->text == "error");
    BOOST_TEST(root->find("event")->text == "mood");
    BOOST_TEST(root->find("portal")->text == "blink");
    BOOST_TEST(root->find("message")->text == "say \"no\" \\ twice ");
    BOOST_TEST(root->find("count")->text == "7");
}

BOOST_AUTO_TEST_CASE(whatever_the_line_the_json_is_one_line_of_json) {
    for (const Row& row : kRows) {
        for (const std::string& line :
             {row.text, "event=" + row.text, Event("x", row.text).line(), "event=x a=\"" + row.text,
              "event=x time=1 time=2 " + row.text}) {
            const std::string out =
                daemon::format_line(LogFormat::Json, LogLevel::Info, kNow, line);
            BOOST_TEST(out.find('\n') == std::string::npos);
            BOOST_TEST(json::parse(out).has_value(), out);
        }
    }
}

BOOST_AUTO_TEST_CASE(priorities_are_those_of_the_journal) {
    BOOST_TEST(daemon::priority_of(LogLevel::Error) == 3);
    BOOST_TEST(daemon::priority_of(LogLevel::Warning) == 4);
    BOOST_TEST(daemon::priority_of(LogLevel::Info) == 6);
    BOOST_TEST(daemon::priority_of(LogLevel::Debug) == 7);
}

BOOST_AUTO_TEST_SUITE_END()
