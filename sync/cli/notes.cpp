#include <string>

#include "mentorsync/json.hpp"
#include "sync/cli/command.hpp"
#include "sync/cli/text.hpp"
#include "sync/run/beside.hpp"
#include "sync/run/move_note.hpp"

namespace mentorsync::cli {

namespace {

void print_json(const Context& context, const std::vector<OutboxRow>& rows) {
    json::Writer writer(json::Writer::Layout::Indented);
    writer.begin_object().member("schema", "mentorsync.notes/1");
    writer.member("portal", context.workspace.name()).key("notes").begin_array();
    for (const OutboxRow& row : rows) {
        writer.begin_object().member("key", row.key.text());
        writer.member("relationship", row.identity.relationship.text());
        writer.member("kind", name_of(row.identity.kind)).member("period", row.identity.period);
        writer.member("state", name_of(row.state)).key("note");
        row.note ? writer.string(row.note->text()) : writer.null();
        writer.member("attempts", row.attempts).member("error", row.error).end_object();
    }
    writer.end_array().end_object();
    context.console.print(writer.text());
}

void print_text(const Context& context, const std::vector<OutboxRow>& rows) {
    if (rows.empty()) context.console.print(context.workspace.name() + ": no notes yet");
    for (const OutboxRow& row : rows) {
        std::string line = row.key.text() + "  " + padded(name_of(row.state), 9) + "  " +
                           padded(name_of(row.identity.kind), 8) + "  " +
                           padded(row.identity.period, 8) + "  " + row.identity.relationship.text();
        if (row.note) line += "  note " + row.note->text();
        if (!row.error.empty()) line += "  " + context.console.warn(row.error);
        context.console.print(line);
    }
}

// Moves the note with this key, here or, where the daemon holds the state, there.
ExitCode move(const Context& context, const std::string& key, NoteMove move) {
    const auto state = context.workspace.locked_state();
    if (!state && state.error().code == ErrorCode::StoreLocked) {
        const auto command = move == NoteMove::Retry ? kRetryRequest : kCancelRequest;
        const auto document =
            context.workspace.ask_daemon(command, request_argument("key", key), context.stop);
        if (!document) return report(context, document.error());
        if (context.options.json) context.console.print(*document);
    } else {
        if (!state) return report(context, state.error());
        const auto moved = move_note(**state, **state, key, move, context.clock.now());
        if (!moved) return report(context, moved.error());
        if (context.options.json) {
            context.console.print(moved_note_json(context.workspace.name(), key, *moved));
        }
    }
    if (context.options.json) return ExitCode::Done;
    context.console.print(
        "note " + key +
        (move == NoteMove::Cancel ? " is cancelled" : ": the next sync tries it again"));
    return ExitCode::Done;
}

}  // namespace

ExitCode notes(const Context& context, const NotesOptions& options) {
    if (!options.retry.empty()) {
        return move(context, options.retry, NoteMove::Retry);
    }
    if (!options.cancel.empty()) {
        return move(context, options.cancel, NoteMove::Cancel);
    }
    const auto state = context.workspace.state();
    if (!state) return report(context, state.error());
    const auto rows = (*state)->notes();
    if (!rows) return report(context, rows.error());
    context.options.json ? print_json(context, *rows) : print_text(context, *rows);
    return ExitCode::Done;
}

}  // namespace mentorsync::cli
