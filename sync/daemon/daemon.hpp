// The life of the daemon: from the lock on the state to the last thread's end.

#pragma once

#include <string>

#include "mentorsync/log.hpp"
#include "sync/run/exit_code.hpp"
#include "sync/run/system_clock.hpp"

namespace mentorsync::daemon {

struct DaemonOptions {
    std::string config = "/etc/mentorsync/mentorsync.json";
    std::string version;
    bool once = false;  // one tick for every portal, and then the end
};

// Blocks the signals that the daemon waits for, in this thread and all that it starts.
void block_signals() noexcept;

// Serves until SIGTERM or SIGINT; with `once`, until every portal had its tick. SIGHUP reads the
// configuration and the keys anew, and keeps the old ones when there is any fault. Every reason to
// end or to refuse is told in `log`, on a line each.
[[nodiscard]] ExitCode run_daemon(const DaemonOptions& options, SystemClock& clock, Log& log);

}  // namespace mentorsync::daemon
