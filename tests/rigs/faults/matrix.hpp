// Everything that can be wrong with one HTTP answer, as entries of the sandbox's fault script.

#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "tests/sandbox/faults.hpp"

namespace mentorsync::rigs::disturbed {

struct NamedFault {
    std::string name;
    sandbox::Fault fault;
    std::chrono::milliseconds wait{};  // how long its answer asks to wait, in a way that counts
    bool lies = false;                 // a whole and believable answer that says what is not true
};

// Every status from 300 to 599 when `all_codes`, or else those that somebody is known to send; with
// and without effect, each `Retry-After`, each way to spoil a body or its rows, and what is lost.
[[nodiscard]] std::vector<NamedFault> all_faults(bool all_codes);

}  // namespace mentorsync::rigs::disturbed
