// A disk that somebody watches: an SQLite VFS around the system's own, which tells an observer of
// every call and lets it refuse.
//
// Once installed it is the default of this process. Waiting for a lock takes no time in it.

#pragma once

#include <cstdint>
#include <string_view>

namespace mentorsync::rigs {

enum class DiskCall {
    Open,
    Delete,
    Access,
    Read,
    Write,
    Truncate,
    Sync,
    FileSize,
    Lock,
    ShmMap,
    ShmLock
};

[[nodiscard]] std::string_view name_of(DiskCall call) noexcept;

struct DiskEvent {
    DiskCall call = DiskCall::Open;
    std::string_view path;          // empty for a temporary file without a name
    std::int64_t offset = 0;        // of Write; the size that is left, of Truncate
    std::string_view data = {};     // of Write
    bool directory_synced = false;  // of Delete
};

class DiskObserver {
public:
    virtual ~DiskObserver() = default;

    // Returns SQLITE_OK, or the code that the call is to fail with without being made.
    virtual int before(const DiskEvent& event) = 0;

    // The call succeeded.
    virtual void after(const DiskEvent& event) = 0;
};

// Who watches from here on; nobody when null. The observer must live until another is named.
void watch_disk(DiskObserver* observer);

// The name of the VFS that nobody watches.
[[nodiscard]] const char* unwatched_disk();

}  // namespace mentorsync::rigs
