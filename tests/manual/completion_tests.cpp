#include "sync/manual/completion.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "sync/manual/definitions.hpp"

using namespace mentorsync::manual;

namespace {

struct Shell {
    const char* name;
    std::string (*completion)(const Program&);
    // How an option's name stands in the file.
    std::string (*spelled)(const std::string&);
};
std::ostream& operator<<(std::ostream& out, const Shell& shell) {
    return out << shell.name;
}

std::string as_it_is(const std::string& name) {
    return name;
}

std::string fish(const std::string& name) {
    return name.starts_with("--") ? " -l " + name.substr(2) + " " : " -s " + name.substr(1) + " ";
}

const Shell kShells[] = {{"bash", bash_completion, as_it_is},
                         {"zsh", zsh_completion, as_it_is},
                         {"fish", fish_completion, fish}};

void has_options(const Shell& shell, const std::string& text, const std::vector<Option>& options) {
    for (const auto& option : options) {
        if (!option.positional) {
            for (const auto& name : option.names) {
                BOOST_TEST(text.find(shell.spelled(name)) != std::string::npos, name);
            }
        }
        for (const auto& choice : option.choices()) {
            BOOST_TEST(text.find(choice) != std::string::npos, choice);
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(completion_tests)

BOOST_DATA_TEST_CASE(every_command_option_and_choice_is_offered,
                     boost::unit_test::data::make(kShells), shell) {
    for (const auto& program : {command_program(), daemon_program()}) {
        const std::string text = shell.completion(program);
        BOOST_TEST_REQUIRE(program.options.size() >= 6U);
        has_options(shell, text, program.options);
        for (const auto& command : program.commands) {
            BOOST_TEST(text.find(command.name) != std::string::npos, command.name);
            has_options(shell, text, command.options);
        }
    }
}

Program with_description(const char* description) {
    Option option;
    option.names = {"--it"};
    option.description = description;
    return {.name = "p", .description = "", .version = "1", .options = {option}, .commands = {}};
}

BOOST_AUTO_TEST_CASE(descriptions_cannot_end_the_text_that_they_stand_in) {
    const auto hostile = with_description("it's [a]: \\");
    BOOST_TEST(zsh_completion(hostile).find(R"('--it[it'\''s \[a\]\: \\]')") != std::string::npos);
    BOOST_TEST(fish_completion(hostile).find(R"(-d 'it\'s [a]: \\')") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
