#include "tests/store/failing_disk.hpp"

#include <sqlite3.h>

#include <cstring>
#include <map>

namespace mentorsync::store {

namespace {

struct Plan {
    FailingDisk::Call call = FailingDisk::Call::Write;
    FailingDisk::With with = FailingDisk::With::Io;
    std::size_t left = 0;
    bool has_failed = false;
};

Plan plan;
sqlite3_vfs* real = nullptr;
sqlite3_vfs in_front;

// The methods of each real kind of file, and ours in front of them.
std::map<const sqlite3_io_methods*, sqlite3_io_methods> ours;
std::map<const sqlite3_io_methods*, const sqlite3_io_methods*> theirs;

int outcome_of(FailingDisk::Call call, int io_code) {
    if (plan.left == 0 || plan.call != call) return SQLITE_OK;
    if (--plan.left > 0) return SQLITE_OK;
    plan.has_failed = true;
    return plan.with == FailingDisk::With::Io ? io_code : SQLITE_FULL;
}

const sqlite3_io_methods* methods_of(sqlite3_file* file) {
    return theirs.at(file->pMethods);
}

int on_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    const int code = outcome_of(FailingDisk::Call::Write, SQLITE_IOERR_WRITE);
    return code == SQLITE_OK ? methods_of(file)->xWrite(file, bytes, size, at) : code;
}

int on_read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
    const int code = outcome_of(FailingDisk::Call::Read, SQLITE_IOERR_READ);
    return code == SQLITE_OK ? methods_of(file)->xRead(file, bytes, size, at) : code;
}

int on_sync(sqlite3_file* file, int flags) {
    const int code = outcome_of(FailingDisk::Call::Sync, SQLITE_IOERR_FSYNC);
    return code == SQLITE_OK ? methods_of(file)->xSync(file, flags) : code;
}

int on_truncate(sqlite3_file* file, sqlite3_int64 size) {
    const int code = outcome_of(FailingDisk::Call::Truncate, SQLITE_IOERR_TRUNCATE);
    return code == SQLITE_OK ? methods_of(file)->xTruncate(file, size) : code;
}

// NOLINTNEXTLINE(readability-non-const-parameter): SQLite says what its arguments are.
int on_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    const int code = real->xOpen(real, name, file, flags, out_flags);
    if (code != SQLITE_OK || file->pMethods == nullptr) return code;
    const auto [found, added] = ours.try_emplace(file->pMethods, *file->pMethods);
    if (added) {
        found->second.xWrite = &on_write;
        found->second.xRead = &on_read;
        found->second.xSync = &on_sync;
        found->second.xTruncate = &on_truncate;
        theirs[&found->second] = file->pMethods;
    }
    file->pMethods = &found->second;
    return code;
}

}  // namespace

FailingDisk::FailingDisk() {
    plan = {};
    real = sqlite3_vfs_find(nullptr);
    in_front = *real;
    in_front.zName = "failing";
    in_front.xOpen = &on_open;
    sqlite3_vfs_register(&in_front, 1);
}

FailingDisk::~FailingDisk() {
    sqlite3_vfs_unregister(&in_front);
    sqlite3_vfs_register(real, 1);
}

void FailingDisk::fail(Call call, With with, std::size_t nth) {
    plan = {call, with, nth, false};
}

bool FailingDisk::has_failed() {
    return plan.has_failed;
}

}  // namespace mentorsync::store
