#include "sync/manual/schema_page.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "mentorsync/json.hpp"

using namespace mentorsync;
using namespace mentorsync::manual;

namespace {

Result<std::string> page_of(const std::string& schema) {
    return schema_page(schema,
                       {.name = "example", .section = 5, .date = "2026-09-01", .version = "1.0"},
                       {.summary = "an example", .example = "{}\n", .see_also = {"mentorsync(1)"}});
}

std::string file(const std::string& path) {
    std::ifstream in(std::string(MENTORSYNC_SOURCE_DIR "/") + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

// On one line, so that where a line was broken does not matter.
std::string flat(std::string text) {
    for (char& letter : text) {
        if (letter == '\n') letter = ' ';
    }
    return text;
}

// Every key that the schema knows, and every description, counted in `seen`.
void is_told(const json::Value& schema, const std::string& page, std::size_t& seen) {
    for (const auto& member : schema.members) {
        if (member.key == "description" && member.value.is(json::Kind::String)) {
            std::string text = member.value.text;
            text = flat(escaped(text.substr(0, text.find('`'))));
            BOOST_TEST(page.find(text) != std::string::npos, text);
            ++seen;
        }
        if (member.key == "properties") {
            for (const auto& property : member.value.members) {
                const std::string key = bold("\"" + property.key + "\"");
                BOOST_TEST(page.find(key) != std::string::npos, key);
                ++seen;
                // Not what holds them: a property may be called "properties" itself.
                is_told(property.value, page, seen);
            }
            continue;
        }
        is_told(member.value, page, seen);
    }
    for (const auto& item : schema.items) is_told(item, page, seen);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_page_tests)

const char* const kSchemas[] = {"settings", "mapping"};
BOOST_DATA_TEST_CASE(every_key_and_description_is_told, boost::unit_test::data::make(kSchemas),
                     name) {
    const std::string schema = file(std::string("config/schema/") + name + ".schema.json");
    const auto tree = json::parse(schema);
    BOOST_TEST_REQUIRE(tree.has_value());
    const auto page = page_of(schema);
    BOOST_TEST_REQUIRE(page.has_value(), page.error().message);
    std::size_t seen = 0;
    is_told(*tree, flat(*page), seen);
    BOOST_TEST(seen > 50U);
}

BOOST_AUTO_TEST_CASE(a_key_shows_how_its_value_is_written) {
    const auto page = page_of(R"({ "type": "object", "required": ["a"], "properties": {
        "a": { "enum": ["x", "y"] },
        "b": { "type": "array", "items": { "$ref": "#/definitions/one_thing" } },
        "c": { "type": "integer", "minimum": 1, "maximum": 9 },
        "d": { "type": "object", "additionalProperties": { "const": true } } } })");
    BOOST_TEST_REQUIRE(page.has_value(), page.error().message);
    for (const char* const part : {
             "\n\\fB\\(dqa\\(dq\\fR: \\fB\\(dqx\\(dq\\fR | \\fB\\(dqy\\(dq\\fR\nRequired.",
             "\n\\fB\\(dqb\\(dq\\fR: [ \\fIONE\\-THING\\fR, ... ]\n",
             "\n\\fB\\(dqc\\(dq\\fR: from 1 to 9\n",
             "\n\\fB\\(dqd\\(dq\\fR: { \\fINAME\\fR: \\fBtrue\\fR, ... }\n",
         }) {
        BOOST_TEST(page->find(part) != std::string::npos, part);
    }
}

// What the page would leave out without anybody seeing it.
BOOST_AUTO_TEST_CASE(a_schema_with_an_unknown_keyword_is_refused_with_its_place) {
    const auto page = page_of("{ \"properties\": { \"a\": {\n \"oneOf\": [] } } }");
    BOOST_TEST_REQUIRE(!page.has_value());
    BOOST_TEST(page.error().message == "2: the manual page does not know 'oneOf'");
}

BOOST_AUTO_TEST_SUITE_END()
