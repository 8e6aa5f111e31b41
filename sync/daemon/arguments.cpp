#include "sync/daemon/arguments.hpp"

#include <map>
#include <string>

namespace mentorsync::daemon {

void define_arguments(CLI::App& app, Arguments& arguments) {
    app.name("mentorsyncd");
    app.description("Keeps mentoring in step with the CRM that people already work in.");
    app.set_version_flag("--version", MENTORSYNC_VERSION);
    arguments.options.version = MENTORSYNC_VERSION;
    app.add_option("--config", arguments.options.config, "The settings file")
        ->type_name("FILE")
        ->capture_default_str();
    app.add_flag("--once", arguments.options.once, "Sync every portal once, and end; for timers");
    // The transformers' own descriptions would repeat the choices with their numbers.
    app.add_option("--log-format", arguments.format, "How a line of the log is written")
        ->type_name("text|json")
        ->transform(
            CLI::CheckedTransformer(std::map<std::string, LogFormat>{{"text", LogFormat::Text},
                                                                     {"json", LogFormat::Json}})
                .description(""))
        ->default_str("text");
    app.add_option("--log-level", arguments.least, "The least that is told")
        ->type_name("debug|info|warning|error")
        ->transform(
            CLI::CheckedTransformer(std::map<std::string, LogLevel>{{"debug", LogLevel::Debug},
                                                                    {"info", LogLevel::Info},
                                                                    {"warning", LogLevel::Warning},
                                                                    {"error", LogLevel::Error}})
                .description(""))
        ->default_str("info");
}

}  // namespace mentorsync::daemon
