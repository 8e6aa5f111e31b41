#include "connector/json/utf8.hpp"

#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

using mentorsync::json::character_length;
using mentorsync::json::find_invalid_utf8;

namespace {

struct Row {
    std::string bytes;
    std::size_t length;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
    for (const char byte : row.bytes) out << ' ' << int{static_cast<unsigned char>(byte)};
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(utf8_tests)

BOOST_AUTO_TEST_CASE(a_character_is_as_long_as_table_3_7_of_unicode_says) {
    const Row rows[] = {
        {"", 0},                  // nothing
        {std::string(1, 0), 1},   // NUL is a character
        {"\x7F", 1},              // the last of one byte
        {"\x80", 0},              // a stray second byte
        {"\xC0\xAF", 0},          // overlong
        {"\xC1\xBF", 0},          // overlong
        {"\xC2\x80", 2},          // the first of two bytes
        {"\xDF\xBF", 2},          // the last of two
        {"\xC2", 0},              // cut off
        {"\xC2\x41", 0},          // no second byte
        {"\xC2\xC0", 0},          // no second byte
        {"\xE0\x9F\xBF", 0},      // overlong
        {"\xE0\xA0\x80", 3},      // the first of three bytes
        {"\xED\x9F\xBF", 3},      // the last before the surrogates
        {"\xED\xA0\x80", 0},      // a surrogate
        {"\xED\xBF\xBF", 0},      // a surrogate
        {"\xEE\x80\x80", 3},      // the first after the surrogates
        {"\xEF\xBF\xBF", 3},      // the last of three bytes
        {"\xE2\x82", 0},          // cut off
        {"\xE2\x82\x28", 0},      // no third byte
        {"\xF0\x8F\xBF\xBF", 0},  // overlong
        {"\xF0\x90\x80\x80", 4},  // the first of four bytes
        {"\xF4\x8F\xBF\xBF", 4},  // the last character of all
        {"\xF4\x90\x80\x80", 0},  // beyond U+10FFFF
        {"\xF5\x80\x80\x80", 0},  // beyond U+10FFFF
        {"\xF0\x9F\x98", 0},      // cut off
        {"\xF0\x9F\x98\xC0", 0},  // no fourth byte
        {"\xFF", 0},              // never in UTF-8
        {"a\xFF", 1},             // only the first character counts
    };
    for (const Row& row : rows) {
        BOOST_TEST_CONTEXT(row) {
            BOOST_TEST(character_length(row.bytes) == row.length);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_first_byte_that_is_part_of_no_character_is_found) {
    BOOST_TEST(find_invalid_utf8("") == std::string_view::npos);
    BOOST_TEST(find_invalid_utf8("Äiti \xF0\x9F\x98\x80") == std::string_view::npos);
    BOOST_TEST(find_invalid_utf8("Ä\xC4") == 2U);
    // Whole words of ASCII are passed over: before, after and across their bounds.
    for (std::size_t before = 0; before < 20; ++before) {
        const std::string ascii(before, 'a');
        BOOST_TEST(find_invalid_utf8(ascii + "Äiti" + ascii) == std::string_view::npos);
        BOOST_TEST(find_invalid_utf8(ascii + "\xC4" + ascii) == before);
        BOOST_TEST(find_invalid_utf8(ascii + "Ä" + ascii + "\xFF") == 2 * before + 2);
    }
}

BOOST_AUTO_TEST_SUITE_END()
