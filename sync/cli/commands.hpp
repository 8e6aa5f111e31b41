// The command line of `mentorsync`, as a definition: nothing here runs. The manual page and the
// completions are made from the same definition, so that what is added here is documented.
//
// The type name of an option says what its value is, to people and to completions: small words
// split by '|' are choices; FILE and FOLDER are paths; any other word in capitals is free text.

#pragma once

#include <CLI/CLI.hpp>

#include "sync/cli/command.hpp"

namespace mentorsync::cli {

enum class Command {
    Check,
    Status,
    Relationships,
    Explain,
    Setup,
    Login,
    Plan,
    Sync,
    Notes,
    Doctor,
    Backup,
    Rebuild,
    Forget,
    Export
};

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
    Command chosen = Command::Check;
};

// Adds every command and option to `app`. Parsing fills `arguments`, which must outlive `app`;
// exactly one command is chosen by then.
void define_commands(CLI::App& app, Arguments& arguments);

}  // namespace mentorsync::cli
