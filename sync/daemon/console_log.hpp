// The daemon's log: lines on standard error, for the journal, a terminal or a file.

#pragma once

#include <memory>

#include "mentorsync/clock.hpp"
#include "mentorsync/log.hpp"
#include "sync/daemon/log_line.hpp"

namespace mentorsync::daemon {

// Puts the priority in front of each line, as "<4>", where standard error goes to the journal,
// which takes it off again. A line that cannot be written is lost, and nothing waits for it to be
// read for long. Drops what is below `least`. `clock` must outlive it. Source: sd-daemon(3);
// systemd.exec(5), $JOURNAL_STREAM.
[[nodiscard]] std::unique_ptr<Log> open_console_log(LogFormat format, LogLevel least,
                                                    const Clock& clock);

}  // namespace mentorsync::daemon
