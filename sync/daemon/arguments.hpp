// The command line of `mentorsyncd`, as a definition that its manual page is made from too. What
// type names mean is said in sync/cli/commands.hpp.

#pragma once

#include <CLI/CLI.hpp>

#include "mentorsync/log.hpp"
#include "sync/daemon/daemon.hpp"
#include "sync/daemon/log_line.hpp"

namespace mentorsync::daemon {

struct Arguments {
    DaemonOptions options;
    LogFormat format = LogFormat::Text;
    LogLevel least = LogLevel::Info;
};

// Adds every option to `app`. Parsing fills `arguments`, which must outlive `app`.
void define_arguments(CLI::App& app, Arguments& arguments);

}  // namespace mentorsync::daemon
