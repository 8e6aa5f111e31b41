// Keeps two processes from changing one state at the same time.
//
// The operating system holds the lock, so that it goes when its holder dies, however that happens.
// Readers need none.

#pragma once

#include <string>
#include <utility>

#include "mentorsync/error.hpp"

namespace mentorsync::store {

class PortalLock {
public:
    // Takes the lock of the state at `state_path`, which need not exist yet, and leaves the pid and
    // the host in the file `<state_path>.lock` for others to read. Makes the directory as
    // `open_database` does. For ":memory:" there is nothing to lock.
    //
    // Fails with StoreLocked, naming the holder, when somebody has it, this process included. Fails
    // with StoreFailed when the lock file cannot be made.
    [[nodiscard]] static Result<PortalLock> acquire(const std::string& state_path);

    PortalLock(PortalLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    PortalLock& operator=(PortalLock&& other) noexcept {
        std::swap(file_, other.file_);
        return *this;
    }
    PortalLock(const PortalLock&) = delete;
    PortalLock& operator=(const PortalLock&) = delete;
    ~PortalLock();

private:
    explicit PortalLock(int file) : file_(file) {}

    int file_;  // its descriptor holds the lock; -1: none
};

}  // namespace mentorsync::store
