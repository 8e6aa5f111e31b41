#include "sync/manual/pages.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "sync/manual/definitions.hpp"
#include "sync/manual/roff.hpp"
#include "sync/run/exit_code.hpp"

using namespace mentorsync;
using namespace mentorsync::manual;

namespace {

std::string file(const std::string& path) {
    std::ifstream in(std::string(MENTORSYNC_SOURCE_DIR "/") + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string page(const std::string& name) {
    const auto pages = manual_pages(command_program(), daemon_program(),
                                    {.settings_schema = file("config/schema/settings.schema.json"),
                                     .settings_example = file("config/mentorsync.example.json"),
                                     .mapping_schema = file("config/schema/mapping.schema.json"),
                                     .mapping_example = file("config/mapping.example.json")},
                                    "2026-09-01");
    BOOST_TEST_REQUIRE(pages.has_value(), pages.error().message);
    for (const auto& made : *pages) {
        if (made.name == name) return made.text;
    }
    BOOST_FAIL("no page " + name);
    return {};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// On one line, so that where a line was broken does not matter.
std::string flat(std::string text) {
    for (char& letter : text) {
        if (letter == '\n') letter = ' ';
    }
    return text;
}

void has_options(const std::string& page, const std::vector<Option>& options) {
    for (const auto& option : options) {
        for (const auto& name : option.names) {
            BOOST_TEST(has(page, option.positional ? italic(name) : bold(name)), name);
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pages_tests)

BOOST_AUTO_TEST_CASE(the_page_of_the_command_has_every_command_and_option) {
    const auto program = command_program();
    const std::string made = page("mentorsync.1");
    BOOST_TEST_REQUIRE(program.commands.size() >= 14U);
    has_options(made, program.options);
    for (const auto& command : program.commands) {
        const auto begin = made.find(".SS " + escaped(command.name) + "\n");
        BOOST_TEST_REQUIRE(begin != std::string::npos, command.name);
        has_options(made.substr(begin, made.find("\n.S", begin + 1) - begin), command.options);
    }
}

BOOST_AUTO_TEST_CASE(the_page_of_the_daemon_has_every_option) {
    const auto program = daemon_program();
    BOOST_TEST_REQUIRE(program.options.size() >= 6U);
    has_options(page("mentorsyncd.8"), program.options);
}

BOOST_AUTO_TEST_CASE(an_option_tells_its_range_default_and_companions) {
    const std::string made = flat(page("mentorsync.1"));
    BOOST_TEST(has(made, "From 1 to 1000. Default: \\fB20\\fR. Only with"));
    BOOST_TEST(has(made, "Not together with \\fB\\-\\-accept\\fR."));
    BOOST_TEST(has(made, "\\fBauto\\fR|\\fBalways\\fR|\\fBnever\\fR"));
}

BOOST_AUTO_TEST_CASE(the_page_of_the_command_has_every_exit_code) {
    const std::string made = page("mentorsync.1");
    for (const auto& [code, meaning] : kExitMeanings) {
        BOOST_TEST(has(made, ".TP\n" + bold(std::to_string(static_cast<int>(code))) + "\n"));
    }
}

BOOST_AUTO_TEST_CASE(the_daemon_never_ends_with_the_code_of_plan) {
    const std::string made = page("mentorsyncd.8");
    BOOST_TEST(has(made, ".TP\n" + bold("8") + "\n"));
    BOOST_TEST(!has(made, ".TP\n" + bold("10") + "\n"));
}

BOOST_AUTO_TEST_CASE(the_readme_has_the_same_exit_codes) {
    const std::string readme = file("README.md");
    std::string table = "| Exit code | Means |\n|---:|---|\n";
    for (const auto& [code, meaning] : kExitMeanings) {
        table +=
            "| " + std::to_string(static_cast<int>(code)) + " | " + std::string(meaning) + " |\n";
    }
    BOOST_TEST(has(readme, table + "\n"));
}

BOOST_AUTO_TEST_CASE(a_schema_that_is_none_is_refused_by_name) {
    const auto pages = manual_pages(command_program(), daemon_program(), {}, "2026-09-01");
    BOOST_TEST_REQUIRE(!pages.has_value());
    BOOST_TEST(has(pages.error().message, "settings.schema.json: "), pages.error().message);
}

BOOST_AUTO_TEST_SUITE_END()
