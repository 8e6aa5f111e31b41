// People who work in a portal while it is being pulled: random edits of every kind, from a seed.

#pragma once

#include <random>
#include <string>
#include <vector>

#include "tests/hubspot/mirror_bench.hpp"

namespace mentorsync::hubspot {

class PeopleAtWork {
public:
    PeopleAtWork(MirrorBench& bench, std::uint64_t seed);

    // One edit, or a few that belong together. Returns what was done, for the one who reads a
    // failure.
    std::string edit_something();

private:
    using Kind = sandbox::Kind;

    std::string edit_contact();
    std::string edit_task();
    std::string move_people();
    std::string move_links();
    std::string archive_or_restore(Kind kind);
    std::string merge();
    std::string swap_emails();
    std::string change_owner();

    std::string add_contact();
    std::string add_task();

    // A live or an archived record; empty when there is none.
    [[nodiscard]] std::string any(Kind kind, bool archived = false);
    [[nodiscard]] std::string any_owner();
    [[nodiscard]] std::string any_email();
    [[nodiscard]] std::size_t below(std::size_t limit) { return random_() % limit; }

    MirrorBench& bench_;
    std::mt19937_64 random_;
    int people_ = 0;
};

}  // namespace mentorsync::hubspot
