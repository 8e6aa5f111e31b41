#include "tests/store/sqlite_faults.hpp"

#include <sqlite3.h>

#include "tests/fakes/sqlite_openings.hpp"

namespace mentorsync::store {

namespace {

sqlite3* last_connection = nullptr;
std::size_t accesses_left = 0;
std::size_t instructions_left = 0;
std::size_t instructions_run = 0;
std::size_t rows_returned = 0;

int on_open(sqlite3* database, const char**, const sqlite3_api_routines*) {
    last_connection = database;
    return SQLITE_OK;
}

int on_instruction(void*) {
    ++instructions_run;
    if (instructions_left == 0) return 0;
    --instructions_left;
    return instructions_left == 0 ? 1 : 0;
}

// NOLINTNEXTLINE(readability-function-size): SQLite says what its arguments are.
int on_access(void*, int, const char*, const char*, const char*, const char*) {
    if (accesses_left == 0) return SQLITE_OK;
    --accesses_left;
    return accesses_left == 0 ? SQLITE_DENY : SQLITE_OK;
}

int on_commit(void*) {
    sqlite3_commit_hook(last_connection, nullptr, nullptr);
    return 1;
}

int on_row(unsigned, void*, void*, void*) {
    ++rows_returned;
    return 0;
}

}  // namespace

SqliteFaults::SqliteFaults() {
    fakes::watch_openings(&on_open);
}

SqliteFaults::~SqliteFaults() {
    fakes::unwatch_openings(&on_open);
    last_connection = nullptr;
}

sqlite3* SqliteFaults::connection() {
    return last_connection;
}

void SqliteFaults::interrupt_at(std::size_t instruction) {
    instructions_left = instruction;
    instructions_run = 0;
    sqlite3_progress_handler(last_connection, 1, &on_instruction, nullptr);
}

std::size_t SqliteFaults::instructions() {
    return instructions_run;
}

void SqliteFaults::refuse_access(std::size_t access) {
    accesses_left = access;
    // Taken away again, because it would have every statement prepared anew.
    sqlite3_set_authorizer(last_connection, access == 0 ? nullptr : &on_access, nullptr);
}

void SqliteFaults::refuse_next_commit() {
    sqlite3_commit_hook(last_connection, &on_commit, nullptr);
}

void SqliteFaults::count_rows() {
    rows_returned = 0;
    sqlite3_trace_v2(last_connection, SQLITE_TRACE_ROW, &on_row, nullptr);
}

std::size_t SqliteFaults::rows() {
    return rows_returned;
}

}  // namespace mentorsync::store
