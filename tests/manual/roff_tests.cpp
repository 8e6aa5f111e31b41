#include "sync/manual/roff.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

using namespace mentorsync::manual;

namespace {

struct Written {
    const char* text;
    const char* roff;
};
std::ostream& operator<<(std::ostream& out, const Written& row) {
    return out << row.text;
}

const PageTitle kTitle{.name = "example", .section = 1, .date = "2026-09-01", .version = "1.0"};

std::string body(const Page& page) {
    const auto& text = page.text();
    return text.substr(text.find(".ad l\n") + 6);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(roff_tests)

const Written kWritten[] = {
    {"plain words", "plain words"},
    {"--exit-code", "\\-\\-exit\\-code"},     // a minus can be copied, a hyphen cannot
    {"C:\\temp", "C:\\etemp"},                // no escape
    {"'quoted'", "\\(aqquoted\\(aq"},         // no request either
    {"\"a\"", "\\(dqa\\(dq"},                 // no end of an argument
    {"`^~", "\\(ga\\(ha\\(ti"},               // not the typographic ones
    {"ä€😀", "\\[u00E4]\\[u20AC]\\[u1F600]"},  // two, three and four bytes
};
BOOST_DATA_TEST_CASE(text_shows_as_it_is, boost::unit_test::data::make(kWritten), row) {
    BOOST_TEST(escaped(row.text) == row.roff);
}

BOOST_AUTO_TEST_CASE(what_stands_in_backticks_is_bold) {
    Page page(kTitle);
    page.paragraph("run `mentorsync --json` now, it`s one");
    BOOST_TEST(body(page) == ".PP\nrun \\fBmentorsync \\-\\-json\\fR now, it\\(gas one\n");
}

BOOST_AUTO_TEST_CASE(long_text_is_broken_at_words_and_keeps_them_all) {
    std::string text;
    for (int word = 0; word < 60; ++word) text += (word == 0 ? "w" : " w") + std::to_string(word);
    Page page(kTitle);
    page.paragraph(text);
    std::string lines = body(page).substr(4);
    BOOST_TEST(lines.find('\n') < 80U);
    for (char& letter : lines) {
        if (letter == '\n') letter = ' ';
    }
    BOOST_TEST(lines == text + " ");
}

BOOST_AUTO_TEST_CASE(no_line_of_text_is_a_request) {
    Page page(kTitle);
    page.paragraph(".TH " + std::string(80, 'x') + " .PP").literal(".nf\n'br");
    BOOST_TEST(body(page) == ".PP\n\\&.TH\n" + std::string(80, 'x') + "\n\\&.PP\n" +
                                 ".PP\n.RS 4\n.nf\n\\&.nf\n\\(aqbr\n.fi\n.RE\n");
}

BOOST_AUTO_TEST_CASE(a_heading_begins_a_paragraph_by_itself) {
    Page page(kTitle);
    page.section("NAME").paragraph("one").paragraph("two");
    BOOST_TEST(body(page) == ".SH NAME\none\n.PP\ntwo\n");
}

BOOST_AUTO_TEST_CASE(an_item_without_text_is_still_an_item) {
    Page page(kTitle);
    page.item(bold("-x"), "");
    BOOST_TEST(body(page) == ".TP\n\\fB\\-x\\fR\n\\&\n");
}

BOOST_AUTO_TEST_SUITE_END()
