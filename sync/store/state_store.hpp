// The doors to what mentorsync remembers of one portal. `SqlStore` implements them all over
// SQLite, in a file or in memory; one contract suite holds any implementation to this text.
//
// Everything is keyed by portal: two portals in one file never see each other. Not thread-safe.
// Every call may fail with StoreFailed, or with StoreLocked when another process or portal wrote
// for five seconds; what was not committed is then as if it had never been asked for. Any call may
// be made after that: it goes on from what is stored. Only where the disk itself failed under a
// change nobody can tell whether it was stored, whole; each change here may be asked for again.

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/crm_connector.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/mentoring.hpp"
#include "mentorsync/programme.hpp"
#include "mentorsync/secret.hpp"
#include "sync/plan/known.hpp"
#include "sync/plan/outbox.hpp"
#include "sync/plan/plan.hpp"

namespace mentorsync::store {

// What is remembered of the portal as a whole.
struct PortalState {
    std::optional<PortalId> portal;        // empty before the first sync
    std::string accepted_mapping;          // hash of the mapping last accepted; empty: none
    std::optional<Instant> last_complete;  // when a sync last saw everything and stored it
    std::size_t people_in_list = 0;        // members of the programme's list, last time

    // The mapping and the moment that the mirror was last planned from; empty: never.
    std::optional<Instant> planned_at;
    std::string planned_period = {};  // the period that was due then, as `Period` writes it

    std::optional<Instant> last_pass;  // when a complete pull was last stored
    ChangeCursors cursors = {};        // of the last stored pull; empty: pull everything
    std::string scope = {};            // fingerprint of the scope that the mirror was pulled for
};

// When an audit was last finished, and what it cost and found since it was first made.
struct AuditRow {
    std::string name;  // of an `Audit`, or "notes", "orphans", "complete_pass"
    Instant finished{};
    std::size_t requests = 0;  // in the last hour before `finished`
    std::size_t found = 0;     // in all
};

// How the records of the last complete sync stand.
struct Accounting {
    std::size_t total = 0;
    std::size_t in_sync = 0;
    std::map<std::string, std::size_t> excluded;  // by code
    std::vector<SetAside> failing;                // one a record

    [[nodiscard]] std::size_t excluded_total() const;
};

// A property write that waits for the CRM.
struct PropertyRow {
    RecordId contact;
    std::string property;
    Disclosed<std::string> value;
    bool parked = false;
    std::string error = {};
    int attempts = 0;
    Instant next_at{};
    bool handed_out = false;  // to the host, with this value
};

// Whether a pull brought everything, or what changed since the last one.
enum class PullKind { Everything, Changes };

// Everything that one cycle stores, in one transaction.
struct Commit {
    PortalId portal;
    Plan plan;                          // its relationship and task actions are applied
    std::vector<OutboxRow> notes = {};  // inserted as Planned; a key that is there already, or
                                        // the same identity, is left as it is
    std::vector<PropertyRow> properties = {};  // replace what waits for the same property
    Aliases aliases;                           // added to those known
    Accounting accounting;                     // replaces the last one
    std::string accepted_mapping;
    std::size_t people_in_list = 0;
    Coverage coverage = Coverage::Partial;
    Instant now{};  // stored as `last_complete` when coverage is Everything,
                    // and as `first_seen` of new relationships

    // What staging holds becomes part of the mirror: all of it when `kind` is Everything and
    // `coverage` too, or else as a change of it.
    PullKind kind = PullKind::Everything;
    ChangeCursors cursors = {};
    std::vector<AuditRow> audits = {};  // `requests` and `found` are of this time
    std::string planned_period = {};
};

// What a pull stores that found nothing new, or nothing that changes the plan.
struct Upkeep {
    ChangeCursors cursors;
    std::vector<AuditRow> audits = {};
    Coverage coverage = Coverage::Partial;
    Instant now{};  // stored as `last_complete` when coverage is Everything
};

struct Counts {
    std::size_t pairs = 0;   // active ones
    std::size_t groups = 0;  // active ones
    std::size_t people = 0;  // in active relationships, each once
    std::map<TaskState, std::size_t> tasks;
    std::map<RowState, std::size_t> notes;
    std::size_t properties_waiting = 0;
};

// The model.
class StateStore {
public:
    virtual ~StateStore() = default;

    [[nodiscard]] virtual Result<PortalState> portal() = 0;
    [[nodiscard]] virtual Result<Aliases> aliases() = 0;

    // Returns what differs from `seen`, reading no row that is equal to it. Absent rows are
    // returned only when `seen.coverage` is Everything.
    [[nodiscard]] virtual Result<Known> load(const Seen& seen,
                                             const std::optional<Period>& due) = 0;

    // Applies all of `commit` or nothing, durably, moves what staging holds into the mirror and
    // clears staging. Personal data of contacts that are Erased is gone with it, see `erase`.
    [[nodiscard]] virtual Result<void> commit(const Commit& commit) = 0;

    // Stores that a pull found nothing new, or nothing that changes the plan: that reaches the
    // mirror as with `commit`. Clears staging.
    [[nodiscard]] virtual Result<void> keep_up(const Upkeep& upkeep) = 0;
};

// What people ask about the state. Needs no lock; sees the last commit.
class StateReader {
public:
    virtual ~StateReader() = default;

    [[nodiscard]] virtual Result<PortalState> portal() = 0;
    [[nodiscard]] virtual Result<Counts> counts() = 0;
    [[nodiscard]] virtual Result<Accounting> accounting() = 0;
    [[nodiscard]] virtual Result<std::vector<KnownRelationship>> relationships() = 0;
    [[nodiscard]] virtual Result<std::vector<LearningTask>> tasks() = 0;
    [[nodiscard]] virtual Result<std::vector<OutboxRow>> notes() = 0;
    [[nodiscard]] virtual Result<std::vector<AuditRow>> audits() = 0;
};

// Where a pull puts its pages. `begin` goes on with an interrupted pull of the same scope and kind
// that began less than an hour ago, and starts afresh otherwise.
class Staging : public CrmSink {
public:
    [[nodiscard]] virtual Result<void> begin(const std::string& scope_fingerprint, PullKind kind,
                                             Instant now) = 0;

    // The mirror as it will be once what was taken is committed: what the rules are to see. A pull
    // of everything that ended in all its streams, and read every record, is the mirror alone. The
    // coverage is the mirror's; of such a pull it is Partial, and its report knows better.
    [[nodiscard]] virtual Result<CrmSnapshot> merged() const = 0;

    // Forgets what was taken: nobody agreed to keep it.
    [[nodiscard]] virtual Result<void> discard() = 0;
};

// Effects that were decided and not proved yet.
class Outbox {
public:
    virtual ~Outbox() = default;

    // Rows that are not final and whose time has come, oldest first, at most `limit`. It has also
    // come when it is further off than `kLongestRowWait`, here and below.
    [[nodiscard]] virtual Result<std::vector<OutboxRow>> due(Instant now, std::size_t limit) = 0;

    // Done rows that were not audited and whose time has come, oldest first, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<OutboxRow>> to_audit(Instant now,
                                                                  std::size_t limit) = 0;

    // Moves a row from the state `from`. Returns false, and changes nothing, when it is in another
    // state by now: somebody was faster. Durable before it returns. `operation` and `outcome`
    // (short words: "create", "key_taken") are added to the row's attempt log.
    [[nodiscard]] virtual Result<bool> advance(const NoteKey& key, RowState from,
                                               const RowChange& change,
                                               const std::string& operation,
                                               const std::string& outcome) = 0;

    // Property writes that wait, and parked ones whose `next_at` had come when `due` was last
    // asked; at most `limit`.
    [[nodiscard]] virtual Result<std::vector<PropertyRow>> waiting_properties(
        std::size_t limit) = 0;

    // Ends a property write: removed when `error` is empty, parked with it otherwise, with the
    // row's `attempts` and until its `next_at`; for good when that is zero. A row whose value has
    // changed since it was read is left as it is.
    [[nodiscard]] virtual Result<void> finish_property(const PropertyRow& row,
                                                       const std::string& error) = 0;
};

// What the host of a portal was told of a learning task. `content` stands for what was told and is
// the caller's own; the store compares it only with itself.
struct ToldTask {
    RecordId task;
    std::string content;
    bool settled = false;  // the host has said what became of it
};

// A learning task, and what the host was last told of it; empty: nothing yet.
struct TaskToTell {
    LearningTask task;
    std::optional<ToldTask> told;
};

// What was handed out to the host of a portal, in place of being sent. Notes go through the Outbox.
class HandOuts {
public:
    virtual ~HandOuts() = default;

    // Tasks of which nothing was told, that were saved since, or whose telling is not settled;
    // ordered by id, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<TaskToTell>> tasks_to_tell(std::size_t limit) = 0;

    // What the host was last told of this task; empty: nothing.
    [[nodiscard]] virtual Result<std::optional<ToldTask>> told(const RecordId& task) = 0;

    // Stores, durably and all or nothing, that these property writes, as they are, and these tasks
    // are handed out. One that is settled only notes that the task says nothing new.
    [[nodiscard]] virtual Result<void> hand_out(const std::vector<PropertyRow>& properties,
                                                const std::vector<ToldTask>& tasks) = 0;

    // Stores that the host has said what became of this telling; nothing if it was told anew since.
    [[nodiscard]] virtual Result<void> settle(const ToldTask& task) = 0;

    // The note with this key; empty: none.
    [[nodiscard]] virtual Result<std::optional<OutboxRow>> note(const NoteKey& key) = 0;

    // The property write that waits or is parked; empty: none.
    [[nodiscard]] virtual Result<std::optional<PropertyRow>> property_write(
        const RecordId& contact, const std::string& property) = 0;
};

// One person's data, wherever it lies.
class PersonalData {
public:
    virtual ~PersonalData() = default;

    // Removes everything about a contact: its records in staging and mirror, bodies and contacts of
    // notes, waiting properties, aliases, and its id in relationships and tasks, which end. What
    // stays is a keyed hash of the id, by which `is_erased` knows it. A group goes on without the
    // person. A note that waits for somebody else too is still written, unless it may name the
    // person; one that waits for nobody else is Gone. Doing it again changes nothing.
    //
    // Overwritten on the disk before it returns. Fails with StoreLocked when a reader keeps that
    // from being done for five seconds: the person is erased then, and doing it again overwrites.
    [[nodiscard]] virtual Result<void> erase(const RecordId& contact, Instant now) = 0;
    [[nodiscard]] virtual Result<bool> is_erased(const RecordId& contact) = 0;

    // Every contact of whom anything is stored, also of those who left long ago; ordered by id.
    // What a pull under way has taken does not count.
    [[nodiscard]] virtual Result<std::vector<RecordId>> known_contacts() = 0;

    // Whether a backup may still hold somebody who was erased here: from an erasure on, until all
    // backups were looked through.
    [[nodiscard]] virtual Result<bool> has_unclean_backups() = 0;
    [[nodiscard]] virtual Result<void> mark_backups_clean() = 0;

    // Everything that is stored about a contact, as one JSON-ready list of facts for that person:
    // a line is "where: what".
    [[nodiscard]] virtual Result<std::vector<std::pair<std::string, std::string>>> about(
        const RecordId& contact) = 0;
};

// What commands ask of the daemon that holds the state. A command leaves a request, the daemon
// serves it within a second and answers there; an answer is kept for an hour.
struct Request {
    std::int64_t id = 0;
    std::string command;   // "sync", "notes_retry", ...
    std::string argument;  // JSON; ids, hashes and codes only
};

struct Answer {
    ErrorCode code = ErrorCode::Internal;
    bool good = false;  // then `text` is the command's JSON document, else one line
    std::string text;
};

// Leaving one needs the state open for writing, but not its PortalLock: that is the daemon's.
class Requests {
public:
    virtual ~Requests() = default;

    [[nodiscard]] virtual Result<std::int64_t> leave(const std::string& command,
                                                     const std::string& argument, Instant now) = 0;
    [[nodiscard]] virtual Result<std::optional<Answer>> answer_to(std::int64_t request) = 0;

    // Requests without an answer, oldest first. What is older than a minute was given up by whoever
    // left it, and is removed.
    [[nodiscard]] virtual Result<std::vector<Request>> open_requests(Instant now) = 0;
    [[nodiscard]] virtual Result<void> answer(std::int64_t request, const Answer& answer) = 0;
};

// How a portal fares in the daemon, for `status` beside it. Written when it changes.
struct Health {
    std::string state;    // "ready", "waiting", "refused", "limited", "unreachable", ...
    std::string code;     // name of the error's code; empty: none
    std::string message;  // one line
    Instant since{};
    std::optional<Instant> next_try;
};

// Small things that are kept for a portal: sealed tokens, the health, findings of `doctor`.
class Keepsakes {
public:
    virtual ~Keepsakes() = default;

    // Secrets are sealed. Durable when it returns.
    [[nodiscard]] virtual Result<void> keep_secret(const std::string& name,
                                                   const Secret& value) = 0;
    [[nodiscard]] virtual Result<std::optional<Secret>> secret(const std::string& name) = 0;

    [[nodiscard]] virtual Result<void> keep_health(const Health& health) = 0;
    [[nodiscard]] virtual Result<std::optional<Health>> health() = 0;

    // Facts about the portal that were found out: a name and a short text.
    [[nodiscard]] virtual Result<void> keep_fact(const std::string& name,
                                                 const std::string& value) = 0;
    [[nodiscard]] virtual Result<std::map<std::string, std::string>> facts() = 0;
};

}  // namespace mentorsync::store
