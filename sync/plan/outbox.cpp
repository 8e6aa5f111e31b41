#include "sync/plan/outbox.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mentorsync {

namespace {

constexpr std::array<std::pair<RowState, std::string_view>, 7> kRowStates{{
    {RowState::Planned, "planned"},
    {RowState::Sent, "sent"},
    {RowState::Created, "created"},
    {RowState::Done, "done"},
    {RowState::Gone, "gone"},
    {RowState::Parked, "parked"},
    {RowState::Cancelled, "cancelled"},
}};

constexpr char kDeleted[] = "a person deleted the note";

constexpr std::chrono::milliseconds kFirstWait = std::chrono::minutes(1);
constexpr std::chrono::milliseconds kLongestWait = std::chrono::hours(1);

// Whether the CRM refuses this very note, so that sending it again can only be refused again.
bool is_refusal(ErrorCode code) noexcept {
    return code == ErrorCode::Rejected || code == ErrorCode::InvalidArgument ||
           code == ErrorCode::NotFound;
}

// A change to `to` that keeps the rest of the row and forgets why it waited.
RowChange to_state(const OutboxRow& row, RowState to, Instant now) {
    return {.to = to,
            .note = row.note,
            .next_at = now,
            .attempts = row.attempts,
            .absent_after = row.absent_after,
            .error = {}};
}

RowChange parked(const OutboxRow& row, const Error& error, Instant now) {
    RowChange change = to_state(row, RowState::Parked, now);
    change.error = error.message;
    return change;
}

RowChange adopted(const OutboxRow& row, const RecordId& note, Instant now) {
    RowChange change = to_state(row, RowState::Created, now);
    change.note = note;
    return change;
}

RowChange gone(const OutboxRow& row, const char* why, Instant now) {
    RowChange change = to_state(row, RowState::Gone, now);
    change.error = why;
    return change;
}

RowChange deleted(const OutboxRow& row, const RecordId& note, Instant now) {
    RowChange change = gone(row, kDeleted, now);
    change.note = note;
    return change;
}

}  // namespace

std::string_view name_of(RowState state) noexcept {
    for (const auto& [value, name] : kRowStates) {
        if (value == state) return name;
    }
    return "unknown";
}

std::optional<RowState> row_state_named(std::string_view name) noexcept {
    for (const auto& [value, known] : kRowStates) {
        if (known == name) return value;
    }
    return std::nullopt;
}

std::string_view name_of(KeyState::Where where) noexcept {
    switch (where) {
        case KeyState::Where::Absent: return "absent";
        case KeyState::Where::Live: return "live";
        case KeyState::Where::Archived: return "archived";
    }
    return "unknown";
}

bool is_final(RowState state) noexcept {
    return state != RowState::Planned && state != RowState::Sent && state != RowState::Created;
}

OutboxRow changed(OutboxRow row, const RowChange& change) {
    row.state = change.to;
    row.note = change.note;
    row.next_at = change.next_at;
    row.attempts = change.attempts;
    row.absent_after = change.absent_after;
    row.error = change.error;
    return row;
}

Step next_step(const OutboxRow& row, bool read_first) noexcept {
    if (is_final(row.state)) return Step::None;
    if (row.state == RowState::Created) return Step::Associate;
    const bool never_sent = row.state == RowState::Planned && row.attempts == 0;
    if (never_sent && !read_first) return Step::Create;
    return row.absent_after == row.attempts ? Step::Create : Step::ReadByKey;
}

RowChange before_create(const OutboxRow& row, Instant now) {
    // Counting this create makes an earlier look-up too old to justify the next one.
    RowChange change = to_state(row, RowState::Sent, now);
    ++change.attempts;
    return change;
}

RowChange after_create(const OutboxRow& row, const RowOutcome& outcome, Instant now) {
    if (!outcome.error) {
        if (outcome.id) return adopted(row, *outcome.id, now);
        return after_failed_call(
            row, {ErrorCode::BadResponse, "creating a note: the answer does not name it"}, now);
    }
    if (outcome.error->code == ErrorCode::KeyTaken) return to_state(row, RowState::Sent, now);
    if (is_refusal(outcome.error->code)) return parked(row, *outcome.error, now);
    return after_failed_call(row, *outcome.error, now);
}

RowChange after_read(const OutboxRow& row, const KeyState& found, Instant now) {
    if (found.where == KeyState::Where::Live) return adopted(row, found.id, now);
    if (found.where == KeyState::Where::Archived) return deleted(row, found.id, now);
    RowChange change = to_state(row, row.state, now);
    change.absent_after = row.attempts;
    return change;
}

RowChange after_audit(const OutboxRow& row, const KeyState& found, bool somebody_erased,
                      Instant now) {
    if (found.where == KeyState::Where::Archived) return deleted(row, found.id, now);
    if (found.where == KeyState::Where::Live) {
        RowChange change = to_state(row, RowState::Done, now);
        change.note = found.id;
        change.next_at = kAudited;
        return change;
    }
    const Instant done_at = row.next_at - kAuditAfter;
    if (somebody_erased || now - done_at > kAbsenceProves) {
        return gone(row, "the note is not in the CRM any more", now);
    }
    RowChange change = to_state(row, RowState::Sent, now);
    change.note.reset();
    change.absent_after = kNotLookedUp;
    change.error = "the CRM said that it wrote the note, and did not";
    return change;
}

KeyState joined(const std::vector<KeyState>& states) {
    const auto first = [&states](KeyState::Where where) {
        return std::ranges::find(states, where, &KeyState::where);
    };
    for (const auto where : {KeyState::Where::Archived, KeyState::Where::Live}) {
        if (const auto found = first(where); found != states.end()) return *found;
    }
    return {};
}

RowChange after_associate(const OutboxRow& row, const std::vector<CrmWriter::LinkOutcome>& outcomes,
                          Instant now) {
    if (outcomes.size() != row.contacts.size()) {
        return after_failed_call(
            row,
            {ErrorCode::BadResponse, "associating a note: the answer does not cover its contacts"},
            now);
    }
    const Error* refusal = nullptr;
    std::optional<RowChange> waits;
    bool linked = false;
    for (const CrmWriter::LinkOutcome& outcome : outcomes) {
        if (outcome.missing_note) return gone(row, kDeleted, now);
        if (!outcome.error) {
            linked = true;
        } else if (outcome.missing_contact) {
            continue;
        } else if (is_refusal(outcome.error->code)) {
            refusal = &*outcome.error;
        } else {
            RowChange later = after_failed_call(row, *outcome.error, now);
            if (!waits || waits->next_at < later.next_at) waits = std::move(later);
        }
    }
    if (waits) return *std::move(waits);
    if (refusal != nullptr) return parked(row, *refusal, now);
    if (!linked) return gone(row, "no contact is left to carry the note", now);
    RowChange change = to_state(row, RowState::Done, now);
    change.next_at = now + kAuditAfter;
    return change;
}

RowChange after_failed_call(const OutboxRow& row, const Error& error, Instant now) {
    RowChange change = to_state(row, row.state, now);
    if (error.code != ErrorCode::Cancelled) {
        change.next_at = now + error.retry_after.value_or(wait_after(row.attempts));
    }
    change.error = error.message;
    return change;
}

bool is_handed_out(const OutboxRow& row) noexcept {
    return row.state == RowState::Sent || row.state == RowState::Created;
}

RowChange after_host(const OutboxRow& row, const HostOutcome& outcome, Instant now) {
    switch (outcome.what) {
        case HostOutcome::What::Done: break;
        case HostOutcome::What::Gone: return gone(row, "the host says that it is gone", now);
        case HostOutcome::What::Rejected:
            return parked(row, {ErrorCode::Rejected, outcome.why}, now);
    }
    RowChange change = to_state(row, RowState::Done, now);
    change.note = outcome.note;
    change.next_at = kAudited;
    return change;
}

RowChange retried(const OutboxRow& row, Instant now) {
    RowChange change = to_state(row, row.note ? RowState::Created : RowState::Sent, now);
    change.absent_after = kNotLookedUp;
    return change;
}

std::chrono::milliseconds wait_after(int attempts) noexcept {
    // Six doublings pass the hour; a larger shift would be undefined.
    const int doublings = std::clamp(attempts - 1, 0, 6);
    return std::min(kFirstWait * (1 << doublings), kLongestWait);
}

}  // namespace mentorsync
