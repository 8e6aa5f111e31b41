#include "sync/run/move_note.hpp"

#include "mentorsync/json.hpp"

namespace mentorsync {

namespace {

Failure wrong_state(const OutboxRow& row, RowState from, std::string_view operation) {
    return fail(ErrorCode::InvalidArgument,
                "note " + row.key.text() + " is " + std::string(name_of(row.state)) +
                    ", and only a " + std::string(name_of(from)) + " note can be taken with " +
                    std::string(operation));
}

}  // namespace

Result<RowState> move_note(store::StateReader& reader, store::Outbox& outbox, std::string_view key,
                           NoteMove move, Instant now) {
    const RowState from = move == NoteMove::Retry ? RowState::Parked : RowState::Planned;
    const std::string operation = move == NoteMove::Retry ? "retry" : "cancel";
    const auto rows = reader.notes();
    if (!rows) return Failure(rows.error());
    for (const OutboxRow& row : *rows) {
        if (row.key.text() != key) continue;
        if (row.state != from) return wrong_state(row, from, operation);
        RowChange change = retried(row, now);
        if (move == NoteMove::Cancel) change.to = RowState::Cancelled;
        const auto moved = outbox.advance(row.key, from, change, operation, "by_hand");
        if (!moved) return Failure(moved.error());
        if (!*moved) {
            return fail(ErrorCode::InvalidArgument,
                        "note " + row.key.text() + " has just changed; look at it again");
        }
        return change.to;
    }
    return fail(ErrorCode::InvalidArgument,
                "there is no note " + std::string(key) + "; the keys: mentorsync notes");
}

std::string moved_note_json(std::string_view portal, std::string_view key, RowState state) {
    json::Writer writer;
    writer.begin_object().member("schema", "mentorsync.note/1").member("portal", portal);
    writer.member("key", key).member("state", name_of(state)).end_object();
    return writer.take();
}

}  // namespace mentorsync
