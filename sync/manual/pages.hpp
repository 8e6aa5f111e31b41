// All that is installed beside the programs and made from definitions: manual pages, completions.

#pragma once

#include <string>
#include <vector>

#include "mentorsync/error.hpp"
#include "sync/manual/outline.hpp"

namespace mentorsync::manual {

// The contents of files of config/.
struct ConfigurationFiles {
    std::string settings_schema;
    std::string settings_example;
    std::string mapping_schema;
    std::string mapping_example;
};

struct File {
    std::string name;
    std::string text;
};

// mentorsync.1, mentorsyncd.8, mentorsync.json.5, mentorsync-mapping.5. `date` is "2026-09-01".
// Fails where a schema does.
[[nodiscard]] Result<std::vector<File>> manual_pages(const Program& command, const Program& daemon,
                                                     const ConfigurationFiles& files,
                                                     const std::string& date);

// PROGRAM.bash, _PROGRAM and PROGRAM.fish.
[[nodiscard]] std::vector<File> completions(const Program& program);

}  // namespace mentorsync::manual
