#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <cstdint>
#include <limits>
#include <ostream>
#include <string>

#include "mentorsync/json.hpp"

using namespace std::string_literals;
using mentorsync::json::Kind;
using mentorsync::json::parse;
using mentorsync::json::Writer;

namespace {

struct Row {
    std::string text;
    std::string expected;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.expected;
}

struct Misuse {
    const char* name;
    void (*commit)(Writer&);
};

std::ostream& operator<<(std::ostream& out, const Misuse& row) {
    return out << row.name;
}

// Runs in a child process, whose abort harms nobody.
[[maybe_unused]] bool aborts(void (*commit)(Writer&)) {
    const pid_t child = fork();
    if (child == 0) {
        const rlimit no_core{0, 0};
        setrlimit(RLIMIT_CORE, &no_core);
        std::signal(SIGABRT, SIG_DFL);
        close(STDERR_FILENO);
        Writer writer;
        commit(writer);
        _exit(0);
    }
    int status = 0;
    BOOST_TEST_REQUIRE(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

void write_sample(Writer& writer) {
    writer.begin_object()
        .member("name", "Aino")
        .member("count", 3)
        .member("open", true)
        .key("none")
        .null()
        .key("list")
        .begin_array()
        .number(1)
        .begin_object()
        .end_object()
        .begin_array()
        .end_array()
        .string("[")
        .boolean(false)
        .end_array()
        .end_object();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(writer_tests)

BOOST_AUTO_TEST_CASE(the_compact_layout_has_no_space) {
    Writer writer;
    write_sample(writer);
    BOOST_TEST(writer.text() ==
               R"({"name":"Aino","count":3,"open":true,"none":null,"list":[1,{},[],"[",false]})");
}

BOOST_AUTO_TEST_CASE(the_indented_layout_has_two_spaces_a_level) {
    Writer writer(Writer::Layout::Indented);
    write_sample(writer);
    BOOST_TEST(writer.text() == R"({
  "name": "Aino",
  "count": 3,
  "open": true,
  "none": null,
  "list": [
    1,
    {},
    [],
    "[",
    false
  ]
})");
}

BOOST_AUTO_TEST_CASE(strings_are_escaped_and_repaired) {
    const Row rows[] = {
        {"", R"("")"},
        {"\"\\/", R"("\"\\/")"},
        {"\n\t\r\b\x1F"s + '\0', R"("\n\t\u000d\u0008\u001f\u0000")"},
        {"\x7F<Ä😀>", "\"\x7F<Ä😀>\""},
        {"\u2028\u2029\u202A", "\"\\u2028\\u2029\u202A\""},  // they end a line in JavaScript
        {"a\xC3", "\"a\uFFFD\""},                            // cut off
        {"\xE4iti", "\"\uFFFDiti\""},                        // Latin-1
        {"\xED\xA0\x80", "\"\uFFFD\uFFFD\uFFFD\""},          // a surrogate, byte by byte
    };
    for (const Row& row : rows) {
        BOOST_TEST_CONTEXT(row) {
            BOOST_TEST(Writer().string(row.text).text() == row.expected);
            BOOST_TEST(Writer().begin_object().key(row.text).null().end_object().text() ==
                       "{" + row.expected + ":null}");
        }
    }
}

BOOST_AUTO_TEST_CASE(numbers_reach_both_ends_of_their_type) {
    Writer writer;
    writer.begin_array()
        .number(std::numeric_limits<std::int64_t>::min())
        .number(std::numeric_limits<std::int64_t>::max())
        .end_array();
    BOOST_TEST(writer.text() == "[-9223372036854775808,9223372036854775807]");
}

BOOST_AUTO_TEST_CASE(a_tree_is_written_as_it_was_parsed) {
    const std::string text = R"({"b":[1.50,-0,1e5,"\"",true,null,{}],"a":{"c":[]}})";
    const auto tree = parse(text);
    BOOST_TEST_REQUIRE(tree.has_value());
    BOOST_TEST(Writer().value(*tree).text() == text);
    BOOST_TEST(Writer().begin_array().value(*tree).value(*tree).end_array().text() ==
               "[" + text + "," + text + "]");
}

BOOST_AUTO_TEST_CASE(a_writer_whose_text_is_taken_begins_anew) {
    Writer writer;
    BOOST_TEST(writer.number(1).take() == "1");
    BOOST_TEST(writer.number(2).take() == "2");
}

#ifndef NDEBUG
BOOST_AUTO_TEST_CASE(misuse_is_an_assertion) {
    const Misuse rows[] = {
        {"a value where a key is due", [](Writer& w) { w.begin_object().null(); }},
        {"a key in an array", [](Writer& w) { w.begin_array().key("a"); }},
        {"a key outside an object", [](Writer& w) { w.key("a"); }},
        {"a key after a key", [](Writer& w) { w.begin_object().key("a").key("b"); }},
        {"an end after a key", [](Writer& w) { w.begin_object().key("a").end_object(); }},
        {"an end of the wrong kind", [](Writer& w) { w.begin_object().end_array(); }},
        {"an end of nothing", [](Writer& w) { w.end_array(); }},
        {"a second document", [](Writer& w) { w.null().null(); }},
        {"a number without a digit",
         [](Writer& w) {
             w.value({Kind::Number, {}, {}, {}, {}});
         }},
    };
    for (const Misuse& row : rows) {
        BOOST_TEST_CONTEXT(row) {
            BOOST_TEST(aborts(row.commit));
        }
    }
    BOOST_TEST(!aborts(write_sample));
}
#endif

BOOST_AUTO_TEST_SUITE_END()
