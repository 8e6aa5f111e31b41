#include "sync/run/audit_notes.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "sync/run/note_contacts.hpp"
#include "sync/run/note_keys.hpp"

namespace mentorsync {

namespace {

using Rows = std::span<const OutboxRow>;

constexpr std::size_t kBatch = 100;
constexpr std::chrono::hours kOldOrphan{24};
constexpr std::chrono::hours kNextTry{1};

// What the calls of one batch cost at least: the key among live and archived notes, the contacts.
constexpr std::size_t kReadKeys = 2;
constexpr std::size_t kReadContacts = 1;

// One batch of Done rows.
class Batch {
public:
    Batch(const DeliveryDoors& doors, Rows rows, const std::stop_token& stop)
        : doors_(doors), rows_(rows), stop_(stop) {}

    Result<void> audit();
    [[nodiscard]] const NoteAudit& result() const noexcept { return result_; }

private:
    Result<void> look();
    Result<void> mend();
    Result<void> record();
    Result<void> read_contacts();
    Result<void> find_missing();
    [[nodiscard]] bool is_live(std::size_t i) const {
        return states_[i].where == KeyState::Where::Live;
    }
    [[nodiscard]] bool has_erased_contact(const OutboxRow& row) const;
    [[nodiscard]] RowChange change_of(std::size_t i) const;

    const DeliveryDoors& doors_;
    Rows rows_;
    const std::stop_token& stop_;
    std::vector<KeyState> states_;
    std::vector<std::set<RecordId>> carried_;        // by the note of each row
    std::map<RecordId, Whereabouts> whereabouts_;    // of contacts that should carry one and do not
    std::set<std::size_t> incomplete_, not_mended_;  // rows
    NoteAudit result_;
};

Result<void> Batch::audit() {
    auto done = look();
    if (done) done = mend();
    if (done) done = record();
    return done;
}

Result<void> Batch::look() {
    const auto aliases = doors_.store.aliases();
    if (!aliases) return Failure(aliases.error());
    auto states = read_notes(doors_.writer, rows_, doors_.portal, *aliases, stop_);
    if (!states) return Failure(states.error());
    states_ = *std::move(states);
    result_.requests += kReadKeys;
    if (auto read = read_contacts(); !read) return read;
    return find_missing();
}

Result<void> Batch::read_contacts() {
    carried_.resize(rows_.size());
    std::vector<RecordId> notes;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (!is_live(i)) continue;
        notes.push_back(states_[i].id);
        places.push_back(i);
    }
    if (notes.empty()) return {};
    const auto contacts = doors_.auditor.note_contacts(notes, stop_);
    if (!contacts) return Failure(contacts.error());
    result_.requests += kReadContacts;
    for (std::size_t i = 0; i < places.size(); ++i) {
        carried_[places[i]] = {(*contacts)[i].begin(), (*contacts)[i].end()};
    }
    return {};
}

Result<void> Batch::find_missing() {
    std::set<RecordId> missing;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (states_[i].where == KeyState::Where::Archived) continue;
        for (const RecordId& contact : rows_[i].contacts) {
            if (!carried_[i].contains(contact)) missing.insert(contact);
        }
    }
    if (missing.empty()) return {};
    auto found = find_all(doors_.auditor, missing, stop_);
    if (!found) return Failure(found.error());
    result_.requests += 1 + missing.size() / kBatch;
    whereabouts_ = *std::move(found);
    return {};
}

// Associates what a live note lacks.
Result<void> Batch::mend() {
    std::vector<NoteLink> links;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (!is_live(i)) continue;
        for (const RecordId& contact : rows_[i].contacts) {
            const auto today = whereabouts_.find(contact);
            if (today == whereabouts_.end() || carried_[i].contains(contact)) continue;
            const bool is_there = today->second.where == Whereabouts::Where::Live;
            if (!is_there || carried_[i].contains(today->second.present)) continue;
            links.push_back({states_[i].id, today->second.present});
            places.push_back(i);
        }
    }
    if (links.empty()) return {};
    const auto outcomes = doors_.writer.associate_notes(links, stop_);
    if (!outcomes) return Failure(outcomes.error());
    ++result_.requests;
    for (std::size_t i = 0; i < places.size(); ++i) {
        incomplete_.insert(places[i]);
        if ((*outcomes)[i].error) not_mended_.insert(places[i]);
    }
    return {};
}

bool Batch::has_erased_contact(const OutboxRow& row) const {
    if (row.contacts.empty()) return true;  // they were erased here
    return std::ranges::any_of(row.contacts, [this](const RecordId& contact) {
        const auto today = whereabouts_.find(contact);
        return today != whereabouts_.end() && today->second.where == Whereabouts::Where::Nowhere;
    });
}

RowChange Batch::change_of(std::size_t i) const {
    const Instant now = doors_.clock.now();
    RowChange change = after_audit(rows_[i], states_[i], has_erased_contact(rows_[i]), now);
    // To be looked at again; until then it counts as told.
    if (not_mended_.contains(i)) change.next_at = now + kNextTry;
    return change;
}

Result<void> Batch::record() {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const bool is_whole = is_live(i) && !incomplete_.contains(i);
        if (!is_whole) ++result_.found;
        const std::string outcome =
            incomplete_.contains(i) ? "incomplete" : std::string(name_of(states_[i].where));
        const auto moved =
            doors_.outbox.advance(rows_[i].key, RowState::Done, change_of(i), "audit", outcome);
        if (!moved) return Failure(moved.error());
    }
    return {};
}

// Whether a row of the call may be why it failed: the others may pass without it.
bool is_about_rows(ErrorCode code) {
    return code == ErrorCode::Rejected || code == ErrorCode::BadResponse ||
           code == ErrorCode::NotFound || code == ErrorCode::KeyTaken ||
           code == ErrorCode::InvalidArgument;
}

Result<void> put_off(const DeliveryDoors& doors, Rows rows, const Error& why) {
    const Instant now = doors.clock.now();
    for (const OutboxRow& row : rows) {
        // So long after its absence would prove nothing.
        const bool is_too_late = now - row.timestamp > kAbsenceProves;
        const RowChange later{.to = row.state,
                              .note = row.note,
                              .next_at = is_too_late ? kAudited : now + kNextTry,
                              .attempts = row.attempts,
                              .absent_after = row.absent_after,
                              .error = row.error};
        const auto moved = doors.outbox.advance(row.key, RowState::Done, later, "audit",
                                                std::string(name_of(why.code)));
        if (!moved) return Failure(moved.error());
    }
    return {};
}

// One row that the CRM cannot cope with keeps no other from being audited.
Result<void> audit_in_halves(const DeliveryDoors& doors, Rows all, std::size_t budget,
                             NoteAudit& audit, const std::stop_token& stop) {
    std::vector<Rows> todo{all};
    while (!todo.empty() && audit.requests < budget) {
        const Rows rows = todo.back();
        todo.pop_back();
        Batch batch(doors, rows, stop);
        auto done = batch.audit();
        audit.requests += batch.result().requests;
        audit.found += batch.result().found;
        if (done) continue;
        if (!is_about_rows(done.error().code)) return done;
        ++audit.requests;
        audit.error = std::move(done).error();
        const std::size_t half = rows.size() / 2;
        if (half > 0 && audit.requests < budget) {
            todo.push_back(rows.subspan(half));
            todo.push_back(rows.first(half));
        } else if (auto waits = put_off(doors, rows, *audit.error); !waits) {
            return waits;
        }
    }
    return {};
}

// What the CRM breaks off goes on another time.
Result<NoteAudit> broken_off(NoteAudit audit, const Error& error) {
    if (error.code == ErrorCode::StoreFailed) return Failure(error);
    ++audit.requests;
    audit.finished = false;
    audit.error = error;
    return audit;
}

using RowsByKey = std::map<NoteKey, OutboxRow>;

bool is_orphan(const OwnNote& note, const RowsByKey& rows, Instant now) {
    if (!note.contacts.empty() || now - note.created < kOldOrphan) return false;
    const auto row = rows.find(note.key);
    if (row == rows.end()) return false;
    const RowState state = row->second.state;
    if (state == RowState::Gone || state == RowState::Cancelled) return true;
    return is_final(state) && row->second.note && *row->second.note != note.id;
}

Result<RowsByKey> rows_by_key(store::StateReader& state) {
    auto rows = state.notes();
    if (!rows) return Failure(rows.error());
    RowsByKey by_key;
    for (OutboxRow& row : *rows) {
        NoteKey key = row.key;
        by_key.emplace(std::move(key), std::move(row));
    }
    return by_key;
}

}  // namespace

Result<NoteAudit> audit_notes(const DeliveryDoors& doors, std::size_t budget,
                              const std::stop_token& stop) {
    NoteAudit audit;
    while (true) {
        const auto rows = doors.outbox.to_audit(doors.clock.now(), kBatch);
        if (!rows) return Failure(rows.error());
        audit.finished = rows->empty() && !audit.error;
        if (rows->empty() || audit.requests >= budget) return audit;
        const auto done = audit_in_halves(doors, *rows, budget, audit, stop);
        if (!done) return broken_off(std::move(audit), done.error());
    }
}

Result<NoteAudit> sweep_orphans(const DeliveryDoors& doors, store::StateReader& state,
                                std::string& after, std::size_t budget,
                                const std::stop_token& stop) {
    const auto rows = rows_by_key(state);
    if (!rows) return Failure(rows.error());
    NoteAudit sweep;
    while (sweep.requests < budget) {
        const auto page = doors.auditor.own_notes(after, stop);
        if (!page) return broken_off(std::move(sweep), page.error());
        ++sweep.requests;
        for (const OwnNote& note : page->notes) {
            if (!is_orphan(note, *rows, doors.clock.now())) continue;
            const auto archived = doors.writer.archive_own_note(note.id, stop);
            if (!archived) return broken_off(std::move(sweep), archived.error());
            ++sweep.requests;
            ++sweep.found;
        }
        after = page->after;
        if (after.empty()) return sweep;
    }
    sweep.finished = false;
    return sweep;
}

}  // namespace mentorsync
