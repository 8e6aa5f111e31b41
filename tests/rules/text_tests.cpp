#include "sync/rules/text.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

using namespace mentorsync;

namespace {

struct Turned {
    const char* text;
    const char* result;
};
std::ostream& operator<<(std::ostream& out, const Turned& row) {
    return out << '"' << row.text << '"';
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_tests)

const Turned kFolded[] = {
    {"", ""},
    {"Haaste: ÄÄNI", "haaste: ääni"},
    {"ÀÖØÞ", "àöøþ"},  // both ends of the Latin-1 capitals
    {"×÷ß", "×÷ß"},    // signs between the letters, and a letter without a capital
    {"ĀĶĹŇŊŶ", "āķĺňŋŷ"},
    {"ŸŹŽ", "ÿźž"},
    {"İıĸŉſ", "İıĸŉſ"},    // letters of that block which have no pair in it
    {"ΑБ日本", "ΑБ日本"},  // other scripts stay
};
BOOST_DATA_TEST_CASE(capital_letters_become_small, kFolded, row) {
    BOOST_TEST(fold_case(row.text) == row.result);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_pass_through) {
    for (const char* const text : {"\xFF\xC3", "\xC3", "A\x80", "\xC0\x80"}) {
        BOOST_TEST(fold_case(text).size() == std::string(text).size());
        BOOST_TEST(!is_utf8(text));
        BOOST_TEST(!normalised(text).empty());
    }
}

const Turned kNormalised[] = {
    {"  Copy \t Ryhmä\n", "copy ryhmä"},
    {"copy ryhmä", "copy ryhmä"},  // a no-break space is one
    {"a\xE2\x80\xA8"
     "b",
     "a b"},                    // U+2028
    {"a\x07\x1B[0m", "a [0m"},  // no control character gets through
    {"\xC2\x85 \t", ""},
    {"à ", "à"},  // its last byte is that of the no-break space
};
BOOST_DATA_TEST_CASE(spellings_of_one_group_are_one, kNormalised, row) {
    BOOST_TEST(normalised(row.text) == row.result);
}

BOOST_AUTO_TEST_CASE(a_nul_inside_is_white_space) {
    BOOST_TEST(normalised(std::string("a\0b", 3)) == "a b");
}

BOOST_AUTO_TEST_CASE(parts_are_trimmed_and_never_empty) {
    using Parts = std::vector<std::string_view>;
    BOOST_TEST((parts_of(" a@x ;, b@x;", ";,") == Parts{"a@x", "b@x"}));
    BOOST_TEST((parts_of("a;b", "") == Parts{"a;b"}));
    BOOST_TEST(parts_of(" ; ;", ";").empty());
}

BOOST_AUTO_TEST_CASE(addresses_compare_in_any_letter_case) {
    BOOST_TEST(comparable_email("  Aino.Virtanen@Agency.FI ") == "aino.virtanen@agency.fi");
    BOOST_TEST(comparable_email("ÄÄ@x") == "ÄÄ@x");  // beyond ASCII it is another mailbox
}

BOOST_AUTO_TEST_CASE(one_line_keeps_no_control_and_no_turned_direction) {
    BOOST_TEST(one_line(" Aino\r\n\x1B[31m Virtanen ", 100) == "Aino [31m Virtanen");
    BOOST_TEST(one_line("a\xE2\x80\xAE"
                        "b\xE2\x81\xA6"
                        "c\xE2\x80\x8F",
                        100) == "abc");
    BOOST_TEST(one_line("ääkköset", 2) == "ää");
}

struct Validity {
    std::string_view bytes;
    bool valid;
};
std::ostream& operator<<(std::ostream& out, const Validity& row) {
    return out << row.bytes.size() << " bytes, valid " << row.valid;
}
const Validity kValidity[] = {
    {"aä\xE2\x82\xAC\xF0\x9F\x98\x80", true},
    {"\xC0\xAF", false},          // overlong
    {"\xE0\x80\xAF", false},      // overlong
    {"\xF0\x80\x80\xAF", false},  // overlong
    {"\xED\xA0\x80", false},      // a surrogate
    {"\xF4\x90\x80\x80", false},  // beyond U+10FFFF
    {"\xE2\x82", false},          // cut off
    {"\x80", false},
};
BOOST_DATA_TEST_CASE(utf8_is_told_from_other_bytes, kValidity, row) {
    BOOST_TEST(is_utf8(row.bytes) == row.valid);
}

BOOST_AUTO_TEST_SUITE_END()
