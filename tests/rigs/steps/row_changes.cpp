#include "tests/rigs/steps/row_changes.hpp"

#include <sqlite3.h>

namespace mentorsync::rigs {

namespace {

sqlite3* opened = nullptr;

int on_open(sqlite3* database, const char**, const sqlite3_api_routines*) {
    opened = database;
    return SQLITE_OK;
}

// The type that SQLite declares for extensions says nothing of their arguments.
void (*entry_point())() {
    return reinterpret_cast<void (*)()>(&on_open);
}

}  // namespace

RowChanges::RowChanges() {
    opened = nullptr;
    sqlite3_auto_extension(entry_point());
}

RowChanges::~RowChanges() {
    sqlite3_cancel_auto_extension(entry_point());
}

std::int64_t RowChanges::count() const {
    return opened == nullptr ? 0 : sqlite3_total_changes64(opened);
}

}  // namespace mentorsync::rigs
