#include <string>

#include "mentorsync/json.hpp"
#include "sync/cli/command.hpp"
#include "sync/cli/progress_line.hpp"

namespace mentorsync::cli {

namespace {

std::optional<RecordKind> kind_named(std::string_view name) {
    for (const RecordKind kind : {RecordKind::Contact, RecordKind::Task, RecordKind::Note}) {
        if (name_of(kind) == name) return kind;
    }
    return std::nullopt;
}

// A note of ours is known by its place in the outbox; nothing has to be pulled for that.
tl::expected<Explanation, Obstacle> explain_note(Workspace& workspace, const RecordId& id) {
    const auto blocked = [](const Error& error) { return tl::unexpected(Obstacle{error, {}}); };
    const auto state = workspace.state();
    if (!state) return blocked(state.error());
    const auto rows = (*state)->notes();
    if (!rows) return blocked(rows.error());
    for (const OutboxRow& row : *rows) {
        if (row.note != id) continue;
        return Explanation{
            .status = RecordStatus::InSync,
            .lines = {
                "it is the " + std::string(name_of(row.identity.kind)) + " note of " +
                    row.identity.relationship.text() +
                    (row.identity.period.empty() ? "" : " for " + row.identity.period),
                "its key is " + row.key.text() + ", its state " + std::string(name_of(row.state)),
                "it was written once and is never changed by mentorsync"}};
    }
    return Explanation{.status = RecordStatus::Excluded,
                       .lines = {"no note of mentorsync has this id, and mentorsync reads no other "
                                 "notes"}};
}

}  // namespace

ExitCode explain(const Context& context, const ExplainOptions& options) {
    const auto kind = kind_named(options.kind);
    if (!kind || !is_crm_id(options.id)) {
        return report(context, Error{ErrorCode::InvalidArgument,
                                     "explain needs contact, task or note, and an id of digits"});
    }
    const auto explained = [&] {
        if (*kind == RecordKind::Note) {
            return explain_note(context.workspace, RecordId(options.id));
        }
        ProgressLine progress(context.console, context.clock);
        return context.workspace.explain({*kind, RecordId(options.id)}, progress, context.stop);
    }();
    if (!explained) return report(context, explained.error());
    if (context.options.json) {
        json::Writer writer(json::Writer::Layout::Indented);
        writer.begin_object().member("schema", "mentorsync.explain/1");
        writer.member("portal", context.workspace.name());
        writer.member("kind", options.kind).member("id", options.id);
        writer.member("status", name_of(explained->status)).key("lines").begin_array();
        for (const std::string& line : explained->lines) writer.string(line);
        writer.end_array().end_object();
        context.console.print(writer.text());
        return ExitCode::Done;
    }
    context.console.print(context.console.bold(options.kind + " " + options.id) + " is " +
                          std::string(name_of(explained->status)));
    for (const std::string& line : explained->lines) context.console.print("  " + line);
    return ExitCode::Done;
}

}  // namespace mentorsync::cli
