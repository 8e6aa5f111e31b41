// What every rig shares: its command line, and its cases spread over processes.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "tests/rigs/common/tally.hpp"

namespace mentorsync::rigs {

struct Options {
    bool is_long = false;               // --long: the long counts
    bool until_first = false;           // --until-first: stops at the first bad case
    std::optional<std::uint64_t> only;  // --only N: this case alone, in this process
    std::uint64_t cases = UINT64_MAX;   // --cases N: only the first of them
    std::uint64_t every = 1;            // --every N: only each N-th of them
    std::uint64_t jobs = 2;             // --jobs N
    bool knows_all = true;              // false: there was something else on the command line
};

[[nodiscard]] Options parse_options(int argc, char** argv);

// Cases that are numbered from 0 and know nothing of each other.
struct Work {
    std::uint64_t count = 0;
    std::function<void(std::uint64_t number, Tally& tally)> run;
    std::function<std::string(std::uint64_t number)> describe;  // how to see it again
    unsigned seconds = 120;  // a case that takes longer hangs, which is bad
};

// Runs every case in one of `options.jobs` processes and returns the sum. A case that adds to what
// must not happen is named on the output; one that throws, crashes or hangs counts as broken.
[[nodiscard]] Tally spread(const Work& work, const Options& options);

}  // namespace mentorsync::rigs
