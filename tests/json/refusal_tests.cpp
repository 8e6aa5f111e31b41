// What parse refuses, where it says the fault is, and in which words.

#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "mentorsync/json.hpp"

using namespace std::string_literals;
using mentorsync::json::Dialect;
using mentorsync::json::parse;
using mentorsync::json::ParseError;

namespace {

struct Row {
    std::string text;
    std::string expected;  // line:column words
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.text;
}

std::string shown(const ParseError& error) {
    return std::to_string(error.at.line) + ":" + std::to_string(error.at.column) + " " + error.what;
}

const std::string kNoValue =
    "this is no value: expected an object, an array, a string in double quotes, a number, true, "
    "false or null";
const std::string kControl =
    "a line break, tab or control character within a string; write it as an escape such as \\n, "
    "or close the string before it";
const std::string kRepeated = "this key was given before in the same object";
const std::string kLoneSurrogate = "half of a surrogate pair stands alone";
const std::string kNotUtf8 = "the text is not valid UTF-8";
const std::string kUtf16 = "the text is not UTF-8 but UTF-16, UTF-32 or no text at all";

// Both dialects refuse these.
const Row kAlways[] = {
    {"", "1:1 the document is empty"},
    {" \n ", "2:2 the document is empty"},
    // values
    {"]", "1:1 a value is missing here"},
    {"[,1]", "1:2 a value is missing here"},
    {"[1,,2]", "1:4 a value is missing here"},
    {R"({"a":})", "1:6 a value is missing here"},
    {"[\n  nul]", "2:3 " + kNoValue},    // the word, not the byte after it
    {"[truE]", "1:2 " + kNoValue},       //
    {"[yes]", "1:2 " + kNoValue},        //
    {"[NaN]", "1:2 " + kNoValue},        //
    {"[-Infinity]", "1:2 " + kNoValue},  //
    {"[+1]", "1:2 " + kNoValue},         //
    {"[.5]", "1:2 " + kNoValue},         //
    {"[-]", "1:2 " + kNoValue},          //
    {"['a']", "1:2 " + kNoValue},        //
    {"[1] 2", "1:5 something follows the end of the document"},
    {"{}}", "1:3 something follows the end of the document"},
    // objects and arrays
    {"{a:1}", "1:2 a key in double quotes is missing here"},
    {"{1:1}", "1:2 a key in double quotes is missing here"},
    {R"({"a":1,,})", "1:8 a key in double quotes is missing here"},
    {R"({"a" 1})", "1:6 a : after the key is missing here"},
    {"{\n \"a\": 1\n \"b\": 2}", "3:2 a comma or } is missing here"},
    {"[1 2]", "1:4 a comma or ] is missing here"},
    {"[1}", "1:3 a comma or ] is missing here"},
    {"[01]", "1:3 a comma or ] is missing here"},  // no octal numbers
    {"[0x1]", "1:3 a comma or ] is missing here"},
    // numbers
    {"[1.]", "1:4 digits after the decimal point are missing"},
    {"[1e]", "1:4 digits of the exponent are missing"},
    {"[7,1e999]", "1:4 a number is too large"},
    {"[" + std::string(310, '9') + "]", "1:2 a number is too large"},
    // strings
    {"[\"a\nb\"]", "1:4 " + kControl},
    {"[\"a\tb\"]", "1:4 " + kControl},
    {"[\"\x1F\"]", "1:3 " + kControl},
    {R"(["C:\dir"])", R"(1:5 this escape does not exist; write a backslash as \\)"},
    {R"(["\u12G4"])", R"(1:3 \u is not followed by four hexadecimal digits)"},
    {R"(["\ud800"])", "1:3 " + kLoneSurrogate},
    {R"(["\ud800A"])", "1:3 " + kLoneSurrogate},
    {R"(["\ud83d\u0041"])", "1:3 " + kLoneSurrogate},
    {R"(["\udc00"])", "1:3 " + kLoneSurrogate},
    {R"(["\\\u0041\ud83d\ude00\"\uDFFF"])", "1:25 " + kLoneSurrogate},
    {R"({"\udE00":1})", "1:3 " + kLoneSurrogate},
    // keys given twice
    {R"({"a":1,"b":2,"a":3})", "1:14 " + kRepeated},
    {R"({"a":1,"\u0061":2})", "1:8 " + kRepeated},  // the same key, written otherwise
    {R"([{"x":[{"a":1,"b":2,"b":3,"a":4}]}])", "1:21 " + kRepeated},  // the first of two
    {R"({"":1,"":2})", "1:7 " + kRepeated},
    {R"({"a":1,"a":2,"a":3})", "1:8 " + kRepeated},
    // encodings
    {"[\"\xC3\"]", "1:3 " + kNotUtf8},
    {"[\n\"Ä\xC0\xAF\"]", "2:4 " + kNotUtf8},   // overlong
    {"[\"\xED\xA0\x80\"]", "1:3 " + kNotUtf8},  // a surrogate
    {"[1]\xFF", "1:4 " + kNotUtf8},             // outside a string
    {"[\"\xE4iti\"]", "1:3 " + kNotUtf8},       // Latin-1
    {"[1]\0"s, "1:4 the text holds a NUL byte"},
    {"[1]\0 garbage"s, "1:4 the text holds a NUL byte"},
    {"[1]\0\xFF"s, "1:4 the text holds a NUL byte"},  // the first of two faults
    {"[\"a\0b\"]"s, "1:4 the text holds a NUL byte"},
    {"\xFF\xFE[\0]\0"s, "1:1 " + kUtf16},
    {"\xFE\xFF\0[\0]"s, "1:1 " + kUtf16},
    {"[\0]\0"s, "1:1 " + kUtf16},
    {"\0[\0]"s, "1:1 " + kUtf16},
    {"\0\0\xFE\xFF\0\0\0["s, "1:1 " + kUtf16},
};

const Row kOnlyStrict[] = {
    {"[1,]", "1:4 a value is missing here"},
    {R"({"a":1,})", "1:8 a key in double quotes is missing here"},
    {"[1 /* one */]", "1:4 a comma or ] is missing here"},
    {"// one\n1", "1:1 " + kNoValue},
    {"\xEF\xBB\xBF[]", "1:1 the text begins with a byte order mark"},
};

const Row kOnlyWithComments[] = {
    {"[1 /* one ]", "1:12 the text ends too early: a comment is malformed or has no end"},
    {"[1 / 2]", "1:5 a comment is malformed or has no end"},
    {"// \xE4\n1", "1:4 " + kNotUtf8},  // a comment is text too
    {"// only this", "1:13 the document is empty"},
    {"[,]", "1:2 a value is missing here"},
    {"{,}", "1:2 a key in double quotes is missing here"},
    {"\xEF\xBB\xBF\xEF\xBB\xBF[]", "1:1 " + kNoValue},  // one mark, not two
    {"[\xEF\xBB\xBF]", "1:2 " + kNoValue},              // and only at the start
};

void expect(const Row& row, Dialect dialect) {
    BOOST_TEST_CONTEXT(row) {
        const auto value = parse(row.text, dialect);
        BOOST_TEST_REQUIRE(!value.has_value());
        BOOST_TEST(shown(value.error()) == row.expected);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(refusal_tests)

BOOST_AUTO_TEST_CASE(a_fault_is_told_with_its_place_and_in_words_that_help) {
    for (const Row& row : kAlways) {
        expect(row, Dialect::Strict);
        expect(row, Dialect::WithComments);
    }
}

BOOST_AUTO_TEST_CASE(what_people_write_is_refused_from_a_machine) {
    for (const Row& row : kOnlyStrict) {
        expect(row, Dialect::Strict);
        BOOST_TEST_CONTEXT(row) {
            BOOST_TEST(parse(row.text, Dialect::WithComments).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(comments_have_rules_too) {
    for (const Row& row : kOnlyWithComments) expect(row, Dialect::WithComments);
}

BOOST_AUTO_TEST_CASE(a_text_that_ends_too_early_says_so_at_its_end) {
    const Row rows[] = {
        {"[", "1:2 the text ends too early: a value is missing here"},
        {"[1,\n", "2:1 the text ends too early: a value is missing here"},
        {"[1", "1:3 the text ends too early: a comma or ] is missing here"},
        {"tru", "1:4 the text ends too early: a value is missing here"},
        {"{", "1:2 the text ends too early: a key in double quotes is missing here"},
        {R"({"a)", "1:4 the text ends too early: the closing quote of a string is missing"},
        {R"({"a")", "1:5 the text ends too early: a : after the key is missing here"},
        {R"({"a":)", "1:6 the text ends too early: a value is missing here"},
        {R"({"a":1)", "1:7 the text ends too early: a comma or } is missing here"},
    };
    for (const Row& row : rows) expect(row, Dialect::Strict);
}

BOOST_AUTO_TEST_SUITE_END()
