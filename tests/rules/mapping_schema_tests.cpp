#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <functional>

#include "tests/rules/portal.hpp"
#include "tests/rules/schema.hpp"

using namespace mentorsync;

namespace {

json::Value tree_of(const std::string& path) {
    auto tree = json::parse(test::file_text(path), json::Dialect::WithComments);
    BOOST_TEST_REQUIRE(tree.has_value());
    return *std::move(tree);
}

bool parser_accepts(const json::Value& tree) {
    json::Writer writer;
    writer.value(tree);
    const auto read_file = [](std::string_view) { return std::string("<p>{{period}}</p>"); };
    return parse_mapping("mapping.json", writer.text(), read_file).has_value();
}

std::string text_of(const json::Value& tree) {
    json::Writer writer;
    writer.value(tree);
    return writer.text();
}

// Calls `visit` with every value of a tree, which may change it and must put it back.
void for_each_value(json::Value& value, const std::function<void(json::Value&)>& visit) {
    visit(value);
    for (json::Member& member : value.members) for_each_value(member.value, visit);
    for (json::Value& item : value.items) for_each_value(item, visit);
}

// Every schema in a schema: what has to be used for a test to have seen it.
void collect_schemas(const json::Value& schema, std::vector<const json::Value*>& found) {
    if (schema.is(json::Kind::Object) && schema.find("$ref") == nullptr) found.push_back(&schema);
    for (const char* const map : {"properties", "definitions"}) {
        if (const json::Value* const each = schema.find(map)) {
            for (const json::Member& member : each->members) collect_schemas(member.value, found);
        }
    }
    for (const char* const one : {"items", "additionalProperties", "propertyNames"}) {
        if (const json::Value* const each = schema.find(one)) collect_schemas(*each, found);
    }
    if (const json::Value* const choices = schema.find("anyOf")) {
        for (const json::Value& choice : choices->items) collect_schemas(choice, found);
    }
}

// The schema and the parser, and a mapping in which every key occurs.
struct SchemaAndParser {
    json::Value root = tree_of("config/schema/mapping.schema.json");
    json::Value mapping = tree_of("tests/data/mappings/right/complete.json");
    test::Schema schema{root};
    int compared = 0;

    void compare(const std::string& change) {
        ++compared;
        const bool by_schema = schema.accepts(mapping);
        BOOST_TEST(parser_accepts(mapping) == by_schema,
                   change << ": the schema says " << by_schema << " to " << text_of(mapping));
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(mapping_schema_tests)

BOOST_AUTO_TEST_CASE(the_schema_uses_only_keywords_that_are_checked_here) {
    const json::Value root = tree_of("config/schema/mapping.schema.json");
    BOOST_TEST(test::Schema(root).unknown_keywords().empty());
}

BOOST_AUTO_TEST_CASE(the_example_fits_the_schema) {
    const json::Value root = tree_of("config/schema/mapping.schema.json");
    BOOST_TEST(test::Schema(root).accepts(tree_of("config/mapping.example.json")));
}

BOOST_FIXTURE_TEST_CASE(every_part_of_the_schema_is_accepted_by_the_parser, SchemaAndParser) {
    BOOST_TEST(schema.accepts(mapping));
    BOOST_TEST(parser_accepts(mapping));
    // The forms that exclude each other take turns.
    for (const char* const people : {R"("everyone")", R"({"list": "Mentoring"})"}) {
        for (json::Member& member : mapping.members[2].value.members) {
            if (member.key == "people") member.value = *json::parse(people);
        }
        compare(people);
    }
    std::vector<const json::Value*> all;
    collect_schemas(root, all);
    BOOST_TEST(all.size() > 60U);
    for (const json::Value* const each : all) {
        BOOST_TEST(schema.used().contains(each),
                   "nothing used the schema in line " << each->at.line);
    }
}

BOOST_FIXTURE_TEST_CASE(an_unknown_key_is_refused_everywhere_by_both, SchemaAndParser) {
    for_each_value(mapping, [&](json::Value& value) {
        if (!value.is(json::Kind::Object)) return;
        value.members.push_back({"zzz", {}, {json::Kind::Null, "null", {}, {}, {}}});
        compare("unknown key added");
        BOOST_TEST(!parser_accepts(mapping));
        value.members.pop_back();
    });
    BOOST_TEST(compared > 25);
}

BOOST_FIXTURE_TEST_CASE(a_key_can_be_left_out_for_both_or_for_neither, SchemaAndParser) {
    for_each_value(mapping, [&](json::Value& value) {
        for (std::size_t i = 0; i < value.members.size(); ++i) {
            const json::Member taken = value.members[i];
            const auto place = value.members.begin() + static_cast<std::ptrdiff_t>(i);
            value.members.erase(place);
            compare("without '" + taken.key + "'");
            value.members.insert(value.members.begin() + static_cast<std::ptrdiff_t>(i), taken);
        }
    });
    BOOST_TEST(compared > 60);
}

BOOST_FIXTURE_TEST_CASE(a_value_of_another_type_is_judged_alike_by_both, SchemaAndParser) {
    const std::vector<json::Value> others =
        json::parse(
            R"([null, true, false, 7, -1, 1.5, 200, "", " ", "x", "a:b", "../x", "Mon 08:00", "a\u0001b",
            [], ["x"], ["mentee", "mentee"], {}, {"x": "x"}, {"": "tasks.all"}, {"": "done"}])")
            ->items;
    for_each_value(mapping, [&](json::Value& value) {
        const json::Value taken = value;
        for (const json::Value& other : others) {
            value = other;
            compare("line " + std::to_string(taken.at.line) + " replaced by " + text_of(other));
        }
        value = taken;
    });
    BOOST_TEST(compared > 1500);
}

BOOST_AUTO_TEST_SUITE_END()
