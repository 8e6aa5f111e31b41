// The command lines of both programs, read from where they are defined.

#pragma once

#include "sync/manual/outline.hpp"

namespace mentorsync::manual {

[[nodiscard]] Program command_program();
[[nodiscard]] Program daemon_program();

}  // namespace mentorsync::manual
