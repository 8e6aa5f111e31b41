#include "sync/manual/completion.hpp"

namespace mentorsync::manual {

namespace {

std::string in_quotes(std::string_view text) {
    std::string result = "'";
    for (const char letter : text) {
        if (letter == '\'' || letter == '\\') result += '\\';
        result += letter;
    }
    return result + "'";
}

std::string value_of(const Option& option) {
    switch (option.kind()) {
        case ValueKind::None: return "";
        case ValueKind::File: return " -r -F";
        case ValueKind::Folder: return " -x -a '(__fish_complete_directories)'";
        case ValueKind::Choices: return " -x -a " + in_quotes(joined(option.choices(), " "));
        case ValueKind::Text: return " -x";
    }
    return "";
}

std::string line_of(const Program& program, const std::string& condition, const Option& option) {
    std::string line = "complete -c " + program.name;
    if (!condition.empty()) line += " -n " + in_quotes(condition);
    for (const auto& name : option.names) {
        line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    return line + value_of(option) + " -d " + in_quotes(option.description) + "\n";
}

// The choices of a positional, until one of them is there.
std::string line_of_positional(const Program& program, const Command& command,
                               const Option& option) {
    const std::string words = joined(option.choices(), " ");
    if (words.empty()) return "";
    return "complete -c " + program.name + " -n " +
           in_quotes("__fish_seen_subcommand_from " + command.name +
                     "; and not __fish_seen_subcommand_from " + words) +
           " -a " + in_quotes(words) + " -d " + in_quotes(option.description) + "\n";
}

}  // namespace

std::string fish_completion(const Program& program) {
    std::string text =
        "# fish completion for " + program.name + "\ncomplete -c " + program.name + " -f\n";
    for (const auto& option : program.options) text += line_of(program, "", option);
    std::vector<std::string> names;
    for (const auto& command : program.commands) names.push_back(command.name);
    for (const auto& command : program.commands) {
        text += "complete -c " + program.name + " -n " +
                in_quotes("not __fish_seen_subcommand_from " + joined(names, " ")) + " -a " +
                command.name + " -d " + in_quotes(command.description) + "\n";
    }
    for (const auto& command : program.commands) {
        for (const auto& option : command.options) {
            text += option.positional
                        ? line_of_positional(program, command, option)
                        : line_of(program, "__fish_seen_subcommand_from " + command.name, option);
        }
    }
    return text;
}

}  // namespace mentorsync::manual
