// mentorsync-manual: writes the manual pages and completions of a build. Not installed.
//
//   mentorsync-manual CONFIG-FOLDER OUT-FOLDER DATE

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "sync/manual/definitions.hpp"
#include "sync/manual/pages.hpp"

namespace {

using mentorsync::manual::File;

// What cannot be read is empty, which is no JSON.
std::string content_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool write_all(const std::filesystem::path& folder, const std::vector<File>& files) {
    for (const auto& [name, text] : files) {
        std::ofstream out(folder / name, std::ios::binary);
        out << text << std::flush;
        if (out) continue;
        std::cerr << "mentorsync-manual: cannot write " << (folder / name).string() << '\n';
        return false;
    }
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    namespace manual = mentorsync::manual;
    if (argc != 4) {
        std::cerr << "usage: mentorsync-manual CONFIG-FOLDER OUT-FOLDER DATE\n";
        return 2;
    }
    const std::filesystem::path config = argv[1];
    const std::filesystem::path out = argv[2];
    const auto command = manual::command_program();
    const auto daemon = manual::daemon_program();
    const auto pages =
        manual::manual_pages(command, daemon,
                             {.settings_schema = content_of(config / "schema/settings.schema.json"),
                              .settings_example = content_of(config / "mentorsync.example.json"),
                              .mapping_schema = content_of(config / "schema/mapping.schema.json"),
                              .mapping_example = content_of(config / "mapping.example.json")},
                             argv[3]);
    if (!pages) {
        std::cerr << "mentorsync-manual: " << pages.error().message << '\n';
        return 1;
    }
    return write_all(out, *pages) && write_all(out, manual::completions(command)) &&
                   write_all(out, manual::completions(daemon))
               ? 0
               : 1;
}
