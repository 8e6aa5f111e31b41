#include "tests/rigs/simulation/dying_store.hpp"

#include <stdexcept>

#include "tests/fakes/sqlite_openings.hpp"

namespace mentorsync::rigs {

namespace {

std::uint64_t commits_left = 0;
bool dead = false;
sqlite3* latest = nullptr;

int on_commit(void*) {
    if (commits_left > 0 && --commits_left == 0) dead = true;
    return dead ? 1 : 0;
}

int on_open(sqlite3* database, const char**, const sqlite3_api_routines*) {
    sqlite3_commit_hook(database, on_commit, nullptr);
    latest = database;
    return SQLITE_OK;
}

}  // namespace

DyingStore::DyingStore() {
    live();
    fakes::watch_openings(&on_open);
}

DyingStore::~DyingStore() {
    live();
    fakes::unwatch_openings(&on_open);
}

void DyingStore::die_at(std::uint64_t commit) {
    commits_left = commit;
}

void DyingStore::live() {
    commits_left = 0;
    dead = false;
}

bool DyingStore::is_dead() {
    return dead;
}

void DyingStore::copy_to(const std::string& file) {
    const std::string sql = "VACUUM INTO '" + file + "'";
    if (sqlite3_exec(latest, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errmsg(latest));
    }
}

}  // namespace mentorsync::rigs
