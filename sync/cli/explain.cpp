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

}  // namespace

ExitCode explain(const Context& context, const ExplainOptions& options) {
    const auto kind = kind_named(options.kind);
    if (!kind || !is_crm_id(options.id)) {
        return report(context, Error{ErrorCode::InvalidArgument,
                                     "explain needs contact, task or note, and an id of digits"});
    }
    const auto explained = [&] {
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
