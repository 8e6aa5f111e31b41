// A portal full of hostile people: every text field of every object holds a hostile string.

#pragma once

#include <string>
#include <vector>

#include "tests/sandbox/sandbox_crm.hpp"

namespace mentorsync::rigs {

struct Planted {
    std::vector<std::string> mentees;   // contact ids
    std::vector<std::string> tasks;     // ids
    std::vector<std::string> canaries;  // texts that may never leave, nor lie bare on the disk
    std::size_t fields = 0;             // how many fields hold a hostile string
};

// Adds for every string a pair and two tasks, an owner, a list, a label and an option.
[[nodiscard]] Planted plant(sandbox::SandboxCrm& crm, const std::string& portal,
                            const std::vector<std::string>& strings);

}  // namespace mentorsync::rigs
