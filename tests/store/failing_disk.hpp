// A disk that fails: an SQLite file system in front of the real one, for every connection that is
// opened while it lives.

#pragma once

#include <cstddef>

namespace mentorsync::store {

class FailingDisk {
public:
    enum class Call { Write, Sync, Read, Truncate };
    enum class With { Io, Full };

    FailingDisk();
    FailingDisk(const FailingDisk&) = delete;
    FailingDisk& operator=(const FailingDisk&) = delete;
    ~FailingDisk();

    // Fails the n-th such call from here on, counted from 1, once; 0 fails none.
    static void fail(Call call, With with, std::size_t nth);

    // Whether it has failed since.
    [[nodiscard]] static bool has_failed();
};

}  // namespace mentorsync::store
