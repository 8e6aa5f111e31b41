#include "tests/rigs/io/failing_disk.hpp"

#include <sqlite3.h>

namespace mentorsync::rigs {

int FailingDisk::before(const DiskEvent& event) {
    const std::size_t number = calls_.size();
    calls_.push_back(event.call);
    if (fault_.code == SQLITE_OK || mended_) return SQLITE_OK;
    if (number == fault_.call) {
        has_failed_ = true;
        kind_ = event.call;
        return fault_.code;
    }
    return fault_.lasts && has_failed_ && event.call == kind_ ? fault_.code : SQLITE_OK;
}

std::vector<int> codes_of(DiskCall call) {
    switch (call) {
        case DiskCall::Open: return {SQLITE_CANTOPEN, SQLITE_IOERR};
        case DiskCall::Delete: return {SQLITE_IOERR_DELETE};
        case DiskCall::Access: return {SQLITE_IOERR_ACCESS};
        case DiskCall::Read: return {SQLITE_IOERR_READ};
        case DiskCall::Write: return {SQLITE_IOERR_WRITE, SQLITE_FULL};
        case DiskCall::Truncate: return {SQLITE_IOERR_TRUNCATE};
        case DiskCall::Sync: return {SQLITE_IOERR_FSYNC, SQLITE_FULL};
        case DiskCall::FileSize: return {SQLITE_IOERR_FSTAT};
        case DiskCall::Lock: return {SQLITE_BUSY, SQLITE_IOERR_LOCK};
        case DiskCall::ShmMap: return {SQLITE_IOERR_SHMMAP, SQLITE_FULL};
        case DiskCall::ShmLock: return {SQLITE_BUSY, SQLITE_IOERR_SHMLOCK};
    }
    return {};
}

}  // namespace mentorsync::rigs
