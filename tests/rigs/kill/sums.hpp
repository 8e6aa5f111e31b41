// What came of the kills, in one process and over all of them.

#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace mentorsync::rigs {

struct Sums {
    std::uint64_t kills = 0;
    std::uint64_t escaped = 0;  // the run ended before its call came
    std::uint64_t lost = 0;
    std::uint64_t doubled = 0;
    std::uint64_t risen = 0;
    std::uint64_t differ = 0;
    std::uint64_t violations = 0;
    std::uint64_t failed = 0;  // did not come to its end
    std::map<std::string, std::uint64_t> hits;
    std::set<std::string> places;  // "scene call number" of what was hit

    [[nodiscard]] std::uint64_t bad() const {
        return lost + doubled + risen + differ + violations + failed;
    }
};

void write_sums(const Sums& sums, const std::string& path);

// Adds what was written to `path`. Returns false when that cannot be read.
[[nodiscard]] bool add_sums(const std::string& path, Sums& sums);

}  // namespace mentorsync::rigs
