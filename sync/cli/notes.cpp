#include <string>

#include "sync/cli/command.hpp"
#include "sync/cli/text.hpp"
#include "sync/run/beside.hpp"
#include "sync/run/move_note.hpp"

namespace mentorsync::cli {

namespace {

using Properties = std::vector<store::ParkedProperty>;

constexpr std::string_view kAll = "all";

void print_text(const Context& context, const std::vector<OutboxRow>& rows,
                const Properties& properties) {
    const Console& console = context.console;
    if (rows.empty()) console.print(context.workspace.name() + ": no notes yet");
    for (const OutboxRow& row : rows) {
        std::string line = row.key.text() + "  " + padded(name_of(row.state), 9) + "  " +
                           padded(name_of(row.identity.kind), 8) + "  " +
                           padded(row.identity.period, 8) + "  " + row.identity.relationship.text();
        if (row.note) line += "  note " + row.note->text();
        if (!row.error.empty()) line += "  " + console.warn(row.error);
        console.print(line);
    }
    for (const store::ParkedProperty& row : properties) {
        console.print("property " + row.property + " of contact " + row.contact.text() +
                      "  parked  " + console.warn(row.error));
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

// Every note that the CRM refused, one after the other.
ExitCode retry_notes(const Context& context, std::size_t& tried) {
    const auto state = context.workspace.state();
    if (!state) return report(context, state.error());
    const auto rows = (*state)->notes();
    if (!rows) return report(context, rows.error());
    for (const OutboxRow& row : *rows) {
        if (row.state != RowState::Parked) continue;
        const ExitCode code = move(context, row.key.text(), NoteMove::Retry);
        if (code != ExitCode::Done) return code;
        ++tried;
    }
    return ExitCode::Done;
}

// And every property. Beside a daemon those come with the next accepted mapping or changed value.
ExitCode retry_all(const Context& context) {
    std::size_t tried = 0;
    const ExitCode code = retry_notes(context, tried);
    if (code != ExitCode::Done) return code;
    const auto state = context.workspace.locked_state();
    if (!state && state.error().code == ErrorCode::StoreLocked) {
        if (tried == 0 && !context.options.json) context.console.print("no note is parked");
        return ExitCode::Done;
    }
    if (!state) return report(context, state.error());
    const auto properties = (*state)->parked_properties();
    if (!properties) return report(context, properties.error());
    if (auto freed = (*state)->retry_properties(); !freed) return report(context, freed.error());
    if (context.options.json) return ExitCode::Done;
    if (tried == 0 && properties->empty()) context.console.print("nothing is parked");
    if (!properties->empty()) {
        context.console.print(grouped(properties->size()) +
                              " properties: the next sync tries them again");
    }
    return ExitCode::Done;
}

}  // namespace

ExitCode notes(const Context& context, const NotesOptions& options) {
    if (options.retry == kAll) return retry_all(context);
    if (!options.retry.empty()) {
        return move(context, options.retry, NoteMove::Retry);
    }
    if (!options.cancel.empty()) {
        return move(context, options.cancel, NoteMove::Cancel);
    }
    const auto state = context.workspace.looked_at_state();
    if (!state) return report(context, state.error());
    const auto rows = (*state)->notes();
    if (!rows) return report(context, rows.error());
    const auto properties = (*state)->parked_properties();
    if (!properties) return report(context, properties.error());
    if (context.options.json) {
        context.console.print(notes_document(head_of(context), *rows, *properties));
    } else {
        print_text(context, *rows, *properties);
    }
    return ExitCode::Done;
}

}  // namespace mentorsync::cli
