// The tables, as numbered steps. A step that was ever released is never edited: a change is a
// further step.
//
// The statements of this room run on any SQL database; these definitions are SQLite's own, because
// only it needs STRICT to check types, and calls a 64-bit number INTEGER. Times are milliseconds
// since 1970 UTC. Every table begins with `portal`, the portal's name in the configuration.

#pragma once

#include <cstdint>
#include <string>

#include "mentorsync/error.hpp"
#include "sync/store/sqlite_connection.hpp"

namespace mentorsync::store {

// Marks a file as ours: "msyn". Source: SQLite documentation, PRAGMA application_id.
inline constexpr std::int64_t kApplicationId = 0x6d73796e;

// The step that this program brings a database to; stored as `user_version`.
[[nodiscard]] std::int64_t newest_schema();

// Whether `connection` holds a database that this program can use, perhaps after `migrate`. Fails
// with StoreFailed, in one line with the way out, when it is damaged, another program's, or made by
// a newer mentorsync. `name` is how the message calls it.
[[nodiscard]] Result<void> check_database(Connection& connection, const std::string& name);

// Applies the steps that are missing, each whole or not at all. An empty database gets all.
[[nodiscard]] Result<void> migrate(Connection& connection);

// Whether every step has been applied.
[[nodiscard]] Result<bool> is_current(Connection& connection);

}  // namespace mentorsync::store
