#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

// What a cycle saw, as far as it decides which rows must be read. Per connection, in memory.
constexpr char kSeenTables[] = R"sql(
CREATE TEMP TABLE seen_relationship (id TEXT NOT NULL PRIMARY KEY, digest INTEGER NOT NULL);
CREATE TEMP TABLE seen_task (id TEXT NOT NULL PRIMARY KEY, digest INTEGER NOT NULL);
)sql";

constexpr char kSetRebuilt[] = R"sql(
    INSERT INTO portal (portal, crm_portal, accepted_mapping, people_in_list, rebuilt)
    VALUES ($1, '', '', 0, $2)
    ON CONFLICT (portal) DO UPDATE SET rebuilt = excluded.rebuilt
)sql";

}  // namespace

Result<std::unique_ptr<SqlStore>> SqlStore::open(const std::string& path,
                                                 const std::string& portal_name, Mode mode) {
    auto connection = open_database(path, mode);
    if (!connection) return Failure(std::move(connection).error());
    if (auto made = connection->execute(kSeenTables); !made) {
        return Failure(std::move(made).error());
    }
    // make_unique cannot reach the constructor.
    return std::unique_ptr<SqlStore>(new SqlStore(std::move(*connection), portal_name));
}

Result<PortalState> SqlStore::portal() {
    PortalState state;
    auto done = connection_.query(
        "SELECT crm_portal, accepted_mapping, last_complete, people_in_list, rebuilt FROM portal "
        "WHERE portal = $1",
        {portal_}, [&state](const Row& row) -> Result<void> {
            if (!row.text(0).empty()) state.portal = PortalId(row.text(0));
            state.accepted_mapping = row.text(1);
            if (!row.is_null(2)) state.last_complete = row.time(2);
            state.people_in_list = row.size(3);
            state.rebuilt = row.number(4) != 0;
            return {};
        });
    if (!done) return Failure(std::move(done).error());
    return state;
}

Result<void> SqlStore::set_rebuilt(bool rebuilt) {
    auto transaction = Transaction::begin(connection_, Transaction::Kind::Write);
    if (!transaction) return Failure(std::move(transaction).error());
    auto done = connection_.run(kSetRebuilt, {portal_, rebuilt});
    if (done && rebuilt) {
        done = connection_.run("UPDATE outbox SET absent_after = $1 WHERE portal = $2",
                               {kNotLookedUp, portal_});
    }
    if (done) done = transaction->commit();
    return done;
}

}  // namespace mentorsync::store
