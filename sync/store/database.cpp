#include "sync/store/database.hpp"

#include <mutex>
#include <utility>

#include "sync/store/schema.hpp"
#include "sync/store/state_file.hpp"

namespace mentorsync::store {

namespace {

// FULL: what the CRM is told must be remembered through a power cut.
constexpr char kSettings[] = R"sql(
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
)sql";

constexpr char kReadOnlySettings[] = "PRAGMA temp_store = MEMORY";

Result<Connection> open_writable(const std::string& path) {
    auto connection = Connection::open(path, Connection::Access::ReadWrite);
    if (!connection) return connection;
    if (auto set = connection->execute(kSettings); !set) return Failure(std::move(set).error());
    return connection;
}

// Several portals of one process may begin together. Other processes are kept out by the lock of
// portal_lock.hpp.
Result<void> make_database(const std::string& path) {
    static std::mutex one_at_a_time;
    const std::scoped_lock lock(one_at_a_time);
    const auto exists = state_file_exists(path);
    if (!exists) return Failure(exists.error());
    if (*exists) return {};

    const auto draft = make_draft(path);
    if (!draft) return Failure(draft.error());
    {
        // All of it is in the one file before that gets its name. Closing would move it there as
        // well, but says nothing when the disk fails.
        auto connection = open_writable(*draft);
        if (!connection) return Failure(std::move(connection).error());
        if (auto made = migrate(*connection); !made) return made;
        if (auto moved = connection->truncate_log_now(); !moved) return moved;
    }
    return publish_draft(*draft, path);
}

Result<Connection> open_in_memory() {
    auto connection = open_writable(kInMemory);
    if (!connection) return connection;
    if (auto made = migrate(*connection); !made) return Failure(std::move(made).error());
    return connection;
}

Result<Connection> open_for_reading(const std::string& path) {
    auto connection = Connection::open(path, Connection::Access::ReadOnly);
    if (!connection) return connection;
    if (auto set = connection->execute(kReadOnlySettings); !set) {
        return Failure(std::move(set).error());
    }
    auto good = check_database(*connection, "state file " + path);
    if (!good) return Failure(std::move(good).error());
    const auto current = is_current(*connection);
    if (!current) return Failure(current.error());
    if (*current) return connection;
    return fail(
        ErrorCode::StoreFailed,
        "state file " + path +
            " was written by an older mentorsync; run `mentorsync sync` to bring it up to date");
}

}  // namespace

Result<Connection> open_database(const std::string& path, Mode mode) {
    if (path == kInMemory) return open_in_memory();

    if (mode != Mode::ReadOnly) {
        if (auto made = make_directory_of(path); !made) return Failure(std::move(made).error());
    }
    const auto place = place_of(path);
    if (!place) return Failure(place.error());
    const auto exists = state_file_exists(*place);
    if (!exists) return Failure(exists.error());
    if (mode == Mode::ReadOnly) {
        if (*exists) return open_for_reading(*place);
        return fail(ErrorCode::StoreFailed,
                    "state file " + *place + " does not exist; run `mentorsync sync` first");
    }
    if (!*exists) {
        if (auto made = make_database(*place); !made) return Failure(std::move(made).error());
    }
    // Checked before any setting is made: a stranger's file is not touched.
    auto connection = Connection::open(*place, Connection::Access::ReadWrite);
    if (!connection) return connection;
    auto good = check_database(*connection, "state file " + *place);
    if (!good) return Failure(std::move(good).error());
    if (auto set = connection->execute(kSettings); !set) return Failure(std::move(set).error());
    if (auto done = migrate(*connection); !done) return Failure(std::move(done).error());
    return connection;
}

}  // namespace mentorsync::store
