// What every command gets, and the commands. Each prints its result and returns how it ended.

#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/mentoring.hpp"
#include "sync/cli/console.hpp"
#include "sync/run/configuration.hpp"
#include "sync/run/documents.hpp"
#include "sync/run/exit_code.hpp"
#include "sync/run/workspace.hpp"

namespace mentorsync::cli {

using mentorsync::ExitCode;

struct GlobalOptions {
    std::string config = "/etc/mentorsync/mentorsync.json";
    std::string portal;  // empty: all of them
    bool json = false;
    ColorMode color = ColorMode::Auto;
    bool verbose = false;  // list what is only counted otherwise
};

// One portal at a time: the commands below run once for each.
struct Context {
    const GlobalOptions& options;
    const Console& console;
    Workspace& workspace;
    Clock& clock;
    std::stop_token stop;
};

// For the documents that a command prints.
[[nodiscard]] inline DocumentHead head_of(const Context& context) {
    return {json::Writer::Layout::Indented, context.workspace.name()};
}

// Prints why a command could not do its work, as text or JSON, and returns the exit code for it.
[[nodiscard]] ExitCode report(const Console& console, const GlobalOptions& options,
                              const std::string& portal, const Obstacle& obstacle);
[[nodiscard]] ExitCode report(const Context& context, const Obstacle& obstacle);
[[nodiscard]] ExitCode report(const Context& context, const Error& error);

struct CheckOptions {
    bool online = false;
};
[[nodiscard]] ExitCode check(const Context& context, const CheckOptions& options);

struct SetupOptions {
    bool yes = false;
};
[[nodiscard]] ExitCode setup(const Context& context, const SetupOptions& options);

struct PlanOptions {
    std::string out;         // a file for the plan; empty: none
    bool exit_code = false;  // end with ChangesPresent when there is something to do
};
[[nodiscard]] ExitCode plan(const Context& context, const PlanOptions& options);

struct SyncOptions {
    std::optional<std::string> accept;
    std::string plan;  // a file that `plan --out` wrote; empty: none
};
[[nodiscard]] ExitCode sync(const Context& context, const SyncOptions& options);

[[nodiscard]] ExitCode status(const Context& context);
[[nodiscard]] ExitCode relationships(const Context& context);

struct LoginOptions {
    bool code_from_stdin = false;  // for a server without a browser
};
[[nodiscard]] ExitCode login(const Context& context, const LoginOptions& options);

struct ExplainOptions {
    std::string kind;  // "contact", "task" or "note"
    std::string id;
};
[[nodiscard]] ExitCode explain(const Context& context, const ExplainOptions& options);

struct NotesOptions {
    std::string retry;   // a key: a parked note is tried again
    std::string cancel;  // a key: a planned note is not written
};
[[nodiscard]] ExitCode notes(const Context& context, const NotesOptions& options);

struct DoctorOptions {
    bool write_test = false;
    std::size_t rounds = 20;  // of the write test
    std::string contact;      // who may carry a test note for a moment; empty: nobody
};
[[nodiscard]] ExitCode doctor(const Context& context, const DoctorOptions& options);

// The next two are about the state file, whatever portals are in it.
struct BackupOptions {
    std::string to;  // a folder; empty: that of the settings
};
[[nodiscard]] ExitCode backup(const Context& context, const BackupOptions& options);

struct RebuildOptions {
    std::string from;  // a backup; empty: begin with nothing
    bool yes = false;
};
[[nodiscard]] ExitCode rebuild(const Context& context, const RebuildOptions& options);

struct PersonOptions {
    std::string contact;
    bool yes = false;
};
[[nodiscard]] ExitCode forget(const Context& context, const PersonOptions& options);
[[nodiscard]] ExitCode export_person(const Context& context, const PersonOptions& options);

}  // namespace mentorsync::cli
