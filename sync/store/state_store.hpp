// The doors to what mentorsync remembers of one portal. `SqlStore` implements them all over
// SQLite, in a file or in memory; one contract suite holds any implementation to this text.
//
// Everything is keyed by portal: two portals in one file never see each other. Not thread-safe.
// Every call may fail with StoreFailed; what was not committed is then as if it had never been
// asked for.

#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/crm_connector.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/mentoring.hpp"
#include "mentorsync/programme.hpp"
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
    bool rebuilt = false;                  // keys must be read before a first send
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
};

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

    // Applies all of `commit` or nothing, durably, and clears the staging tables.
    [[nodiscard]] virtual Result<void> commit(const Commit& commit) = 0;
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
};

// Where a pull puts its pages. `begin` goes on with an interrupted pull of the same scope that
// began less than an hour ago, and starts afresh otherwise.
class Staging : public CrmSink {
public:
    [[nodiscard]] virtual Result<void> begin(const std::string& scope_fingerprint, Instant now) = 0;

    // Forgets what was taken: nobody agreed to keep it.
    [[nodiscard]] virtual Result<void> discard() = 0;
};

// Effects that were decided and not proved yet.
class Outbox {
public:
    virtual ~Outbox() = default;

    // Rows that are not final and whose time has come, oldest first, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<OutboxRow>> due(Instant now, std::size_t limit) = 0;

    // Moves a row from the state `from`. Returns false, and changes nothing, when it is in another
    // state by now: somebody was faster. Durable before it returns. `operation` and `outcome`
    // (short words: "create", "key_taken") are added to the row's attempt log.
    [[nodiscard]] virtual Result<bool> advance(const NoteKey& key, RowState from,
                                               const RowChange& change,
                                               const std::string& operation,
                                               const std::string& outcome) = 0;

    // Property writes that wait, parked ones excluded, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<PropertyRow>> waiting_properties(
        std::size_t limit) = 0;

    // Ends a property write: removed when `error` is empty, parked with it otherwise. A row whose
    // value has changed since it was read is left as it is.
    [[nodiscard]] virtual Result<void> finish_property(const PropertyRow& row,
                                                       const std::string& error) = 0;
};

}  // namespace mentorsync::store
