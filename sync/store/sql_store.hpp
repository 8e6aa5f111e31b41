// What mentorsync remembers of one portal, in SQL: all doors of state_store.hpp over one
// connection.
//
// Each subject has its file: loading.cpp, committing.cpp, staging.cpp, outbox.cpp, reading.cpp,
// dump.cpp. Several stores, in one process or in many, may have the same file open; who writes
// takes the lock of portal_lock.hpp first.

#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/store/database.hpp"
#include "sync/store/sqlite_connection.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync::store {

class SqlStore final : public StateStore,
                       public StateReader,
                       public Staging,
                       public CrmMirror,
                       public Outbox {
public:
    // Opens the state of the portal that the configuration calls `portal_name`, in the file `path`
    // or in memory for ":memory:". Fails as `open_database` does.
    [[nodiscard]] static Result<std::unique_ptr<SqlStore>> open(const std::string& path,
                                                                const std::string& portal_name,
                                                                Mode mode);

    // StateStore and StateReader
    Result<PortalState> portal() override;

    // StateStore
    Result<Aliases> aliases() override;
    Result<Known> load(const Seen& seen, const std::optional<Period>& due) override;

    // Fails with WrongPortal when the state is of another CRM portal than the commit.
    Result<void> commit(const Commit& commit) override;
    Result<void> keep_up(const Upkeep& upkeep) override;

    // StateReader
    Result<Counts> counts() override;
    Result<Accounting> accounting() override;
    Result<std::vector<KnownRelationship>> relationships() override;
    Result<std::vector<LearningTask>> tasks() override;
    Result<std::vector<OutboxRow>> notes() override;
    Result<std::vector<AuditRow>> audits() override;

    // Staging
    Result<void> begin(const std::string& scope_fingerprint, PullKind kind, Instant now) override;
    Result<CrmSnapshot> merged() const override;
    Result<void> take(const CrmPage& page) override;
    Result<bool> has(const RecordRef& record) const override;
    Result<std::optional<std::string>> resume_point(std::string_view stream) const override;
    Result<CrmSnapshot> taken() const override;  // its coverage is always Partial
    Result<void> discard() override;

    // CrmMirror
    Result<std::optional<Instant>> updated(const RecordRef& record) const override;
    Result<std::vector<RecordId>> members(const ListId& list) const override;
    Result<CrmSnapshot> snapshot() const override;

    // Outbox
    Result<std::vector<OutboxRow>> due(Instant now, std::size_t limit) override;
    Result<std::vector<OutboxRow>> to_audit(Instant now, std::size_t limit) override;
    Result<bool> advance(const NoteKey& key, RowState from, const RowChange& change,
                         const std::string& operation, const std::string& outcome) override;
    Result<std::vector<PropertyRow>> waiting_properties(std::size_t limit) override;
    Result<void> finish_property(const PropertyRow& row, const std::string& error) override;

    // Sets what `portal().rebuilt` answers from here on, before or after a first commit. When set,
    // what look-ups found before counts no more.
    [[nodiscard]] Result<void> set_rebuilt(bool rebuilt);

    // Everything remembered of this portal but the staging tables: a line a row, beginning with
    // the table's name, ordered. Equal for equal states, so that tests can compare two.
    [[nodiscard]] Result<std::string> canonical_dump();

private:
    SqlStore(Connection connection, std::string portal)
        : connection_(std::move(connection)), portal_(std::move(portal)) {}

    [[nodiscard]] Result<void> fill_seen(const Seen& seen);
    [[nodiscard]] Result<void> load_rows(const Seen& seen, Known& known);
    [[nodiscard]] Result<void> load_unnoted(const std::optional<Period>& due, Known& known);
    [[nodiscard]] Result<std::vector<KnownRelationship>> read_relationships(
        std::string_view from_where, Parameters parameters);
    [[nodiscard]] Result<std::vector<LearningTask>> read_tasks(std::string_view from_where,
                                                               Parameters parameters);
    [[nodiscard]] Result<std::vector<OutboxRow>> read_notes(std::string_view where,
                                                            Parameters parameters);

    [[nodiscard]] Result<void> save_portal(const Commit& commit);
    [[nodiscard]] Result<void> apply_plan(const Commit& commit);
    [[nodiscard]] Result<void> save(const Relationship& relationship, Instant now);
    [[nodiscard]] Result<void> save(const LearningTask& task);
    [[nodiscard]] Result<void> end(const RelationshipId& relationship, Instant now);
    [[nodiscard]] Result<void> drop(const RecordId& task);
    [[nodiscard]] Result<void> insert_note(const OutboxRow& note);
    [[nodiscard]] Result<void> free_parked_properties(const std::string& next_mapping);
    [[nodiscard]] Result<void> save_properties(const std::vector<PropertyRow>& properties);
    [[nodiscard]] Result<void> save_accounting(const Accounting& accounting);
    [[nodiscard]] Result<void> clear_staging();

    [[nodiscard]] Result<void> take_records(const CrmPage& page);
    [[nodiscard]] Result<void> take_links(const CrmPage& page);
    [[nodiscard]] Result<void> take_people(const CrmPage& page);
    [[nodiscard]] Result<void> read_staged_records(RecordKind kind, CrmSnapshot& snapshot) const;
    [[nodiscard]] Result<void> read_staged_links(CrmSnapshot& snapshot) const;
    [[nodiscard]] Result<void> read_staged_people(CrmSnapshot& snapshot) const;
    [[nodiscard]] Result<void> read_unreadable(CrmSnapshot& snapshot) const;

    mutable Connection connection_;  // asking it prepares statements
    std::string portal_;
};

}  // namespace mentorsync::store
