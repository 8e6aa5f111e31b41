#include <string>

#include "sync/cli/command.hpp"
#include "sync/cli/progress_line.hpp"
#include "sync/run/explain_note.hpp"

namespace mentorsync::cli {

namespace {

tl::expected<Explanation, Obstacle> explain_note_of(Workspace& workspace, const RecordId& id) {
    const auto state = workspace.state();
    if (!state) return tl::unexpected(Obstacle{state.error(), {}});
    auto explained = explain_note(**state, id);
    if (!explained) return tl::unexpected(Obstacle{std::move(explained).error(), {}});
    return *std::move(explained);
}

}  // namespace

ExitCode explain(const Context& context, const ExplainOptions& options) {
    const auto kind = record_kind_named(options.kind);
    if (!kind || !is_crm_id(options.id)) {
        return report(context, Error{ErrorCode::InvalidArgument,
                                     "explain needs contact, task or note, and an id of digits"});
    }
    const auto explained = [&] {
        if (*kind == RecordKind::Note) {
            return explain_note_of(context.workspace, RecordId(options.id));
        }
        ProgressLine progress(context.console, context.clock);
        return context.workspace.explain({*kind, RecordId(options.id)}, progress, context.stop);
    }();
    if (!explained) return report(context, explained.error());
    if (context.options.json) {
        context.console.print(
            explain_document(head_of(context), {*kind, RecordId(options.id)}, *explained));
        return ExitCode::Done;
    }
    context.console.print(context.console.bold(options.kind + " " + options.id) + " is " +
                          std::string(name_of(explained->status)));
    for (const std::string& line : explained->lines) context.console.print("  " + line);
    return ExitCode::Done;
}

}  // namespace mentorsync::cli
