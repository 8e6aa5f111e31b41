// A person's word on one note of the outbox: try it again, or do not write it.

#pragma once

#include <string>
#include <string_view>

#include "mentorsync/clock.hpp"
#include "mentorsync/error.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

enum class NoteMove {
    Retry,  // a parked note goes on where it was parked
    Cancel  // a planned note is not written
};

// Moves the note with this key, and returns its state from here on. Fails with InvalidArgument when
// there is none, or when it is in a state from which it cannot be moved so.
[[nodiscard]] Result<RowState> move_note(store::StateReader& reader, store::Outbox& outbox,
                                         std::string_view key, NoteMove move, Instant now);

// What was moved, as a document "mentorsync.note/1" on one line.
[[nodiscard]] std::string moved_note_json(std::string_view portal, std::string_view key,
                                          RowState state);

}  // namespace mentorsync
