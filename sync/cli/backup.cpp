#include "mentorsync/json.hpp"
#include "sync/cli/command.hpp"
#include "sync/cli/text.hpp"
#include "sync/run/backups.hpp"
#include "sync/run/rebuild.hpp"

namespace mentorsync::cli {

namespace {

void print_rebuilt(const Context& context, const Rebuilt& done, const RebuildOptions& options) {
    if (context.options.json) {
        json::Writer writer(json::Writer::Layout::Indented);
        writer.begin_object().member("schema", "mentorsync.rebuild/1");
        writer.member("old_state", done.old_state).member("from", options.from);
        writer.member("needs_login", done.needs_login).end_object();
        context.console.print(writer.text());
        return;
    }
    if (!done.old_state.empty()) {
        context.console.print("The old state lies at " + done.old_state +
                              "; delete it when the new one has proved itself.");
    }
    context.console.print(context.console.good("A new state") + " has begun" +
                          (options.from.empty() ? "." : " from " + options.from + "."));
    context.console.print(std::string("Next: ") +
                          (done.needs_login ? "mentorsync login, then " : "") +
                          "mentorsync plan, and sync --accept HASH. Every note that the CRM has is "
                          "found by its key, and none is written twice.");
}

}  // namespace

ExitCode backup(const Context& context, const BackupOptions& options) {
    const Settings& settings = context.workspace.settings();
    const std::string folder = options.to.empty() ? backups_folder(settings) : options.to;
    const auto done = make_backup(context.workspace.state_path(), folder, context.clock.now());
    if (!done) return report(context, done.error());
    if (context.options.json) {
        json::Writer writer(json::Writer::Layout::Indented);
        writer.begin_object().member("schema", "mentorsync.backup/1");
        writer.member("file", done->path).member("removed", done->removed).end_object();
        context.console.print(writer.text());
        return ExitCode::Done;
    }
    context.console.print("Backup: " + done->path);
    if (done->removed > 0) {
        context.console.print("Removed " + counted(done->removed, "backup") +
                              " older than 30 days.");
    }
    return ExitCode::Done;
}

ExitCode rebuild(const Context& context, const RebuildOptions& options) {
    const std::string path = context.workspace.state_path();
    if (!options.yes) {
        return report(context,
                      Error{ErrorCode::InvalidArgument,
                            "rebuild moves the state " + path +
                                " aside and begins a new one; to do so: mentorsync rebuild --yes"});
    }
    const auto done =
        rebuild_state(context.workspace.settings(), options.from, context.clock.now());
    if (!done) return report(context, done.error());
    print_rebuilt(context, *done, options);
    return ExitCode::Done;
}

}  // namespace mentorsync::cli
