#include "tests/rigs/common/watched_disk.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <new>
#include <stdexcept>

namespace mentorsync::rigs {

namespace {

sqlite3_vfs* system_vfs = nullptr;
DiskObserver* watching = nullptr;

// Followed in memory by the file of the system's VFS.
struct WatchedFile {
    sqlite3_file base;
    const char* path;  // SQLite keeps it until the file is closed
};

constexpr int kHeader = static_cast<int>((sizeof(WatchedFile) + alignof(std::max_align_t) - 1) /
                                         alignof(std::max_align_t) * alignof(std::max_align_t));

sqlite3_file* inner(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + kHeader);
}

std::string_view path_of(sqlite3_file* file) {
    const char* const path = reinterpret_cast<WatchedFile*>(file)->path;
    return path == nullptr ? std::string_view() : path;
}

// Makes the call unless the observer refuses it.
template <class Call>
int watched(const DiskEvent& event, Call call) {
    if (watching == nullptr) return call();
    if (const int refused = watching->before(event); refused != SQLITE_OK) return refused;
    const int code = call();
    if (code == SQLITE_OK && watching != nullptr) watching->after(event);
    return code;
}

int on_close(sqlite3_file* file) {
    return inner(file)->pMethods->xClose(inner(file));
}

int on_read(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
    return watched({DiskCall::Read, path_of(file), offset},
                   [&] { return inner(file)->pMethods->xRead(inner(file), into, size, offset); });
}

int on_write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
    const std::string_view bytes(static_cast<const char*>(data), static_cast<std::size_t>(size));
    return watched({DiskCall::Write, path_of(file), offset, bytes},
                   [&] { return inner(file)->pMethods->xWrite(inner(file), data, size, offset); });
}

int on_truncate(sqlite3_file* file, sqlite3_int64 size) {
    return watched({DiskCall::Truncate, path_of(file), size},
                   [&] { return inner(file)->pMethods->xTruncate(inner(file), size); });
}

int on_sync(sqlite3_file* file, int flags) {
    return watched({DiskCall::Sync, path_of(file)},
                   [&] { return inner(file)->pMethods->xSync(inner(file), flags); });
}

int on_file_size(sqlite3_file* file, sqlite3_int64* size) {
    return watched({DiskCall::FileSize, path_of(file)},
                   [&] { return inner(file)->pMethods->xFileSize(inner(file), size); });
}

int on_lock(sqlite3_file* file, int level) {
    return watched({DiskCall::Lock, path_of(file)},
                   [&] { return inner(file)->pMethods->xLock(inner(file), level); });
}

int on_unlock(sqlite3_file* file, int level) {
    return inner(file)->pMethods->xUnlock(inner(file), level);
}

int on_check_reserved(sqlite3_file* file, int* held) {
    return inner(file)->pMethods->xCheckReservedLock(inner(file), held);
}

int on_control(sqlite3_file* file, int what, void* argument) {
    return inner(file)->pMethods->xFileControl(inner(file), what, argument);
}

int on_sector_size(sqlite3_file* file) {
    return inner(file)->pMethods->xSectorSize(inner(file));
}

int on_characteristics(sqlite3_file* file) {
    return inner(file)->pMethods->xDeviceCharacteristics(inner(file));
}

int on_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** into) {
    return watched({DiskCall::ShmMap, path_of(file)}, [&] {
        return inner(file)->pMethods->xShmMap(inner(file), page, size, extend, into);
    });
}

int on_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    const auto lock = [&] {
        return inner(file)->pMethods->xShmLock(inner(file), offset, count, flags);
    };
    // Giving a lock back cannot fail.
    if ((flags & SQLITE_SHM_UNLOCK) != 0) return lock();
    return watched({DiskCall::ShmLock, path_of(file)}, lock);
}

void on_shm_barrier(sqlite3_file* file) {
    inner(file)->pMethods->xShmBarrier(inner(file));
}

int on_shm_unmap(sqlite3_file* file, int also_delete) {
    return inner(file)->pMethods->xShmUnmap(inner(file), also_delete);
}

// Version 2: without memory-mapped pages, so that every read is a call.
constexpr sqlite3_io_methods kMethods = {2,
                                         on_close,
                                         on_read,
                                         on_write,
                                         on_truncate,
                                         on_sync,
                                         on_file_size,
                                         on_lock,
                                         on_unlock,
                                         on_check_reserved,
                                         on_control,
                                         on_sector_size,
                                         on_characteristics,
                                         on_shm_map,
                                         on_shm_lock,
                                         on_shm_barrier,
                                         on_shm_unmap,
                                         nullptr,
                                         nullptr};

int on_open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out) {
    file->pMethods = nullptr;
    auto* const ours = new (file) WatchedFile{{nullptr}, path};
    const DiskEvent event{DiskCall::Open, path == nullptr ? std::string_view() : path};
    const int code = watched(
        event, [&] { return system_vfs->xOpen(system_vfs, path, inner(file), flags, out); });
    if (code == SQLITE_OK) ours->base.pMethods = &kMethods;
    return code;
}

int on_delete(sqlite3_vfs*, const char* path, int sync_directory) {
    return watched({DiskCall::Delete, path, 0, {}, sync_directory != 0},
                   [&] { return system_vfs->xDelete(system_vfs, path, sync_directory); });
}

int on_access(sqlite3_vfs*, const char* path, int flags, int* result) {
    return watched({DiskCall::Access, path},
                   [&] { return system_vfs->xAccess(system_vfs, path, flags, result); });
}

int on_sleep(sqlite3_vfs*, int microseconds) {
    return microseconds;
}

void install() {
    static sqlite3_vfs ours;
    system_vfs = sqlite3_vfs_find(nullptr);
    ours = *system_vfs;
    ours.pNext = nullptr;
    ours.zName = "watched";
    ours.szOsFile = kHeader + system_vfs->szOsFile;
    ours.xOpen = on_open;
    ours.xDelete = on_delete;
    ours.xAccess = on_access;
    ours.xSleep = on_sleep;
    if (sqlite3_vfs_register(&ours, 1) != SQLITE_OK) throw std::runtime_error("no watched disk");
}

}  // namespace

std::string_view name_of(DiskCall call) noexcept {
    constexpr std::string_view kNames[] = {"open",  "delete",   "access",  "read",
                                           "write", "truncate", "sync",    "file_size",
                                           "lock",  "shm_map",  "shm_lock"};
    return kNames[static_cast<std::size_t>(call)];
}

void watch_disk(DiskObserver* observer) {
    if (system_vfs == nullptr) install();
    watching = observer;
}

const char* unwatched_disk() {
    if (system_vfs == nullptr) install();
    return system_vfs->zName;
}

}  // namespace mentorsync::rigs
