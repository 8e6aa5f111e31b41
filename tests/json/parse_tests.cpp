// What parse returns for good documents: content, and where everything begins.

#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "mentorsync/json.hpp"

using namespace std::string_literals;
using mentorsync::json::Dialect;
using mentorsync::json::Kind;
using mentorsync::json::parse;
using mentorsync::json::Position;
using mentorsync::json::Value;

namespace {

std::string places_of(const Position& at) {
    return std::to_string(at.line) + ":" + std::to_string(at.column);
}

// Every position of a tree in document order, keys in parentheses: `1:1 (1:2) 1:6`.
std::string places_of(const Value& value) {
    std::string places = places_of(value.at);
    for (const Value& item : value.items) places += " " + places_of(item);
    for (const auto& member : value.members) {
        places += " (" + places_of(member.key_at) + ") " + places_of(member.value);
    }
    return places;
}

struct Place {
    std::string text;
    std::string expected;
};

struct Content {
    std::string text;
    Kind kind;
    std::string expected;
};

std::ostream& operator<<(std::ostream& out, const Place& row) {
    return out << row.text;
}
std::ostream& operator<<(std::ostream& out, const Content& row) {
    return out << row.text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parse_tests)

BOOST_AUTO_TEST_CASE(every_key_and_value_knows_where_it_begins) {
    const Place rows[] = {
        {"7", "1:1"},
        {" \t 7 ", "1:4"},                                           // a tab is one column
        {"-12.5e+3", "1:1"},                                         // a number of every part
        {"[true,false,null]", "1:1 1:2 1:7 1:13"},                   // words of two lengths
        {"[1,22,-3.5e-2 ,4]", "1:1 1:2 1:4 1:7 1:16"},               // numbers of many lengths
        {R"({"a":1})", "1:1 (1:2) 1:6"},                             //
        {R"({"a" : [ {} ] })", "1:1 (1:2) 1:8 1:10"},                // containers
        {"[\n1,\n\n  2\n]", "1:1 2:1 4:3"},                          // empty lines
        {"[\r\n1,\r\n 2]", "1:1 2:1 3:2"},                           // CRLF
        {"[\"\xC3\x84iti\",1]", "1:1 1:2 1:10"},                     // a column is a byte
        {R"(["\"",1])", "1:1 1:2 1:7"},                              // an escaped quote
        {R"(["a\"b\"c","\\","\\\"",1])", "1:1 1:2 1:12 1:17 1:24"},  // backslashes in pairs
        {R"(["\u0041\ud83d\ude00",1])", "1:1 1:2 1:23"},             // shorter than as written
        {R"({"":{"":""}})", "1:1 (1:2) 1:5 (1:6) 1:9"},              // empty strings
        {R"({"\"":"\""})", "1:1 (1:2) 1:7"},                         // a quote as a key
    };
    for (const Place& row : rows) {
        BOOST_TEST_CONTEXT(row) {
            const auto value = parse(row.text);
            BOOST_TEST_REQUIRE(value.has_value());
            BOOST_TEST(places_of(*value) == row.expected);
            BOOST_TEST(places_of(parse(row.text, Dialect::WithComments).value()) == row.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(comments_and_trailing_commas_move_nothing) {
    const Place rows[] = {
        {"// one\n7", "2:1"},                             //
        {"/* one */ 7 // last", "1:11"},                  // a comment may end the text
        {"/* a\n b */ [1,\n// \"\\\n2]", "2:7 2:8 4:1"},  // a quote and a backslash in a comment
        {"/***/[/**/1/* * / */,/**/]/**/", "1:6 1:11"},   // stars
        {"{/*\"*/\"a\"/*:*/:/*\\*/\"b\",}", "1:1 (1:7) 1:21"},  // right before a string
        {"// Ä\r\n{\r\n \"a\": 1, // b\r\n}\r\n", "2:1 (3:2) 3:7"},
        {"\xEF\xBB\xBF{\"a\":1}", "1:1 (1:2) 1:6"},  // an editor does not show the mark
    };
    for (const Place& row : rows) {
        BOOST_TEST_CONTEXT(row) {
            const auto value = parse(row.text, Dialect::WithComments);
            BOOST_TEST_REQUIRE(value.has_value());
            BOOST_TEST(places_of(*value) == row.expected);
            BOOST_TEST(!parse(row.text).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(content_is_unescaped_and_numbers_stay_as_written) {
    const Content rows[] = {
        {"null", Kind::Null, ""},
        {"true", Kind::Boolean, "true"},
        {"false", Kind::Boolean, "false"},
        {"-0", Kind::Number, "-0"},                              // no zero without its sign
        {"0.10", Kind::Number, "0.10"},                          // no digit lost
        {"9007199254740993", Kind::Number, "9007199254740993"},  // no double can hold this
        {"184467440737095516160", Kind::Number, "184467440737095516160"},  // nor 64 bits this
        {"1E+2", Kind::Number, "1E+2"},                                    //
        {"1e-999", Kind::Number, "1e-999"},  // underflow is none of our business
        {"1e308", Kind::Number, "1e308"},    // the largest exponent
        {R"("")", Kind::String, ""},
        {R"("\"\\\/\b\f\n\r\t")", Kind::String, "\"\\/\b\f\n\r\t"},
        {R"("a\u0000b")", Kind::String, "a\0b"s},  // a NUL does not end a string
        {R"("\u00c4\u20AC\ud83d\uDE00")", Kind::String, "Ä€😀"},
        {"\"\xF4\x8F\xBF\xBF\x7F\"", Kind::String, "\xF4\x8F\xBF\xBF\x7F"},
        {"[]", Kind::Array, ""},
        {"{}", Kind::Object, ""},
    };
    for (const Content& row : rows) {
        BOOST_TEST_CONTEXT(row) {
            const auto value = parse(row.text);
            BOOST_TEST_REQUIRE(value.has_value());
            BOOST_TEST(value->is(row.kind));
            BOOST_TEST(value->text == row.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(members_and_items_keep_their_order) {
    const auto value = parse(R"({"b":[3,[1],2],"a":{"c":"x"},"A":true})");
    BOOST_TEST_REQUIRE(value.has_value());
    BOOST_TEST_REQUIRE(value->members.size() == 3U);
    BOOST_TEST(value->members[0].key == "b");
    BOOST_TEST(value->members[1].key == "a");
    BOOST_TEST(value->members[2].key == "A");
    const Value& list = value->members[0].value;
    BOOST_TEST_REQUIRE(list.items.size() == 3U);
    BOOST_TEST(list.items[0].text == "3");
    BOOST_TEST(list.items[1].items.at(0).text == "1");
    BOOST_TEST(list.items[2].text == "2");
}

BOOST_AUTO_TEST_CASE(a_member_is_found_by_its_key_and_by_a_path_of_keys) {
    const auto value = parse(R"({"a":{"b":{"c":true}},"n":null,"l":[1]})");
    BOOST_TEST_REQUIRE(value.has_value());
    BOOST_TEST(value->find("a") == &value->members[0].value);
    BOOST_TEST(value->find("n")->is(Kind::Null));
    BOOST_TEST(value->find("x") == nullptr);
    BOOST_TEST(value->find("l")->find("a") == nullptr);
    BOOST_TEST(value->find_path({"a", "b", "c"})->is_true());
    BOOST_TEST(value->find_path({"a", "x", "c"}) == nullptr);
    BOOST_TEST(value->find_path({"l", "b"}) == nullptr);
    BOOST_TEST(value->find_path({}) == &*value);
}

BOOST_AUTO_TEST_CASE(only_the_word_true_is_true) {
    BOOST_TEST(parse("true")->is_true());
    BOOST_TEST(!parse("false")->is_true());
    BOOST_TEST(!parse("\"true\"")->is_true());
}

BOOST_AUTO_TEST_SUITE_END()
