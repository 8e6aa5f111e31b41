#include "sync/manual/completion.hpp"

namespace mentorsync::manual {

namespace {

std::string option_words(const std::vector<Option>& options) {
    std::string words;
    for (const auto& option : options) {
        if (option.positional) continue;
        if (!words.empty()) words += ' ';
        words += joined(option.names, " ");
    }
    return words;
}

std::string offer_of(const Option& option) {
    switch (option.kind()) {
        case ValueKind::File: return "offer='file'";
        case ValueKind::Folder: return "offer='folder'";
        case ValueKind::Choices: return "offer='words " + joined(option.choices(), " ") + "'";
        case ValueKind::None:
        case ValueKind::Text: break;
    }
    return "offer='nothing'";
}

// What a `case` matches "COMMAND OPTION" with; a global option follows any command, and none.
std::string pattern_of(const std::string& command, const Option& option) {
    const std::string before = command.empty() ? "*' " : "'" + command + " ";
    std::string pattern;
    for (const auto& name : option.names) {
        if (!pattern.empty()) pattern += " | ";
        pattern.append(before).append(name).append("'");
    }
    return pattern;
}

std::string value_cases(const std::string& command, const std::vector<Option>& options) {
    std::string cases;
    for (const auto& option : options) {
        if (option.positional || option.value.empty()) continue;
        cases += "        " + pattern_of(command, option) + ") " + offer_of(option) + " ;;\n";
    }
    return cases;
}

std::string positional_cases(const Command& command) {
    std::string cases;
    int place = 0;
    for (const auto& option : command.options) {
        if (!option.positional) continue;
        cases += "        '" + command.name + " " + std::to_string(place++) + "') " +
                 offer_of(option) + " ;;\n";
    }
    return cases;
}

std::string word_cases(const Program& program) {
    std::string cases;
    for (const auto& command : program.commands) {
        cases += "            " + command.name + ") offer+=' " + option_words(command.options) +
                 "' ;;\n";
    }
    return cases;
}

std::string command_names(const Program& program) {
    std::vector<std::string> names;
    for (const auto& command : program.commands) names.push_back(command.name);
    return joined(names, " ");
}

// What is typed so far, up to the word that is completed: its command, how many words stand behind
// it, and the option that awaits a value. Bash splits "--color=always" into three words.
std::string reading(const std::string& name) {
    return R"(    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == '=' ]]; then
            continue
        elif [[ -n $awaits ]]; then
            awaits=''
        elif [[ $word == -* ]]; then
            if )" +
           name + R"(_value "$command" "$word"; then awaits=$word; fi
        elif [[ -z $command ]]; then
            command=$word
        else
            place=$((place + 1))
        fi
    done
)";
}

std::string offering(const Program& program, const std::string& name) {
    return R"(    offer='nothing'
    if [[ -n $awaits ]]; then
        if [[ $cur == '=' ]]; then cur=''; fi
        )" +
           name + R"(_value "$command" "$awaits"
    elif [[ $cur == -* ]]; then
        offer='words )" +
           option_words(program.options) + R"('
        case $command in
)" + word_cases(program) +
           R"(            *) ;;
        esac
    elif [[ -z $command ]]; then
        offer='words )" +
           command_names(program) + R"('
    else
        )" +
           name + R"(_value "$command" "$place"
    fi
    COMPREPLY=()
    case $offer in
        file | folder)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -A "${offer/folder/directory}" -- "$cur")
            ;;
        words*) mapfile -t COMPREPLY < <(compgen -W "${offer#words }" -- "$cur") ;;
        *) ;;
    esac
)";
}

}  // namespace

std::string bash_completion(const Program& program) {
    const std::string name = "_" + program.name;
    std::string cases = value_cases("", program.options);
    for (const auto& command : program.commands) {
        cases += value_cases(command.name, command.options) + positional_cases(command);
    }
    return "# bash completion for " + program.name + "\n\n" +
           "# What to offer for the value of an option, or for the word at a place, of a "
           "command.\n" +
           name + "_value() {\n    case \"$1 $2\" in\n" + cases +
           "        *) return 1 ;;\n    esac\n}\n\n" + name +
           "() {\n    local cur=${COMP_WORDS[COMP_CWORD]} command='' place=0 awaits='' offer word "
           "i\n" +
           reading(name) + offering(program, name) + "}\n\ncomplete -F " + name + " " +
           program.name + "\n";
}

}  // namespace mentorsync::manual
