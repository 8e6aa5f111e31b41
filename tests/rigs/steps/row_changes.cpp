#include "tests/rigs/steps/row_changes.hpp"

#include "tests/fakes/sqlite_openings.hpp"

namespace mentorsync::rigs {

namespace {

sqlite3* opened = nullptr;

int on_open(sqlite3* database, const char**, const sqlite3_api_routines*) {
    opened = database;
    return SQLITE_OK;
}

}  // namespace

RowChanges::RowChanges() {
    opened = nullptr;
    fakes::watch_openings(&on_open);
}

RowChanges::~RowChanges() {
    fakes::unwatch_openings(&on_open);
}

std::int64_t RowChanges::count() const {
    return opened == nullptr ? 0 : sqlite3_total_changes64(opened);
}

}  // namespace mentorsync::rigs
