#include "sync/store/backup.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "sync/store/database.hpp"
#include "sync/store/schema.hpp"
#include "sync/store/sql_store.hpp"
#include "sync/store/state_file.hpp"

namespace mentorsync::store {

namespace {

// One file without a log beside it, that can be carried away.
constexpr char kOneFile[] = R"sql(
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = FULL;
PRAGMA temp_store = MEMORY;
)sql";

// The schema that first had all columns named below.
constexpr std::int64_t kOldestSchema = 2;

// From the attached database, parents before children. Their columns are named because a later
// schema may have more.
constexpr const char* kCopyModel[] = {
    R"sql(
    INSERT INTO portal (portal, crm_portal, accepted_mapping, last_complete, people_in_list)
    SELECT portal, crm_portal, accepted_mapping, last_complete, people_in_list FROM other.portal
    )sql",
    R"sql(
    INSERT INTO relationship (portal, id, kind, state, source_rule, first_seen, digest)
    SELECT portal, id, kind, state, source_rule, first_seen, digest FROM other.relationship
    )sql",
    R"sql(
    INSERT INTO relationship_person (portal, relationship, role, position, person)
    SELECT portal, relationship, role, position, person FROM other.relationship_person
    )sql",
    R"sql(
    INSERT INTO task (portal, id, kind, state, due, updated, owner, digest)
    SELECT portal, id, kind, state, due, updated, owner, digest FROM other.task
    )sql",
    R"sql(
    INSERT INTO task_relationship (portal, task, position, relationship)
    SELECT portal, task, position, relationship FROM other.task_relationship
    )sql",
    "INSERT INTO alias (portal, former, present) SELECT portal, former, present FROM other.alias",
    R"sql(
    INSERT INTO outbox (portal, key, relationship, kind, period, timestamp, body, state, note,
                        attempts, absent_after, next_at, error)
    SELECT portal, key, relationship, kind, period, timestamp, '', state, note, attempts,
           absent_after, next_at, '' FROM other.outbox
    )sql",
    R"sql(
    INSERT INTO outbox_contact (portal, key, position, contact)
    SELECT portal, key, position, contact FROM other.outbox_contact
    )sql",
    R"sql(
    INSERT INTO attempt (portal, key, n, operation, outcome, at)
    SELECT portal, key, n, operation, outcome, at FROM other.attempt
    )sql",
    R"sql(
    INSERT INTO tombstone (portal, hash, buried) SELECT portal, hash, buried FROM other.tombstone
    )sql",
};

// Bodies are not in a backup, so that nothing can be sent from it.
constexpr const char* kForgetOpenNotes[] = {
    R"sql(
    DELETE FROM attempt WHERE EXISTS (
        SELECT 1 FROM outbox o WHERE o.portal = attempt.portal AND o.key = attempt.key
                                 AND o.state NOT IN ('done', 'gone', 'cancelled'))
    )sql",
    R"sql(
    DELETE FROM outbox_contact WHERE EXISTS (
        SELECT 1 FROM outbox o WHERE o.portal = outbox_contact.portal AND o.key = outbox_contact.key
                                 AND o.state NOT IN ('done', 'gone', 'cancelled'))
    )sql",
    "DELETE FROM outbox WHERE state NOT IN ('done', 'gone', 'cancelled')",
};

Result<Connection> open_draft(const std::string& draft) {
    auto connection = Connection::open(draft, Connection::Access::ReadWrite);
    if (!connection) return connection;
    if (auto set = connection->execute(kOneFile); !set) return Failure(std::move(set).error());
    if (auto made = migrate(*connection); !made) return Failure(std::move(made).error());
    return connection;
}

enum class Notes { All, ToldOnly };

// The copy of all that a backup holds, from the file `from` into a draft.
Result<void> fill(const std::string& draft, const std::string& from, Notes notes) {
    auto connection = open_draft(draft);
    if (!connection) return Failure(std::move(connection).error());
    if (auto attached = connection->run("ATTACH DATABASE $1 AS other", {from}); !attached) {
        return attached;
    }
    // One transaction, which sees the other file at one moment. It must not begin as a Write: that
    // would keep others from writing to the other file.
    auto transaction = Transaction::begin(*connection, Transaction::Kind::Read);
    if (!transaction) return Failure(std::move(transaction).error());
    Result<void> done;
    for (const char* const sql : kCopyModel) {
        if (done) done = connection->run(sql, {});
    }
    for (const char* const sql : kForgetOpenNotes) {
        if (done && notes == Notes::ToldOnly) done = connection->run(sql, {});
    }
    if (done) done = transaction->commit();
    return done;
}

Result<void> copy_to(const std::string& to, const std::string& from, Notes notes) {
    const auto draft = make_draft(to);
    if (!draft) return Failure(draft.error());
    auto done = fill(*draft, from, notes);
    if (done) done = publish_draft(*draft, to);
    if (!done) drop_draft(*draft);
    return done;
}

// The place of a file that is to be made.
Result<std::string> free_place(const std::string& path) {
    auto place = place_of(path);
    if (!place) return place;
    const auto exists = state_file_exists(*place);
    if (!exists) return Failure(exists.error());
    if (!*exists) return place;
    return fail(ErrorCode::StoreFailed,
                *place + " is there already and is never overwritten; name another file");
}

Result<void> check_portals(Connection& connection, const std::string& name,
                           std::span<const std::string> portals) {
    std::optional<std::string> stranger;
    auto done = connection.query(
        "SELECT portal FROM portal ORDER BY portal", {}, [&](const Row& row) -> Result<void> {
            const std::string portal = row.text(0);
            if (!stranger && std::ranges::find(portals, portal) == portals.end()) stranger = portal;
            return {};
        });
    if (!done || !stranger || portals.empty()) return done;
    return fail(ErrorCode::WrongPortal, name + " is of the portal " + *stranger +
                                            ", which the configuration does not name");
}

Result<void> check_backup(const std::string& path, std::span<const std::string> portals) {
    const std::string name = "backup " + path;
    auto connection = Connection::open(path, Connection::Access::ReadOnly);
    if (!connection) return Failure(std::move(connection).error());
    if (auto good = check_database(*connection, name); !good) return good;
    const auto schema = connection->number("PRAGMA user_version", {});
    if (!schema) return Failure(schema.error());
    if (schema->value_or(0) < kOldestSchema) {
        return fail(ErrorCode::StoreFailed, name +
                                                " was made by an older mentorsync; open it as a "
                                                "state with this one first");
    }
    std::string verdict;
    auto done = connection->query("PRAGMA integrity_check(1)", {},
                                  [&verdict](const Row& row) -> Result<void> {
                                      verdict = row.text(0);
                                      return {};
                                  });
    if (!done) return done;
    if (verdict != "ok") {
        return fail(ErrorCode::StoreFailed, name + " is damaged; take another one");
    }
    return check_portals(*connection, name, portals);
}

// The place of a backup that must be there.
Result<std::string> place_of_backup(const std::string& path) {
    auto place = place_of(path);
    if (!place) return place;
    const auto exists = state_file_exists(*place);
    if (!exists) return Failure(exists.error());
    if (*exists) return place;
    return fail(ErrorCode::StoreFailed, "backup " + *place + " does not exist");
}

Result<void> erase_whom(PersonalData& state, PersonalData& backup, Instant now) {
    const auto known = backup.known_contacts();
    if (!known) return Failure(known.error());
    for (const RecordId& contact : *known) {
        const auto is_erased = state.is_erased(contact);
        if (!is_erased) return Failure(is_erased.error());
        if (!*is_erased) continue;
        if (auto done = backup.erase(contact, now); !done) return done;
    }
    return {};
}

}  // namespace

Result<void> back_up(const std::string& state_path, const std::string& to) {
    const auto place = free_place(to);
    if (!place) return Failure(place.error());
    const auto from = place_of(state_path);
    if (!from) return Failure(from.error());
    // Looked at first, with all checks. Held open until the end, so that the copy is not the last
    // to close the file.
    const auto state = open_database(state_path, Mode::ReadOnly);
    if (!state) return Failure(state.error());
    return copy_to(*place, *from, Notes::All);
}

Result<void> restore_backup(const std::string& from, const std::string& to,
                            std::span<const std::string> portals) {
    const auto backup = place_of_backup(from);
    if (!backup) return Failure(backup.error());
    if (auto good = check_backup(*backup, portals); !good) return good;
    if (auto made = make_directory_of(to); !made) return made;
    const auto place = free_place(to);
    if (!place) return Failure(place.error());
    return copy_to(*place, *backup, Notes::ToldOnly);
}

Result<void> erase_in_backup(const std::string& backup, const std::string& portal_name,
                             std::shared_ptr<const Sealer> sealer, PersonalData& state,
                             Instant now) {
    const auto place = place_of_backup(backup);
    if (!place) return Failure(place.error());
    {
        auto store = SqlStore::open(*place, portal_name, Mode::ReadWrite, std::move(sealer));
        if (!store) return Failure(std::move(store).error());
        if (auto done = erase_whom(state, **store, now); !done) return done;
    }
    auto connection = Connection::open(*place, Connection::Access::ReadWrite);
    if (!connection) return Failure(std::move(connection).error());
    return connection->execute(kOneFile);
}

}  // namespace mentorsync::store
