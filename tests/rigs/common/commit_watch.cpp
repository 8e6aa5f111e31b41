#include "tests/rigs/common/commit_watch.hpp"

#include <utility>

#include "tests/fakes/sqlite_openings.hpp"

namespace mentorsync::rigs {

namespace {

std::function<void()> told;

int on_statement_end(unsigned, void* database, void*, void*) {
    const bool ended = sqlite3_get_autocommit(static_cast<sqlite3*>(database)) != 0;
    if (ended && told) told();
    return 0;
}

int on_open(sqlite3* database, const char**, const sqlite3_api_routines*) {
    sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE, on_statement_end, database);
    return SQLITE_OK;
}

}  // namespace

CommitWatch::CommitWatch(std::function<void()> on_end) {
    told = std::move(on_end);
    fakes::watch_openings(&on_open);
}

CommitWatch::~CommitWatch() {
    fakes::unwatch_openings(&on_open);
    told = nullptr;
}

}  // namespace mentorsync::rigs
