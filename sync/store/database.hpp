// Opens the state's database, safely: this is where "never recreate, never guess" is kept.

#pragma once

#include <string>

#include "mentorsync/error.hpp"
#include "sync/store/sqlite_connection.hpp"

namespace mentorsync::store {

enum class Mode {
    ReadWrite,  // makes the file when there is none, and brings its schema up to date
    Beside,   // the same, for who does not hold the portal's lock: leaves sealing anew with another
              // key to whoever does, who may not have it
    ReadOnly  // for questions; needs a file that a ReadWrite has made
};

// Opens the database at `path`, or one in memory for ":memory:". What is committed through the
// connection is durable, and what is deleted is overwritten. Fails with StoreFailed, in one line
// with the way out, when the file is not a sound state file of ours that only we can read.
[[nodiscard]] Result<Connection> open_database(const std::string& path, Mode mode);

}  // namespace mentorsync::store
