#include "sync/manual/completion.hpp"

namespace mentorsync::manual {

namespace {

std::string in_quotes(std::string_view text) {
    std::string result = "'";
    for (const char letter : text) {
        if (letter == '\'') {
            result += "'\\''";
        } else {
            result += letter;
        }
    }
    return result + "'";
}

// Inside the brackets and between the colons of a specification.
std::string plain(std::string_view text) {
    std::string result;
    for (const char letter : text) {
        if (letter == ':' || letter == '[' || letter == ']' || letter == '\\') result += '\\';
        result += letter;
    }
    return result;
}

std::string action_of(const Option& option) {
    switch (option.kind()) {
        case ValueKind::File: return "_files";
        case ValueKind::Folder: return "_files -/";
        case ValueKind::Choices: return "(" + joined(option.choices(), " ") + ")";
        case ValueKind::None:
        case ValueKind::Text: break;
    }
    return " ";
}

std::string specification(const Option& option, const std::string& name) {
    std::string text;
    if (option.names.size() > 1) text += "(" + joined(option.names, " ") + ")";
    text += name;
    if (!option.value.empty() && name.starts_with("--")) text += '=';
    text += "[" + plain(option.description) + "]";
    if (!option.value.empty()) text += ":" + plain(option.value) + ":" + action_of(option);
    return in_quotes(text);
}

std::string specifications(const std::vector<Option>& options, const std::string& before) {
    std::string text;
    int place = 1;
    for (const auto& option : options) {
        if (option.positional) {
            text += before + in_quotes(std::to_string(place++) + ":" + plain(option.description) +
                                       ":" + action_of(option));
            continue;
        }
        for (const auto& name : option.names) text += before + specification(option, name);
    }
    return text;
}

std::string with_commands(const Program& program, const std::string& everywhere) {
    std::string described;
    std::string cases;
    for (const auto& command : program.commands) {
        described +=
            "                " + in_quotes(command.name + ":" + plain(command.description)) + "\n";
        cases += "                " + command.name +
                 ")\n                    _arguments $everywhere" +
                 specifications(command.options, " \\\n                        ") +
                 "\n                    ;;\n";
    }
    return "    local curcontext=\"$curcontext\" state line\n    typeset -A opt_args\n"
           "    local -a everywhere commands\n    everywhere=(" +
           everywhere + R"(
    )
    _arguments -C $everywhere '1: :->command' '*:: :->arguments'
    case $state in
        command)
            commands=(
)" + described +
           R"(            )
            _describe command commands
            ;;
        arguments)
            case $words[1] in
)" + cases +
           R"(            esac
            ;;
    esac
)";
}

}  // namespace

std::string zsh_completion(const Program& program) {
    const std::string name = "_" + program.name;
    return "#compdef " + program.name + "\n\n" + name + "() {\n" +
           (program.commands.empty()
                ? "    _arguments" + specifications(program.options, " \\\n        ") + "\n"
                : with_commands(program, specifications(program.options, "\n        "))) +
           "}\n\n" + name + " \"$@\"\n";
}

}  // namespace mentorsync::manual
