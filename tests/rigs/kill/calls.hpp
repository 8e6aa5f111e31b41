// The system calls at which a program is killed.

#pragma once

#include <string>
#include <vector>

namespace mentorsync::rigs {

struct SystemCall {
    std::string name;
    int number = 0;         // on this machine
    bool required = false;  // writes, syncs, sends or receives: each one of a cycle must be hit
};

[[nodiscard]] const std::vector<SystemCall>& all_calls();

}  // namespace mentorsync::rigs
