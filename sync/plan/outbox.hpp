// The write protocol for notes, as a pure state machine.
//
//     PLANNED -> SENT -> CREATED -> DONE        forward only, each step by compare-and-set
//                  ^------------------'         only when an audit proves that nobody wrote it
//
// SENT is stored before the first byte leaves. A note is created without associations and carries
// its key in a unique property; whatever the answer was, or if none came, the key is read before
// it is sent again. Only then is the note associated with its contacts, by its id. So a late or
// doubled request makes at most an invisible orphan, and a note that a person deleted stays so.

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/crm_connector.hpp"
#include "mentorsync/disclosed.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/ids.hpp"
#include "mentorsync/mentoring.hpp"

namespace mentorsync {

enum class RowState {
    Planned,
    Sent,     // a create may have been sent
    Created,  // the note exists under `note`, perhaps not associated yet
    Done,
    Gone,      // a person deleted it, or nobody is left to read it: never written again
    Parked,    // the CRM refuses it; `notes retry` tries again
    Cancelled  // taken back while Planned
};

[[nodiscard]] std::string_view name_of(RowState state) noexcept;
[[nodiscard]] std::optional<RowState> row_state_named(std::string_view name) noexcept;

// "absent", "live", "archived".
[[nodiscard]] std::string_view name_of(KeyState::Where where) noexcept;

// Whether no further step follows by itself.
[[nodiscard]] bool is_final(RowState state) noexcept;

// No look-up has found the key of the row absent. A store that was restored or rebuilt sets this
// on all its rows: what was read before it went back in time proves nothing.
inline constexpr int kNotLookedUp = -1;

// How long after it was told a note is audited, and until when its absence proves that the CRM
// never wrote it: a note that a person deleted is among the archived ones for 90 days.
inline constexpr std::chrono::minutes kAuditAfter{10};
inline constexpr std::chrono::days kAbsenceProves{30};

// Nothing waits longer than this: a row that is to be looked at later than that was stored while
// the clock was ahead, and its time has come.
inline constexpr std::chrono::hours kLongestRowWait{48};

// `next_at` of a Done row that was audited: 9999-12-31T00:00:00Z.
inline constexpr Instant kAudited{std::chrono::seconds{253'402'214'400}};

struct OutboxRow {
    NoteKey key;
    NoteIdentity identity;
    std::vector<RecordId> contacts;
    Instant timestamp{};
    Disclosed<std::string> body;
    RowState state = RowState::Planned;
    std::optional<RecordId> note = {};  // set from Created on
    int attempts = 0;                   // creates that were sent, or may have been
    int absent_after = kNotLookedUp;    // `attempts` when a look-up last found its key absent
    Instant next_at{};                  // not before; of a Done row, when it is to be audited
    std::string error = {};             // why it waits or is parked; one line
};

// How a row changes: these fields replace the row's, by compare-and-set on its present state.
struct RowChange {
    RowState to = RowState::Planned;
    std::optional<RecordId> note;
    Instant next_at{};
    int attempts = 0;
    int absent_after = kNotLookedUp;
    std::string error;

    friend bool operator==(const RowChange&, const RowChange&) = default;
};

// The row as it is once `change` was stored.
[[nodiscard]] OutboxRow changed(OutboxRow row, const RowChange& change);

// What to do with a row next.
enum class Step { Create, ReadByKey, Associate, None };

// A row that was sent before is looked up first, and created again only when its key was found
// absent since the last send. One that was never sent is created at once, unless `read_first`:
// after a rebuild or a restore every key is read before its first send.
[[nodiscard]] Step next_step(const OutboxRow& row, bool read_first) noexcept;

// Before a create is sent. It is sent only if this was stored.
[[nodiscard]] RowChange before_create(const OutboxRow& row, Instant now);

// After a create was answered, or was not. A created note moves to Created; a taken key or an
// unknown outcome stays Sent and is read next; a refusal of this note parks the row; whatever says
// "later", or concerns the credentials, stays Sent and waits.
[[nodiscard]] RowChange after_create(const OutboxRow& row, const RowOutcome& outcome, Instant now);

// After its key was read: live is adopted, archived is Gone, absent may be created.
[[nodiscard]] RowChange after_read(const OutboxRow& row, const KeyState& found, Instant now);

// After its note was associated with each contact in `row.contacts`, one outcome a contact.
// A missing note is Gone. Missing contacts are passed over; when none is left the row is Gone, and
// the note, which nobody sees, may be archived. A refusal parks the row once nothing else waits.
[[nodiscard]] RowChange after_associate(const OutboxRow& row,
                                        const std::vector<CrmWriter::LinkOutcome>& outcomes,
                                        Instant now);

// After a Done row was audited and its key found so. Live: it stays Done, audited. Archived: a
// person deleted it, and it is Gone. Absent: the CRM said that it wrote the note and did not, so it
// goes back to Sent and is written under the same key; but not once it could have been purged, nor
// when `somebody_erased` says that one of its contacts is nowhere: then it is Gone.
[[nodiscard]] RowChange after_audit(const OutboxRow& row, const KeyState& found,
                                    bool somebody_erased, Instant now);

// What is known of a note that may have been written under several keys, because its people were
// merged: deleted when one of them is, or else live when one of them is.
[[nodiscard]] KeyState joined(const std::vector<KeyState>& states);

// After a call failed as a whole, for every row in it: it stays where it is and waits, as long as
// the CRM asked or `wait_after` says. A stop does not wait.
[[nodiscard]] RowChange after_failed_call(const OutboxRow& row, const Error& error, Instant now);

// What the host of a portal did with a note that was handed out to it in place of being sent.
struct HostOutcome {
    enum class What { Done, Gone, Rejected };
    What what = What::Done;
    std::optional<RecordId> note = {};  // with Done: its id in the host's CRM
    std::string why = {};               // with Rejected; one line
};

// Whether a row was handed out and nobody has said what became of it.
[[nodiscard]] bool is_handed_out(const OutboxRow& row) noexcept;

// After the host has said so. Nothing of it is audited: the host has vouched for it.
[[nodiscard]] RowChange after_host(const OutboxRow& row, const HostOutcome& outcome, Instant now);

// When a person asks for a parked row again: it goes on where it was parked, with a look-up of its
// key if it has no note yet.
[[nodiscard]] RowChange retried(const OutboxRow& row, Instant now);

// How long a row waits after its n-th failed attempt: doubling from one minute to one hour.
[[nodiscard]] std::chrono::milliseconds wait_after(int attempts) noexcept;

}  // namespace mentorsync
