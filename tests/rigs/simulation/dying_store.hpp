// Lets a process die at a commit of its store: what it was about to commit is gone, and nothing
// that it tries afterwards takes effect.

#pragma once

#include <cstdint>
#include <string>

namespace mentorsync::rigs {

// For every SQLite connection that is opened while it lives; only one at a time.
class DyingStore {
public:
    DyingStore();
    DyingStore(const DyingStore&) = delete;
    DyingStore& operator=(const DyingStore&) = delete;
    ~DyingStore();

    // At the n-th commit from here, counted from 1.
    static void die_at(std::uint64_t commit);
    static void live();
    [[nodiscard]] static bool is_dead();

    // Copies all of the connection that was opened last to a new file.
    static void copy_to(const std::string& file);
};

}  // namespace mentorsync::rigs
