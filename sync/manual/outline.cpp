#include "sync/manual/outline.hpp"

#include <cctype>
#include <set>

namespace mentorsync::manual {

namespace {

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> parts;
    while (true) {
        const auto end = text.find(at);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

bool stands_for_others(const std::string& word) {
    return std::isupper(static_cast<unsigned char>(word.front())) != 0;
}

std::vector<std::string> names_of(const CLI::Option& option) {
    std::vector<std::string> names;
    for (const auto& name : option.get_snames()) names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) names.push_back("--" + name);
    if (names.empty()) names.push_back(option.get_name(true));
    return names;
}

std::vector<std::string> names_of(const std::set<CLI::Option*>& options) {
    std::set<std::string> names;
    for (const auto* option : options) names.insert(names_of(*option).back());
    return {names.begin(), names.end()};
}

Option read(const CLI::Option& defined) {
    Option option;
    option.names = names_of(defined);
    option.description = defined.get_description();
    option.default_value = defined.get_default_str();
    option.needs = names_of(defined.get_needs());
    option.excludes = names_of(defined.get_excludes());
    option.positional = defined.get_positional();
    option.required = defined.get_required();
    if (defined.get_items_expected_max() > 0) {
        const std::string type = defined.get_type_name();  // "TYPE" or "TYPE:RANGE"
        const auto colon = type.find(':');
        option.value = type.substr(0, colon);
        if (colon != std::string::npos) option.range = type.substr(colon + 1);
    }
    return option;
}

bool is_help(const Option& option) {
    return option.names.back() == "--help";
}

std::vector<Option> read_options(const CLI::App& app) {
    std::vector<Option> options;
    for (const auto* option : app.get_options()) options.push_back(read(*option));
    return options;
}

}  // namespace

ValueKind Option::kind() const {
    if (value.empty()) return ValueKind::None;
    if (value == "FILE") return ValueKind::File;
    if (value == "FOLDER") return ValueKind::Folder;
    return choices().empty() ? ValueKind::Text : ValueKind::Choices;
}

std::vector<std::string> Option::choices() const {
    std::vector<std::string> words;
    for (const auto& word : split(value, '|')) {
        if (!word.empty() && !stands_for_others(word)) words.push_back(word);
    }
    return words;
}

Program outline(CLI::App& app) {
    Program program{.name = app.get_name(),
                    .description = app.get_description(),
                    .version = app.version(),
                    .options = read_options(app),
                    .commands = {}};
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        Command& added = program.commands.emplace_back();
        added.name = command->get_name();
        added.description = command->get_description();
        added.options = read_options(*command);
        std::erase_if(added.options, is_help);
    }
    return program;
}

std::string joined(const std::vector<std::string>& names, std::string_view between) {
    std::string text;
    for (const auto& name : names) {
        if (!text.empty()) text += between;
        text += name;
    }
    return text;
}

}  // namespace mentorsync::manual
