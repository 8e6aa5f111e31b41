// mentorsyncd: keeps every portal of a configuration in step, for weeks, alone.

#include <CLI/CLI.hpp>

#include "sync/daemon/arguments.hpp"
#include "sync/daemon/console_log.hpp"
#include "sync/daemon/daemon.hpp"
#include "sync/daemon/hardening.hpp"

int main(int argc, char** argv) {
    namespace daemon = mentorsync::daemon;
    daemon::harden_process();
    daemon::block_signals();

    CLI::App app;
    daemon::Arguments arguments;
    daemon::define_arguments(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(mentorsync::ExitCode::Usage);
    }
    mentorsync::SystemClock clock;
    const auto log = daemon::open_console_log(arguments.format, arguments.least, clock);
    return static_cast<int>(daemon::run_daemon(arguments.options, clock, *log));
}
