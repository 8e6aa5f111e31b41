// Notices that the daemon keeps dying: a file beside the state holds when it was started, until it
// ends in order.

#pragma once

#include <string>

#include "mentorsync/clock.hpp"

namespace mentorsync::daemon {

// `now` is the fifth start within 60 seconds, or a later one, with no end in order since.
inline constexpr int kStartsOfALoop = 5;

class CrashLoop {
public:
    explicit CrashLoop(const std::string& state_path) : path_(state_path + ".starts") {}

    // Notes a start, and returns whether the daemon is in a crash loop. A file that cannot be read
    // or written counts as none: it must not keep the daemon from its work.
    [[nodiscard]] bool is_looping(Instant now) const;

    // The daemon ended in order, or ran long enough: what was before does not count.
    void forget() const;

private:
    std::string path_;
};

}  // namespace mentorsync::daemon
