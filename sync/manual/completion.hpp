// What makes a shell complete a command line: the text of one file for one program. Words are
// offered for commands, options and choices, paths for FILE and FOLDER, nothing for other values.

#pragma once

#include <string>

#include "sync/manual/outline.hpp"

namespace mentorsync::manual {

// For /usr/share/bash-completion/completions/PROGRAM. Needs no more than bash.
[[nodiscard]] std::string bash_completion(const Program& program);

// For a folder of $fpath, as _PROGRAM. Source: zshcompsys(1), _arguments.
[[nodiscard]] std::string zsh_completion(const Program& program);

// For /usr/share/fish/vendor_completions.d/PROGRAM.fish. Source: complete(1) of fish.
[[nodiscard]] std::string fish_completion(const Program& program);

}  // namespace mentorsync::manual
