// A command line as plain values, read from its CLI11 definition: what manual pages and completions
// are written from.

#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace mentorsync::manual {

// What a shell can offer for a value.
enum class ValueKind { None, File, Folder, Choices, Text };

struct Option {
    std::vector<std::string> names;  // "-v", "--verbose"; for a positional, its name alone
    std::string description;
    std::string value;          // "FILE", "auto|always|never"; empty for a flag
    std::string range;          // "1 to 1000"; empty: any
    std::string default_value;  // empty: none
    std::vector<std::string> needs;
    std::vector<std::string> excludes;
    bool positional = false;
    bool required = false;

    [[nodiscard]] ValueKind kind() const;
    // The literal words among the values, without those in capitals, which stand for others.
    [[nodiscard]] std::vector<std::string> choices() const;
};

struct Command {
    std::string name;
    std::string description;
    // In the order of their definition, positionals included; without --help, which all have.
    std::vector<Option> options;
};

struct Program {
    std::string name;
    std::string description;
    std::string version;
    std::vector<Option> options;    // for all commands
    std::vector<Command> commands;  // none for a program without commands
};

[[nodiscard]] Program outline(CLI::App& app);

// All of `names`, with `between` between two.
[[nodiscard]] std::string joined(const std::vector<std::string>& names, std::string_view between);

}  // namespace mentorsync::manual
