#include "tests/plan/protocol_state.hpp"

#include <algorithm>

namespace mentorsync::model {

namespace {

void encode(const Row& row, std::string& out) {
    out += static_cast<char>(row.state);
    out += static_cast<char>(row.note);
    out += static_cast<char>((row.sent ? 1 : 0) + (row.absent ? 2 : 0));
}

}  // namespace

std::string encode(const State& state) {
    std::string out;
    encode(state.row, out);
    for (const Daemon& daemon : state.daemons) {
        out += static_cast<char>(daemon.next);
        encode(daemon.row, out);
        encode(daemon.change, out);
    }
    for (const Note& note : state.notes) {
        out += static_cast<char>(note.key);
        out += static_cast<char>((note.associated ? 1 : 0) + (note.archived ? 2 : 0));
    }
    out += '/';
    for (const Request& zombie : state.zombies) {
        out += static_cast<char>(zombie.step);
        out += static_cast<char>(zombie.subject);
    }
    out += static_cast<char>(state.sends);
    out += static_cast<char>(state.restores);
    out += static_cast<char>((state.deleted ? 1 : 0) + (state.deleted_when_done ? 2 : 0));
    return out;
}

OutboxRow real(const Row& row) {
    OutboxRow out{.key = NoteKey("k"),
                  .identity = {},
                  .contacts = {RecordId("1")},
                  .timestamp = {},
                  .body = Disclosure::stored(std::string()),
                  .state = row.state,
                  .note = {},
                  .attempts = row.sent ? 1 : 0,
                  .absent_after = kNotLookedUp,
                  .next_at = {},
                  .error = {}};
    if (row.note != kNone) out.note = RecordId(std::to_string(row.note));
    if (row.absent) out.absent_after = out.attempts;
    return out;
}

Row abstract(const RowChange& change) {
    return {.state = change.to,
            .note = change.note ? std::stoi(change.note->text()) : kNone,
            .sent = change.attempts > 0,
            .absent = change.absent_after == change.attempts};
}

std::size_t visible(const State& state) {
    return static_cast<std::size_t>(std::ranges::count_if(
        state.notes, [](const Note& note) { return note.associated && !note.archived; }));
}

}  // namespace mentorsync::model
