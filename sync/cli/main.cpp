// mentorsync: the command. Reads the arguments and the files, and runs one command for each portal.

#include <CLI/CLI.hpp>

#include "sync/cli/command.hpp"
#include "sync/cli/commands.hpp"
#include "sync/run/stop_on_signal.hpp"
#include "sync/run/system_clock.hpp"

namespace mentorsync::cli {

namespace {

ExitCode run_chosen(const Arguments& arguments, const Context& context) {
    switch (arguments.chosen) {
        case Command::Check: return check(context, arguments.check);
        case Command::Status: return status(context);
        case Command::Relationships: return relationships(context);
        case Command::Explain: return explain(context, arguments.explain);
        case Command::Setup: return setup(context, arguments.setup);
        case Command::Login: return login(context, arguments.login);
        case Command::Plan: return plan(context, arguments.plan);
        case Command::Sync: return sync(context, arguments.sync);
        case Command::Notes: return notes(context, arguments.notes);
        case Command::Doctor: return doctor(context, arguments.doctor);
        case Command::Backup: return backup(context, arguments.backup);
        case Command::Rebuild: return rebuild(context, arguments.rebuild);
        case Command::Forget: return forget(context, arguments.person);
        case Command::Export: return export_person(context, arguments.person);
    }
    return ExitCode::Failed;
}

// Runs once, whatever portals there are.
bool is_about_the_file(Command command) {
    return command == Command::Backup || command == Command::Rebuild;
}

// Among the portals' ways to end, the one that needs somebody most.
ExitCode worse(ExitCode a, ExitCode b) {
    const auto weight = [](ExitCode code) {
        if (code == ExitCode::Done) return 0;
        if (code == ExitCode::ChangesPresent) return 1;
        return code == ExitCode::DoneWithFailingRecords ? 2 : 3;
    };
    return weight(b) > weight(a) ? b : a;
}

ExitCode run(const Arguments& arguments, const std::stop_token& stop) {
    const Console console(arguments.global.color);
    const auto configuration = load_configuration(arguments.global.config, arguments.global.portal);
    if (!configuration) {
        return report(console, arguments.global, arguments.global.portal, configuration.error());
    }
    SystemClock clock;
    ExitCode ended = ExitCode::Done;
    for (const PortalConfiguration& portal : configuration->portals) {
        Workspace workspace(configuration->settings, portal, clock);
        const Context context{.options = arguments.global,
                              .console = console,
                              .workspace = workspace,
                              .clock = clock,
                              .stop = stop};
        ended = worse(ended, run_chosen(arguments, context));
        if (is_about_the_file(arguments.chosen)) break;
    }
    return ended;
}

}  // namespace

}  // namespace mentorsync::cli

int main(int argc, char** argv) {
    namespace cli = mentorsync::cli;
    CLI::App app;
    cli::Arguments arguments;
    cli::define_commands(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(cli::ExitCode::Usage);
    }
    const mentorsync::StopOnSignal signals;
    return static_cast<int>(cli::run(arguments, signals.token()));
}
