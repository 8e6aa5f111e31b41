// What mentorsync remembers of one portal, in SQL: all doors of state_store.hpp over one
// connection.
//
// Each subject has its file: loading.cpp, committing.cpp, staging.cpp, pulled.cpp, merging.cpp,
// upkeep.cpp, outbox.cpp, hand_outs.cpp, reading.cpp, erasing.cpp, erasing_work.cpp, about.cpp,
// requests.cpp, keepsakes.cpp, sealing.cpp, dump.cpp. Several stores, in one process or in many,
// may have the same file open, each used by one thread; a write waits five seconds at most for
// another one to end. Who changes what is remembered takes the lock of portal_lock.hpp first; who
// only leaves a Request does not.
//
// After the disk failed under a call, the next call opens the file anew, with all checks of
// `open_database`, and goes on from what it finds there. The call that failed may be stored all the
// same, whole.

#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/store/database.hpp"
#include "sync/store/sealer.hpp"
#include "sync/store/sqlite_connection.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync::store {

// A property write that the CRM refuses, without its value.
struct ParkedProperty {
    RecordId contact;
    std::string property;
    std::string error;
    int attempts = 0;
};

class SqlStore final : public StateStore,
                       public StateReader,
                       public Staging,
                       public CrmMirror,
                       public Outbox,
                       public HandOuts,
                       public PersonalData,
                       public Requests,
                       public Keepsakes {
public:
    // Opens the state of the portal that the configuration calls `portal_name`, in the file `path`
    // or in memory for ":memory:". `sealer` seals what people wrote; without one such things can be
    // neither stored nor read, except in memory. Fails as `open_database` does.
    [[nodiscard]] static Result<std::unique_ptr<SqlStore>> open(
        const std::string& path, const std::string& portal_name, Mode mode,
        std::shared_ptr<const Sealer> sealer = nullptr);

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

    // HandOuts
    Result<std::vector<TaskToTell>> tasks_to_tell(std::size_t limit) override;
    Result<std::optional<ToldTask>> told(const RecordId& task) override;
    Result<void> hand_out(const std::vector<PropertyRow>& properties,
                          const std::vector<ToldTask>& tasks) override;
    Result<void> settle(const ToldTask& task) override;
    Result<std::optional<OutboxRow>> note(const NoteKey& key) override;
    Result<std::optional<PropertyRow>> property_write(const RecordId& contact,
                                                      const std::string& property) override;

    // PersonalData
    Result<void> erase(const RecordId& contact, Instant now) override;
    Result<bool> is_erased(const RecordId& contact) override;
    Result<std::vector<RecordId>> known_contacts() override;
    Result<bool> has_unclean_backups() override;
    Result<void> mark_backups_clean() override;
    Result<std::vector<std::pair<std::string, std::string>>> about(
        const RecordId& contact) override;

    // Requests
    Result<std::int64_t> leave(const std::string& command, const std::string& argument,
                               Instant now) override;
    Result<std::optional<Answer>> answer_to(std::int64_t request) override;
    Result<std::vector<Request>> open_requests(Instant now) override;
    Result<void> answer(std::int64_t request, const Answer& answer) override;

    // Keepsakes
    Result<void> keep_secret(const std::string& name, const Secret& value) override;
    Result<std::optional<Secret>> secret(const std::string& name) override;
    Result<void> keep_health(const Health& health) override;
    Result<std::optional<Health>> health() override;
    Result<void> keep_fact(const std::string& name, const std::string& value) override;
    Result<std::map<std::string, std::string>> facts() override;

    // parked.cpp: property writes that the CRM refuses, ordered; and all of them waiting again.
    [[nodiscard]] Result<std::vector<ParkedProperty>> parked_properties();
    [[nodiscard]] Result<void> retry_properties();

    // Everything remembered of this portal but staging, requests, and how sealing goes: a line a
    // row, beginning with the table's name, ordered, what is sealed opened. Equal for equal states,
    // so that tests can compare two.
    [[nodiscard]] Result<std::string> canonical_dump();

private:
    SqlStore(std::string path, std::string portal, Mode mode, std::shared_ptr<const Sealer> sealer,
             Connection connection);

    // The connection, opened anew if the disk has failed under the last one.
    [[nodiscard]] Connection& database() const;
    [[nodiscard]] Result<Transaction> reading() const;
    [[nodiscard]] Result<Transaction> writing() const;

    // sealing.cpp
    [[nodiscard]] Result<void> has_key() const;
    [[nodiscard]] Result<std::string> sealed(std::string_view field, std::string_view row,
                                             std::string_view plain) const;
    [[nodiscard]] Result<std::string> opened(std::string_view field, std::string_view row,
                                             std::string_view bytes) const;
    [[nodiscard]] Result<void> seal_anew();
    [[nodiscard]] Result<bool> is_sealed_anew() const;
    [[nodiscard]] Result<bool> seal_some_anew();
    [[nodiscard]] Result<std::size_t> seal_rows_anew(std::size_t place, std::int64_t& after);

    // loading.cpp, reading.cpp, outbox.cpp
    [[nodiscard]] Result<void> fill_seen(const Seen& seen);
    [[nodiscard]] Result<void> load_rows(const Seen& seen, Known& known);
    [[nodiscard]] Result<void> load_unnoted(const std::optional<Period>& due, Known& known);
    [[nodiscard]] Result<std::vector<KnownRelationship>> read_relationships(
        std::string_view from_where, Parameters parameters);
    [[nodiscard]] Result<std::vector<LearningTask>> read_tasks(std::string_view from_where,
                                                               Parameters parameters);
    [[nodiscard]] Result<std::vector<OutboxRow>> read_notes(std::string_view where,
                                                            Parameters parameters);
    [[nodiscard]] Result<OutboxRow> decode_note(const Row& row) const;
    [[nodiscard]] Result<std::string> decode_value(const Row& row) const;
    [[nodiscard]] Result<std::optional<std::string>> waiting_value(const PropertyRow& row);

    // committing.cpp
    [[nodiscard]] Result<void> save_portal(const Commit& commit);
    [[nodiscard]] Result<void> apply_plan(const Commit& commit);
    [[nodiscard]] Result<void> save(const Relationship& relationship, Instant now);
    [[nodiscard]] Result<void> save(const LearningTask& task);
    [[nodiscard]] Result<void> end(const RelationshipId& relationship, Instant now);
    [[nodiscard]] Result<void> drop(const RecordId& task);
    [[nodiscard]] Result<void> insert_note(const OutboxRow& note);
    [[nodiscard]] Result<void> free_parked_properties(const std::string& next_mapping);
    [[nodiscard]] Result<void> save_property(const PropertyRow& row);
    [[nodiscard]] Result<void> save_accounting(const Accounting& accounting);

    // staging.cpp, pulled.cpp
    [[nodiscard]] Result<void> clear_staging();
    [[nodiscard]] Result<bool> staging_is_empty() const;
    [[nodiscard]] Result<void> take_records(const CrmPage& page);
    [[nodiscard]] Result<void> take_links(const CrmPage& page);
    [[nodiscard]] Result<void> take_people(const CrmPage& page);
    [[nodiscard]] Result<void> take_changes(const CrmPage& page);
    [[nodiscard]] Result<CrmSnapshot> read_pulled(const std::string& side) const;
    [[nodiscard]] Result<void> read_records(const std::string& side, RecordKind kind,
                                            CrmSnapshot& snapshot) const;
    [[nodiscard]] Result<void> read_links(const std::string& side, CrmSnapshot& snapshot) const;
    [[nodiscard]] Result<void> read_people(const std::string& side, CrmSnapshot& snapshot) const;
    [[nodiscard]] Result<void> read_unreadable(const std::string& side,
                                               CrmSnapshot& snapshot) const;
    [[nodiscard]] Result<Coverage> mirror_coverage() const;

    // merging.cpp: both say how the mirror follows from what staging holds
    [[nodiscard]] Result<bool> replaces_mirror() const;
    [[nodiscard]] Result<void> merge_staging(bool replaces) const;
    [[nodiscard]] Result<void> run_all(const std::vector<std::string>& statements) const;

    // upkeep.cpp
    struct Moved {
        const ChangeCursors& cursors;
        const std::vector<AuditRow>& audits;
        PullKind kind = PullKind::Changes;
        Coverage coverage = Coverage::Partial;
        Instant now{};
    };
    [[nodiscard]] Result<bool> move_on(const Moved& moved);  // whether anybody was erased
    [[nodiscard]] Result<void> save_cursors(const ChangeCursors& cursors);
    [[nodiscard]] Result<void> save_audits(const std::vector<AuditRow>& audits);
    [[nodiscard]] Result<void> empty_old_bodies(Instant now);
    [[nodiscard]] Result<ChangeCursors> read_cursors();

    // erasing.cpp, erasing_work.cpp
    [[nodiscard]] Result<bool> erase_staged(Instant now);  // whether there was anybody
    [[nodiscard]] Result<void> erase_rows(const RecordId& contact, Instant now);
    [[nodiscard]] Result<std::set<RecordId>> ids_of_person(const RecordId& contact) const;
    [[nodiscard]] Result<std::vector<RecordId>> other_ids_of(const RecordId& contact) const;
    [[nodiscard]] Result<void> bury(const RecordId& id, Instant now);
    [[nodiscard]] Result<void> erase_notes(const RecordId& id);
    [[nodiscard]] Result<void> erase_relationships(const RecordId& id);
    [[nodiscard]] Result<void> erase_from(const KnownRelationship& known, const RecordId& id,
                                          const std::string& name);
    [[nodiscard]] Result<void> erase_from(const RecordId& task, const RecordId& id,
                                          const std::string& name);
    [[nodiscard]] Result<void> rename_pair(const std::string& pair, const std::string& name);

    // about.cpp, dump.cpp
    [[nodiscard]] Result<void> add_work(const std::set<RecordId>& ids,
                                        const std::set<RelationshipId>& relationships,
                                        std::vector<std::pair<std::string, std::string>>& facts);
    [[nodiscard]] Result<std::vector<std::string>> dump_table(const std::string& table);

    std::string path_;
    std::string portal_;
    Mode mode_;
    std::shared_ptr<const Sealer> sealer_;
    mutable Connection connection_;  // asking it prepares statements
    Instant asked_at_{};             // when the outbox was last asked what is due
    bool sealed_anew_ = false;       // nothing is left that another key, or none, has sealed
};

}  // namespace mentorsync::store
