#include "tests/rigs/common/ready_states.hpp"

#include <sqlite3.h>

#include <cstring>
#include <stdexcept>
#include <string>

#include "sync/store/sql_store.hpp"
#include "tests/fakes/sqlite_openings.hpp"

namespace mentorsync::rigs {

namespace {

sqlite3* last_opened = nullptr;
std::string ready;  // the bytes of a state that nothing was stored in

int remember(sqlite3* database, const char** /*message*/, const sqlite3_api_routines* /*api*/) {
    last_opened = database;
    return SQLITE_OK;
}

int fill(sqlite3* database, const char** /*message*/, const sqlite3_api_routines* /*api*/) {
    const char* const file = sqlite3_db_filename(database, "main");
    if (file != nullptr && *file != '\0') return SQLITE_OK;
    auto* const bytes = static_cast<unsigned char*>(sqlite3_malloc64(ready.size()));
    if (bytes == nullptr) return SQLITE_NOMEM;
    std::memcpy(bytes, ready.data(), ready.size());
    const auto size = static_cast<sqlite3_int64>(ready.size());
    return sqlite3_deserialize(database, "main", bytes, size, size,
                               SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
}

}  // namespace

void begin_with_ready_states() {
    fakes::watch_openings(&remember);
    const auto made = store::SqlStore::open(":memory:", "made", store::Mode::ReadWrite);
    fakes::unwatch_openings(&remember);
    if (!made) throw std::runtime_error(made.error().message);
    sqlite3_int64 size = 0;
    unsigned char* const bytes = sqlite3_serialize(last_opened, "main", &size, 0);
    if (bytes == nullptr) throw std::runtime_error("a state in memory cannot be copied");
    ready.assign(bytes, bytes + size);
    sqlite3_free(bytes);
    fakes::watch_openings(&fill);
}

}  // namespace mentorsync::rigs
