#include "sync/manual/program_page.hpp"

#include <algorithm>

#include "sync/run/exit_code.hpp"

namespace mentorsync::manual {

namespace {

// "auto|always|never" in bold, FILE in italics.
std::string shown_value(const Option& option) {
    std::string shown;
    std::string_view rest = option.value;
    while (!rest.empty()) {
        const auto word = rest.substr(0, rest.find('|'));
        const bool literal = word.front() >= 'a' && word.front() <= 'z';
        if (!shown.empty()) shown += "|";
        shown += literal ? bold(word) : italic(word);
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
    return shown;
}

std::string term_of(const Option& option) {
    if (option.positional) {
        const std::string name = italic(option.names.back());
        return option.kind() == ValueKind::Choices ? name + ": " + shown_value(option) : name;
    }
    std::string term;
    for (const auto& name : option.names) {
        if (!term.empty()) term += ", ";
        term += bold(name);
    }
    if (!option.value.empty()) term += " " + shown_value(option);
    return term;
}

std::string text_of(const Option& option) {
    std::string text = option.description;
    if (!text.ends_with('.')) text += '.';
    if (!option.range.empty()) text += " From " + option.range + ".";
    if (!option.default_value.empty()) text += " Default: `" + option.default_value + "`.";
    if (!option.needs.empty()) text += " Only with `" + joined(option.needs, "` and `") + "`.";
    if (!option.excludes.empty()) {
        text += " Not together with `" + joined(option.excludes, "` or `") + "`.";
    }
    return text;
}

void write_options(Page& page, const std::vector<Option>& options) {
    for (const auto& option : options) page.item(term_of(option), text_of(option));
}

std::string usage_of(const Program& program, const Command& command) {
    std::string usage = bold(program.name) + " " + bold(command.name);
    for (const auto& option : command.options) {
        std::string shown =
            option.positional ? italic(option.names.back()) : bold(option.names.back());
        if (!option.positional && !option.value.empty()) shown += " " + shown_value(option);
        usage += option.required ? " " + shown : " [" + shown + "]";
    }
    return usage;
}

void write_synopsis(Page& page, const Program& program) {
    page.section("SYNOPSIS");
    if (program.commands.empty()) {
        page.line(bold(program.name) + " [" + italic("OPTIONS") + "]");
        return;
    }
    page.line(bold(program.name) + " [" + italic("OPTIONS") + "] " + italic("COMMAND") + " [" +
              italic("OPTIONS") + "]");
}

void write_commands(Page& page, const Program& program) {
    page.section("COMMANDS");
    for (const auto& command : program.commands) {
        page.subsection(command.name);
        page.line(usage_of(program, command));
        page.paragraph(command.description + ".");
        write_options(page, command.options);
    }
}

// One code is of an option that only a program with commands has.
void write_exit_codes(Page& page, const Program& program) {
    page.section("EXIT STATUS");
    for (const auto& [code, meaning] : kExitMeanings) {
        if (code == ExitCode::ChangesPresent && program.commands.empty()) continue;
        std::string text(meaning);
        if (text.front() >= 'a' && text.front() <= 'z') {
            text.front() = static_cast<char>(text.front() - 'a' + 'A');
        }
        page.item(bold(std::to_string(static_cast<int>(code))), text + ".");
    }
}

void write_pairs(Page& page, std::string_view heading,
                 const std::vector<std::pair<std::string, std::string>>& pairs) {
    if (pairs.empty()) return;
    page.section(heading);
    for (const auto& [term, text] : pairs) page.item(bold(term), text);
}

}  // namespace

std::string program_page(const Program& program, const PageTitle& title,
                         const ProgramNotes& notes) {
    Page page(title);
    std::string summary = program.description;
    if (summary.ends_with('.')) summary.pop_back();
    page.section("NAME").line(escaped(program.name) + " \\- " + escaped(summary));
    write_synopsis(page, program);
    page.section("DESCRIPTION");
    for (std::string_view rest = notes.description; !rest.empty();) {
        const auto paragraph = rest.substr(0, rest.find("\n\n"));
        page.paragraph(paragraph);
        rest.remove_prefix(std::min(rest.size(), paragraph.size() + 2));
    }
    page.section("OPTIONS");
    if (!program.commands.empty()) {
        page.paragraph("For all commands, before or after the command's name:");
    }
    write_options(page, program.options);
    if (!program.commands.empty()) write_commands(page, program);
    write_pairs(page, "SIGNALS", notes.signals);
    write_exit_codes(page, program);
    write_pairs(page, "FILES", notes.files);
    write_see_also(page, notes.see_also);
    return page.text();
}

void write_see_also(Page& page, const std::vector<std::string>& pages) {
    page.section("SEE ALSO");
    std::string shown;
    for (const auto& name : pages) {
        if (!shown.empty()) shown += ", ";
        const auto parenthesis = name.find('(');
        shown += bold(name.substr(0, parenthesis)) + escaped(name.substr(parenthesis));
    }
    page.line(shown);
}

}  // namespace mentorsync::manual
