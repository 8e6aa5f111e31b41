// Stops a program at chosen system calls, to count them or to kill it there.
//
// The kernel itself picks them out, so that all others cost nothing: a program makes 1,700, and
// `strace` stops it twice at each, or, with --seccomp-bpf, delivers no signal (strace 6.1).

#pragma once

#include <linux/filter.h>
#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/rigs/kill/calls.hpp"

namespace mentorsync::rigs {

// How a run ended.
struct Ended {
    bool killed = false;
    int exit_code = -1;
};

class Tracer {
public:
    explicit Tracer(const std::vector<SystemCall>& calls);

    // In a new process, before it becomes the program: lets the parent trace it. Allocates nothing.
    void begin() const;

    // In the parent: follows `process` and its threads to their end. `at_call` is told of each
    // call before it takes effect, and kills the program by answering true.
    [[nodiscard]] static Ended follow(
        pid_t process, const std::function<bool(pid_t thread, std::size_t call)>& at_call);

private:
    std::vector<sock_filter> filter_;
};

// Of a wait status.
[[nodiscard]] Ended ended_by(int status);

}  // namespace mentorsync::rigs
