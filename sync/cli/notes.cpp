#include <string>

#include "mentorsync/json.hpp"
#include "sync/cli/command.hpp"
#include "sync/cli/text.hpp"
#include "sync/run/plan_json.hpp"

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

Error wrong_state(const OutboxRow& row, RowState from, const std::string& operation) {
    return {ErrorCode::InvalidArgument,
            "note " + row.key.text() + " is " + std::string(name_of(row.state)) + ", and only a " +
                std::string(name_of(from)) + " note can be taken with " + operation};
}

// Moves the note with this key out of `from`, or says why that cannot be.
ExitCode move(const Context& context, const std::string& key, RowState from, RowState to,
              const std::string& operation) {
    const auto state = context.workspace.locked_state();
    if (!state) return report(context, state.error());
    const auto rows = (*state)->notes();
    if (!rows) return report(context, rows.error());
    for (const OutboxRow& row : *rows) {
        if (row.key.text() != key) continue;
        if (row.state != from) {
            return report(context, wrong_state(row, from, operation));
        }
        RowChange change = retried(row, context.clock.now());
        if (to == RowState::Cancelled) change.to = to;
        const auto moved = (*state)->advance(row.key, from, change, operation, "by_hand");
        if (!moved) return report(context, moved.error());
        context.console.print(
            "note " + key +
            (to == RowState::Cancelled ? " is cancelled" : ": the next sync tries it again"));
        return ExitCode::Done;
    }
    return report(context, Error{ErrorCode::InvalidArgument,
                                 "there is no note " + key + "; the keys: mentorsync notes"});
}

}  // namespace

ExitCode notes(const Context& context, const NotesOptions& options) {
    // A parked note may have been created after all: from Sent its key is read first.
    if (!options.retry.empty()) {
        return move(context, options.retry, RowState::Parked, RowState::Sent, "retry");
    }
    if (!options.cancel.empty()) {
        return move(context, options.cancel, RowState::Planned, RowState::Cancelled, "cancel");
    }
    const auto state = context.workspace.state();
    if (!state) return report(context, state.error());
    const auto rows = (*state)->notes();
    if (!rows) return report(context, rows.error());
    context.options.json ? print_json(context, *rows) : print_text(context, *rows);
    return ExitCode::Done;
}

}  // namespace mentorsync::cli
