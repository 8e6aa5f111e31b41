// A second reader of generated portals: what their records say, found without the generator and
// without the product, rule by rule and slowly.

#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/sandbox/generator.hpp"

namespace mentorsync::sandbox {

// Of MENTORSYNC_SEED, or a fixed one.
[[nodiscard]] std::uint64_t seed_of_run();

// A generated portal with an index of the addresses of its live contacts. Does not move: the index
// points into the portal.
struct Village {
    explicit Village(const PortalSize& size, std::uint64_t seed = seed_of_run());
    Village(const Village&) = delete;
    Village& operator=(const Village&) = delete;

    [[nodiscard]] const Portal& portal() const;
    // The live contact of this id, or null.
    [[nodiscard]] const Record* contact(const std::string& id) const;

    SandboxCrm crm;
    Truth truth;  // only its scope and, for tasks, its pairs are read here
    std::map<std::string, std::vector<const Record*>> addresses;
};

struct Reading {
    std::map<std::string, std::string> pairs;   // id to the rule that names it
    std::map<std::string, std::string> faults;  // contact to why a rule cannot use it
};

[[nodiscard]] Reading read_pairs(const Village& village);

// Id to members, groups of one included.
[[nodiscard]] std::map<std::string, std::set<std::string>> read_groups(const Village& village);

// The pairs a task counts for, by the rulings; empty when for none.
[[nodiscard]] std::vector<std::string> counted_for(const Village& village, const Record& task);

// Empty when no learning rule matches, or the mapping does not know the state.
[[nodiscard]] std::string read_kind(const Record& task);
[[nodiscard]] std::string read_state(const Record& task);

}  // namespace mentorsync::sandbox
