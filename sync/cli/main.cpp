// mentorsync: the command. Reads the arguments and the files, and runs one command for each portal.

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <string>

#include "sync/cli/command.hpp"
#include "sync/cli/stop_on_signal.hpp"
#include "sync/run/system_clock.hpp"

namespace mentorsync::cli {

namespace {

using Command = std::function<ExitCode(const Context&)>;

struct Arguments {
    GlobalOptions global;
    CheckOptions check;
    SetupOptions setup;
    PlanOptions plan;
    SyncOptions sync;
    ExplainOptions explain;
    NotesOptions notes;
    DoctorOptions doctor;
    LoginOptions login;
    BackupOptions backup;
    RebuildOptions rebuild;
    PersonOptions person;
    Command chosen;
    bool is_about_the_file = false;  // once, whatever portals there are
};

void add_global_options(CLI::App& app, GlobalOptions& global) {
    app.add_option("--config", global.config, "The settings file")->capture_default_str();
    app.add_option("--portal", global.portal, "Only the portal of this name");
    app.add_flag("--json", global.json, "Print one JSON document a portal");
    app.add_flag("-v,--verbose", global.verbose, "List what is only counted otherwise");
    app.add_option("--color", global.color, "When to use colours: auto, always or never")
        ->transform(
            CLI::CheckedTransformer(std::map<std::string, ColorMode>{{"auto", ColorMode::Auto},
                                                                     {"always", ColorMode::Always},
                                                                     {"never", ColorMode::Never}}));
}

void add_reading_commands(CLI::App& app, Arguments& arguments) {
    auto* const check_command = app.add_subcommand("check", "Check the settings and the mapping");
    check_command->add_flag("--online", arguments.check.online,
                            "Hold the mapping against the portal too");
    check_command->callback([&] {
        arguments.chosen = [&](const Context& context) { return check(context, arguments.check); };
    });

    auto* const status_command = app.add_subcommand("status", "Show how things stand");
    status_command->callback([&] { arguments.chosen = status; });

    auto* const relationships_command =
        app.add_subcommand("relationships", "List the pairs and peer groups");
    relationships_command->callback([&] { arguments.chosen = relationships; });

    auto* const explain_command =
        app.add_subcommand("explain", "Show which rules speak of a record, and what follows");
    explain_command->add_option("kind", arguments.explain.kind, "contact, task or note")
        ->required();
    explain_command->add_option("id", arguments.explain.id, "The record's id in the CRM")
        ->required();
    explain_command->callback([&] {
        arguments.chosen = [&](const Context& context) {
            return explain(context, arguments.explain);
        };
    });
}

void add_changing_commands(CLI::App& app, Arguments& arguments) {
    auto* const setup_command =
        app.add_subcommand("setup", "Show what the portal lacks, and create it with --yes");
    setup_command->add_flag("--yes", arguments.setup.yes, "Create it");
    setup_command->callback([&] {
        arguments.chosen = [&](const Context& context) { return setup(context, arguments.setup); };
    });

    auto* const login_command =
        app.add_subcommand("login", "Permit the OAuth app in the CRM, and keep its token");
    login_command->add_flag("--code-from-stdin", arguments.login.code_from_stdin,
                            "Read the address that the CRM sends back from standard input");
    login_command->callback([&] {
        arguments.chosen = [&](const Context& context) { return login(context, arguments.login); };
    });

    auto* const plan_command =
        app.add_subcommand("plan", "Show what a sync would do, and change nothing");
    plan_command->add_option("--out", arguments.plan.out, "Save the plan in this file");
    plan_command->add_flag("--exit-code", arguments.plan.exit_code,
                           "End with 10 when there is something to do");
    plan_command->callback([&] {
        arguments.chosen = [&](const Context& context) { return plan(context, arguments.plan); };
    });

    auto* const sync_command =
        app.add_subcommand("sync", "Pull, store, and tell the CRM what has changed");
    auto* const accept = sync_command->add_option("--accept", arguments.sync.accept,
                                                  "The hash that plan showed: consent, once");
    sync_command->add_option("--plan", arguments.sync.plan, "Do what this saved plan says, exactly")
        ->excludes(accept);
    sync_command->callback([&] {
        arguments.chosen = [&](const Context& context) { return sync(context, arguments.sync); };
    });

    auto* const notes_command = app.add_subcommand("notes", "List the notes and how they stand");
    auto* const retry = notes_command->add_option(
        "--retry", arguments.notes.retry, "Try a parked note, or all that is parked, again");
    notes_command->add_option("--cancel", arguments.notes.cancel, "Do not write a planned note")
        ->excludes(retry);
    notes_command->callback([&] {
        arguments.chosen = [&](const Context& context) { return notes(context, arguments.notes); };
    });
}

void add_operating_commands(CLI::App& app, Arguments& arguments) {
    auto* const doctor_command =
        app.add_subcommand("doctor", "Examine the machine, the state, the CRM and the people");
    auto* const write_test =
        doctor_command->add_flag("--write-test", arguments.doctor.write_test,
                                 "Try in the portal what nobody documents, with notes that are "
                                 "removed again");
    doctor_command
        ->add_option("--rounds", arguments.doctor.rounds, "How often 50 creates of one key race")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str()
        ->needs(write_test);
    doctor_command
        ->add_option("--contact", arguments.doctor.contact,
                     "A contact that may carry a test note for a moment")
        ->needs(write_test);
    doctor_command->callback([&] {
        arguments.chosen = [&](const Context& context) {
            return doctor(context, arguments.doctor);
        };
    });
}

void add_state_commands(CLI::App& app, Arguments& arguments) {
    auto* const backup_command =
        app.add_subcommand("backup", "Make a backup of the state, and remove those of a month ago");
    backup_command->add_option("--to", arguments.backup.to, "The folder for it");
    backup_command->callback([&] {
        arguments.is_about_the_file = true;
        arguments.chosen = [&](const Context& context) {
            return backup(context, arguments.backup);
        };
    });

    auto* const rebuild_command =
        app.add_subcommand("rebuild", "Move the state aside and begin a new one");
    rebuild_command->add_option("--from", arguments.rebuild.from, "A backup to begin with");
    rebuild_command->add_flag("--yes", arguments.rebuild.yes, "Do it");
    rebuild_command->callback([&] {
        arguments.is_about_the_file = true;
        arguments.chosen = [&](const Context& context) {
            return rebuild(context, arguments.rebuild);
        };
    });
}

void add_person_commands(CLI::App& app, Arguments& arguments) {
    auto* const forget_command =
        app.add_subcommand("forget", "Erase one person here and in the backups, for good");
    forget_command->add_option("contact", arguments.person.contact, "The contact's id")->required();
    forget_command->add_flag("--yes", arguments.person.yes, "Do it");
    forget_command->callback([&] {
        arguments.chosen = [&](const Context& context) {
            return forget(context, arguments.person);
        };
    });

    auto* const export_command =
        app.add_subcommand("export", "Print everything that is stored about one person, as JSON");
    export_command->add_option("contact", arguments.person.contact, "The contact's id")->required();
    export_command->callback([&] {
        arguments.chosen = [&](const Context& context) {
            return export_person(context, arguments.person);
        };
    });
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
        ended = worse(ended, arguments.chosen(context));
        if (arguments.is_about_the_file) break;
    }
    return ended;
}

}  // namespace

}  // namespace mentorsync::cli

int main(int argc, char** argv) {
    namespace cli = mentorsync::cli;
    CLI::App app("Brings mentoring into the CRM that people already work in.", "mentorsync");
    app.set_version_flag("--version", MENTORSYNC_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    cli::Arguments arguments;
    cli::add_global_options(app, arguments.global);
    cli::add_reading_commands(app, arguments);
    cli::add_changing_commands(app, arguments);
    cli::add_operating_commands(app, arguments);
    cli::add_state_commands(app, arguments);
    cli::add_person_commands(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(cli::ExitCode::Usage);
    }
    const cli::StopOnSignal signals;
    return static_cast<int>(cli::run(arguments, signals.token()));
}
