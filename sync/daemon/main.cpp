// mentorsyncd: keeps every portal of a configuration in step, for weeks, alone.

#include <CLI/CLI.hpp>

#include <map>
#include <string>

#include "sync/daemon/console_log.hpp"
#include "sync/daemon/daemon.hpp"
#include "sync/daemon/hardening.hpp"

int main(int argc, char** argv) {
    namespace daemon = mentorsync::daemon;
    using mentorsync::LogLevel;
    daemon::harden_process();
    daemon::block_signals();

    CLI::App app("Keeps mentoring in step with the CRM that people already work in.",
                 "mentorsyncd");
    app.set_version_flag("--version", MENTORSYNC_VERSION);
    daemon::DaemonOptions options{.version = MENTORSYNC_VERSION};
    daemon::LogFormat format = daemon::LogFormat::Text;
    LogLevel least = LogLevel::Info;
    app.add_option("--config", options.config, "The settings file")->capture_default_str();
    app.add_flag("--once", options.once, "Sync every portal once, and end; for timers");
    app.add_option("--log-format", format, "Lines of text or json")
        ->transform(CLI::CheckedTransformer(std::map<std::string, daemon::LogFormat>{
            {"text", daemon::LogFormat::Text}, {"json", daemon::LogFormat::Json}}));
    app.add_option("--log-level", least, "The least that is told: debug, info, warning or error")
        ->transform(
            CLI::CheckedTransformer(std::map<std::string, LogLevel>{{"debug", LogLevel::Debug},
                                                                    {"info", LogLevel::Info},
                                                                    {"warning", LogLevel::Warning},
                                                                    {"error", LogLevel::Error}}));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(mentorsync::ExitCode::Usage);
    }
    mentorsync::SystemClock clock;
    const auto log = daemon::open_console_log(format, least, clock);
    return static_cast<int>(daemon::run_daemon(options, clock, *log));
}
