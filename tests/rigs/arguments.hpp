// What every rig understands on its command line, and the one way in which it ends.
//
//   --long        the long counts
//   --seed N      of everything that is drawn; MENTORSYNC_SEED does the same; printed always
//   --shard K/N   the K-th of N equal parts of the cases, counted from 1
//   --cases N     so many cases, for whoever looks for a fault; no floor holds then

#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>

namespace mentorsync::rigs {

struct Arguments {
    bool is_long = false;
    std::uint64_t seed = 20'261'123;
    std::uint64_t shard = 1;
    std::uint64_t shards = 1;
    std::uint64_t cases = 0;  // zero: as many as the rig promises

    // The number of cases of this shard, and whether that is what the rig promises.
    [[nodiscard]] std::uint64_t count(std::uint64_t normal, std::uint64_t long_run) const {
        if (cases > 0) return cases;
        return (is_long ? long_run : normal) / shards;
    }
    [[nodiscard]] bool promises() const { return cases == 0; }
    // Whether the case of this number belongs to the shard.
    [[nodiscard]] bool mine(std::uint64_t number) const { return number % shards == shard - 1; }
};

// Ends the program with 2 when an argument is unknown.
[[nodiscard]] inline Arguments read_arguments(int argc, char** argv) {
    Arguments arguments;
    const char* const from_environment = std::getenv("MENTORSYNC_SEED");
    if (from_environment != nullptr) {
        arguments.seed = std::strtoull(from_environment, nullptr, 10);
    }
    const auto number = [](const char* text) { return std::strtoull(text, nullptr, 10); };
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        const char* const value = i + 1 < argc ? argv[i + 1] : nullptr;
        if (name == "--long") {
            arguments.is_long = true;
            continue;
        }
        if (value == nullptr) {
            std::cerr << "usage: [--long] [--seed N] [--shard K/N] [--cases N]\n";
            std::exit(2);
        }
        ++i;
        if (name == "--seed") arguments.seed = number(value);
        if (name == "--cases") arguments.cases = number(value);
        if (name == "--shard") {
            const char* const slash = std::strchr(value, '/');
            arguments.shard = number(value);
            arguments.shards = slash == nullptr ? 1 : number(slash + 1);
        }
    }
    return arguments;
}

}  // namespace mentorsync::rigs
