// The states of the protocol model, and the bridge between its rows and those of the code under
// test. Only protocol_model.cpp uses it.

#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <string>
#include <vector>

#include "sync/plan/outbox.hpp"

namespace mentorsync::model {

inline constexpr int kNone = -1;
inline constexpr std::size_t kDaemons = 2;

struct Note {
    int key = kNone;
    bool associated = false;
    bool archived = false;
};

struct Row {
    RowState state = RowState::Planned;
    int note = kNone;
    bool sent = false;    // attempts > 0
    bool absent = false;  // its key was looked up after the last send and not found
};

// What a daemon is about to do.
enum class Next { Dead, Load, Act, SendCreate, Commit };

struct Daemon {
    Next next = Next::Dead;
    Row row;     // as loaded, perhaps stale by now
    Row change;  // of Commit: what the row becomes
};

struct Request {
    Step step = Step::None;
    int subject = kNone;  // the key of a create, the note of an association

    friend auto operator<=>(const Request&, const Request&) = default;
};

struct State {
    Row row;
    std::array<Daemon, kDaemons> daemons;
    std::vector<Note> notes;
    std::vector<Request> zombies;
    int sends = 0;
    int restores = 0;
    bool deleted = false;
    bool deleted_when_done = false;
};

// Text that is equal exactly for equal states.
[[nodiscard]] std::string encode(const State& state);

// How many notes a CRM user sees.
[[nodiscard]] std::size_t visible(const State& state);

// The same row as the code under test knows it, and back.
[[nodiscard]] OutboxRow real(const Row& row);
[[nodiscard]] Row abstract(const RowChange& change);

}  // namespace mentorsync::model
