#include "sync/cli/commands.hpp"

#include <map>
#include <string>

namespace mentorsync::cli {

namespace {

CLI::App& add_command(CLI::App& app, Arguments& arguments, Command command, const char* name,
                      const char* description) {
    CLI::App& added = *app.add_subcommand(name, description);
    added.callback([&arguments, command] { arguments.chosen = command; });
    return added;
}

void add_global_options(CLI::App& app, GlobalOptions& global) {
    app.add_option("--config", global.config, "The settings file")
        ->type_name("FILE")
        ->capture_default_str();
    app.add_option("--portal", global.portal, "Only the portal of this name")->type_name("NAME");
    app.add_flag("--json", global.json, "Print one JSON document a portal");
    app.add_flag("-v,--verbose", global.verbose, "List what is only counted otherwise");
    // The transformer's own description would repeat the choices with their numbers.
    app.add_option("--color", global.color, "When to use colours")
        ->type_name("auto|always|never")
        ->transform(
            CLI::CheckedTransformer(std::map<std::string, ColorMode>{{"auto", ColorMode::Auto},
                                                                     {"always", ColorMode::Always},
                                                                     {"never", ColorMode::Never}})
                .description(""))
        ->default_str("auto");
}

void add_reading_commands(CLI::App& app, Arguments& arguments) {
    CLI::App& check =
        add_command(app, arguments, Command::Check, "check", "Check the settings and the mapping");
    check.add_flag("--online", arguments.check.online, "Hold the mapping against the portal too");

    add_command(app, arguments, Command::Status, "status", "Show how things stand");
    add_command(app, arguments, Command::Relationships, "relationships",
                "List the pairs and peer groups");

    CLI::App& explain = add_command(app, arguments, Command::Explain, "explain",
                                    "Show which rules speak of a record, and what follows");
    explain.add_option("kind", arguments.explain.kind, "What kind of record it is")
        ->type_name("contact|task|note")
        ->required();
    explain.add_option("id", arguments.explain.id, "The record's id in the CRM")
        ->type_name("ID")
        ->required();
}

void add_changing_commands(CLI::App& app, Arguments& arguments) {
    CLI::App& setup = add_command(app, arguments, Command::Setup, "setup",
                                  "Show what the portal lacks, and create it with --yes");
    setup.add_flag("--yes", arguments.setup.yes, "Create it");

    CLI::App& login = add_command(app, arguments, Command::Login, "login",
                                  "Permit the OAuth app in the CRM, and keep its token");
    login.add_flag("--code-from-stdin", arguments.login.code_from_stdin,
                   "Read the address that the CRM sends back from standard input");

    CLI::App& plan = add_command(app, arguments, Command::Plan, "plan",
                                 "Show what a sync would do, and change nothing");
    plan.add_option("--out", arguments.plan.out, "Save the plan in this file")->type_name("FILE");
    plan.add_flag("--exit-code", arguments.plan.exit_code,
                  "End with 10 when there is something to do");

    CLI::App& sync = add_command(app, arguments, Command::Sync, "sync",
                                 "Pull, store, and tell the CRM what has changed");
    auto* const accept =
        sync.add_option("--accept", arguments.sync.accept, "What plan showed: consent, once")
            ->type_name("HASH");
    sync.add_option("--plan", arguments.sync.plan, "Do what this saved plan says, exactly")
        ->type_name("FILE")
        ->excludes(accept);

    CLI::App& notes =
        add_command(app, arguments, Command::Notes, "notes", "List the notes and how they stand");
    auto* const retry = notes
                            .add_option("--retry", arguments.notes.retry,
                                        "Try a parked note, or all that is parked, again")
                            ->type_name("KEY|all");
    notes.add_option("--cancel", arguments.notes.cancel, "Do not write a planned note")
        ->type_name("KEY")
        ->excludes(retry);
}

void add_doctor(CLI::App& app, Arguments& arguments) {
    CLI::App& doctor = add_command(app, arguments, Command::Doctor, "doctor",
                                   "Examine the machine, the state, the CRM and the people");
    auto* const write_test = doctor.add_flag(
        "--write-test", arguments.doctor.write_test,
        "Try in the portal what nobody documents, with notes that are removed again");
    doctor.add_option("--rounds", arguments.doctor.rounds, "How often 50 creates of one key race")
        ->type_name("N")
        ->check(CLI::Range(1, 1000).description("1 to 1000"))
        ->capture_default_str()
        ->needs(write_test);
    doctor
        .add_option("--contact", arguments.doctor.contact,
                    "A contact that may carry a test note for a moment")
        ->type_name("ID")
        ->needs(write_test);
}

void add_state_commands(CLI::App& app, Arguments& arguments) {
    CLI::App& backup = add_command(app, arguments, Command::Backup, "backup",
                                   "Make a backup of the state, and remove those of a month ago");
    backup.add_option("--to", arguments.backup.to, "The folder for it")->type_name("FOLDER");

    CLI::App& rebuild = add_command(app, arguments, Command::Rebuild, "rebuild",
                                    "Move the state aside and begin a new one");
    rebuild.add_option("--from", arguments.rebuild.from, "A backup to begin with")
        ->type_name("FILE");
    rebuild.add_flag("--yes", arguments.rebuild.yes, "Do it");
}

void add_person_commands(CLI::App& app, Arguments& arguments) {
    CLI::App& forget = add_command(app, arguments, Command::Forget, "forget",
                                   "Erase one person here and in the backups, for good");
    forget.add_option("contact", arguments.person.contact, "The contact's id")
        ->type_name("ID")
        ->required();
    forget.add_flag("--yes", arguments.person.yes, "Do it");

    CLI::App& export_person =
        add_command(app, arguments, Command::Export, "export",
                    "Print everything that is stored about one person, as JSON");
    export_person.add_option("contact", arguments.person.contact, "The contact's id")
        ->type_name("ID")
        ->required();
}

}  // namespace

void define_commands(CLI::App& app, Arguments& arguments) {
    app.name("mentorsync");
    app.description("Brings mentoring into the CRM that people already work in.");
    app.set_version_flag("--version", MENTORSYNC_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    add_global_options(app, arguments.global);
    add_reading_commands(app, arguments);
    add_changing_commands(app, arguments);
    add_doctor(app, arguments);
    add_state_commands(app, arguments);
    add_person_commands(app, arguments);
}

}  // namespace mentorsync::cli
