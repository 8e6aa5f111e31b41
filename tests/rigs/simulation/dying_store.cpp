#include "tests/rigs/simulation/dying_store.hpp"

#include <sqlite3.h>

namespace mentorsync::rigs {

namespace {

std::uint64_t commits_left = 0;
bool dead = false;

int on_commit(void*) {
    if (commits_left > 0 && --commits_left == 0) dead = true;
    return dead ? 1 : 0;
}

int on_open(sqlite3* database, const char**, const sqlite3_api_routines*) {
    sqlite3_commit_hook(database, on_commit, nullptr);
    return SQLITE_OK;
}

// The type that SQLite declares for extensions says nothing of their arguments.
void (*entry_point())() {
    return reinterpret_cast<void (*)()>(&on_open);
}

}  // namespace

DyingStore::DyingStore() {
    live();
    sqlite3_auto_extension(entry_point());
}

DyingStore::~DyingStore() {
    live();
    sqlite3_cancel_auto_extension(entry_point());
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

}  // namespace mentorsync::rigs
