#include "sync/store/sql_store.hpp"

#include <openssl/rand.h>

#include "sync/store/aes_gcm.hpp"
#include "sync/store/state_file.hpp"

namespace mentorsync::store {

namespace {

// What a cycle saw, as far as it decides which rows must be read. Per connection, in memory.
constexpr char kSeenTables[] = R"sql(
CREATE TEMP TABLE seen_relationship (id TEXT NOT NULL PRIMARY KEY, digest INTEGER NOT NULL);
CREATE TEMP TABLE seen_task (id TEXT NOT NULL PRIMARY KEY, digest INTEGER NOT NULL);
)sql";

Result<Connection> connect(const std::string& path, Mode mode) {
    auto connection = open_database(path, mode);
    if (!connection) return connection;
    if (auto made = connection->execute(kSeenTables); !made) {
        return Failure(std::move(made).error());
    }
    return connection;
}

// What lies in memory needs no key that outlives it.
Result<std::shared_ptr<const Sealer>> passing_sealer() {
    std::string key(kKeyBytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), static_cast<int>(key.size())) !=
        1) {
        return fail(ErrorCode::StoreFailed, "open the state: the system gives no random numbers");
    }
    return Sealer::from_keys({Secret(std::move(key))});
}

}  // namespace

SqlStore::SqlStore(std::string path, std::string portal, Mode mode,
                   std::shared_ptr<const Sealer> sealer, Connection connection)
    : path_(std::move(path)),
      portal_(std::move(portal)),
      mode_(mode),
      sealer_(std::move(sealer)),
      connection_(std::move(connection)) {}

Result<std::unique_ptr<SqlStore>> SqlStore::open(const std::string& path,
                                                 const std::string& portal_name, Mode mode,
                                                 std::shared_ptr<const Sealer> sealer) {
    if (!sealer && path == kInMemory) {
        auto passing = passing_sealer();
        if (!passing) return Failure(std::move(passing).error());
        sealer = *std::move(passing);
    }
    auto connection = connect(path, mode);
    if (!connection) return Failure(std::move(connection).error());
    // make_unique cannot reach the constructor.
    std::unique_ptr<SqlStore> store(
        new SqlStore(path, portal_name, mode, std::move(sealer), std::move(*connection)));
    if (mode == Mode::ReadWrite) {
        if (auto done = store->seal_anew(); !done) return Failure(std::move(done).error());
    }
    return store;
}

Connection& SqlStore::database() const {
    // What is in memory only is lost with its connection.
    if (connection_.is_broken() && !connection_.in_transaction() && path_ != kInMemory) {
        // While that fails, the broken one goes on refusing every call.
        if (auto again = connect(path_, mode_)) connection_ = std::move(*again);
    }
    return connection_;
}

Result<Transaction> SqlStore::reading() const {
    return Transaction::begin(database(), Transaction::Kind::Read);
}

Result<Transaction> SqlStore::writing() const {
    return Transaction::begin(database(), Transaction::Kind::Write);
}

Result<PortalState> SqlStore::portal() {
    auto cursors = read_cursors();
    if (!cursors) return Failure(std::move(cursors).error());
    PortalState state;
    state.cursors = *std::move(cursors);
    auto done = database().query(
        "SELECT crm_portal, accepted_mapping, last_complete, people_in_list, planned_at, "
        "planned_period, last_pass, scope FROM portal WHERE portal = $1",
        {portal_}, [&state](const Row& row) -> Result<void> {
            if (!row.text(0).empty()) state.portal = PortalId(row.text(0));
            state.accepted_mapping = row.text(1);
            if (!row.is_null(2)) state.last_complete = row.time(2);
            state.people_in_list = row.size(3);
            if (!row.is_null(4)) state.planned_at = row.time(4);
            state.planned_period = row.text(5);
            if (!row.is_null(6)) state.last_pass = row.time(6);
            state.scope = row.text(7);
            return {};
        });
    if (!done) return Failure(std::move(done).error());
    return state;
}

}  // namespace mentorsync::store
