// A process that does a part of a rig's work and tells what it counted.

#pragma once

#include <sys/types.h>

#include <optional>

#include "tests/rigs/common/tally.hpp"

namespace mentorsync::rigs {

class Branch {
public:
    // Forks: both processes go on from here, in a copy of everything. The new one dies with the
    // old.
    [[nodiscard]] static Branch off();

    [[nodiscard]] bool is_new() const noexcept { return process_ == 0; }

    // Of the new process: tells what it counted, and ends.
    [[noreturn]] void end(const Tally& tally) const;

    // Of the old one: what the other counted, once it ended; nothing when it died before.
    [[nodiscard]] std::optional<Tally> join() const;

private:
    Branch(pid_t process, int file) : process_(process), file_(file) {}

    pid_t process_;
    int file_;  // the end of the pipe that this process has
};

}  // namespace mentorsync::rigs
