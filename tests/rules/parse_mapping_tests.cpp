#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/rules/portal.hpp"

using namespace mentorsync;
namespace fs = std::filesystem;

namespace {

const std::string kWrong = "tests/data/mappings/wrong/";

std::vector<std::string> wrong_mappings() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(MENTORSYNC_SOURCE_DIR "/" + kWrong)) {
        if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
    }
    std::ranges::sort(names);
    return names;
}

Result<std::string> read_wrong(std::string_view name) {
    const std::string path = kWrong + std::string(name);
    if (!fs::exists(MENTORSYNC_SOURCE_DIR "/" + path)) {
        return fail(ErrorCode::NotFound, "there is no such file");
    }
    return test::file_text(path);
}

std::string faults_in(const std::string& file) {
    const auto mapping = parse_mapping(file, test::file_text(kWrong + file), read_wrong);
    if (mapping) return "(accepted)\n";
    std::string text;
    for (const Fault& fault : mapping.error()) text += to_text(fault) + "\n";
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parse_mapping_tests)

BOOST_DATA_TEST_CASE(a_wrong_mapping_is_told_where_and_what_and_what_to_do, wrong_mappings(),
                     name) {
    BOOST_TEST(faults_in(name + ".json") == test::file_text(kWrong + name + ".expected"));
}

BOOST_AUTO_TEST_CASE(there_are_more_than_a_hundred_wrong_mappings) {
    BOOST_TEST(wrong_mappings().size() >= 100U);
}

BOOST_AUTO_TEST_CASE(no_two_wrong_mappings_say_the_same) {
    std::vector<std::string> all;
    for (const std::string& name : wrong_mappings()) {
        const std::string text = test::file_text(kWrong + name + ".expected");
        all.push_back(text.substr(text.find(':')));
    }
    std::ranges::sort(all);
    BOOST_TEST((std::ranges::adjacent_find(all) == all.end()));
}

BOOST_AUTO_TEST_CASE(a_mapping_larger_than_a_mebibyte_is_refused) {
    const std::string large(std::size_t{1024} * 1024 + 1, ' ');
    const auto mapping = parse_mapping("m.json", large, test::no_files());
    BOOST_TEST_REQUIRE(!mapping.has_value());
    BOOST_TEST(mapping.error().size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_canonical_text_forgets_comments_spaces_and_order_of_keys) {
    const std::string rule = R"({"kind": "pair", "from": {"contact_owner": true}})";
    const std::string turned =
        R"({ "from": {"contact_owner":true}, /* by owner */ "kind":"pair" })";
    const Mapping one = test::parsed(test::mapping_with(rule));
    BOOST_TEST(one.canonical_text() == test::parsed(test::mapping_with(turned)).canonical_text());
    const std::string schema = R"(, "$schema": "x")";
    BOOST_TEST(one.canonical_text() ==
               test::parsed(test::mapping_with(rule, schema)).canonical_text());
}

BOOST_AUTO_TEST_CASE(the_canonical_text_tells_other_rules_and_another_order_of_rules) {
    const std::string owner = R"({"kind": "pair", "from": {"contact_owner": true}})";
    const std::string group = R"({"kind": "peer_group", "from": {"list": "Copy"}})";
    const auto canonical = [](const std::string& rules) {
        return test::parsed(test::mapping_with(rules)).canonical_text();
    };
    BOOST_TEST(canonical(owner + "," + group) != canonical(group + "," + owner));
    BOOST_TEST(canonical(owner) != canonical(owner + "," + group));
}

BOOST_AUTO_TEST_CASE(the_canonical_text_tells_another_template) {
    const std::string text = test::mapping_with(
        R"({"kind": "pair", "from": {"contact_owner": true}})",
        R"(, "progress_notes": {"schedule": "Mon 08:00", "template": "own.mustache"})");
    const auto canonical = [&](const std::string& note) {
        return parse_mapping("m.json", text, [&](std::string_view) { return note; })
            ->canonical_text();
    };
    BOOST_TEST(canonical("<p>one</p>") != canonical("<p>two</p>"));
}

BOOST_AUTO_TEST_CASE(what_is_left_out_has_its_default) {
    const Mapping mapping =
        test::parsed(test::mapping_with(R"({"kind": "pair", "from": {"contact_owner": true}})",
                                        R"(, "progress_notes": {"schedule": "monthly 28 23:59"})"));
    const Programme& programme = mapping.programme();
    BOOST_TEST((programme.schedule->length == PeriodLength::Month));
    BOOST_TEST(programme.schedule->day_of_month == 28U);
    BOOST_TEST(programme.schedule->time_of_day.count() == 23 * 60 + 59);
    BOOST_TEST((programme.audience == NoteAudience{}));
    BOOST_TEST(programme.brakes.percent == 20);
    BOOST_TEST(programme.brakes.count == 10U);
    BOOST_TEST(!programme.disclosure.names("mentor.name"));
}

BOOST_AUTO_TEST_CASE(the_audience_is_who_is_named) {
    const Mapping mapping = test::parsed(
        test::mapping_with(R"({"kind": "pair", "from": {"contact_owner": true}})",
                           R"(, "progress_notes": {"schedule": "Fri 16:00", "on": ["mentor"]})"));
    BOOST_TEST((mapping.programme().audience ==
                NoteAudience{.mentee = false, .mentor = true, .members = false}));
    BOOST_TEST((mapping.programme().schedule->weekday == std::chrono::Friday));
}

BOOST_AUTO_TEST_SUITE_END()
