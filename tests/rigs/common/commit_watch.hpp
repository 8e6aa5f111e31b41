// Learns of every transaction that an SQLite connection of this process has ended, by COMMIT or
// alone, without the store knowing: what is durable by then must stay.

#pragma once

#include <functional>

namespace mentorsync::rigs {

// Only one at a time.
class CommitWatch {
public:
    explicit CommitWatch(std::function<void()> on_end);
    CommitWatch(const CommitWatch&) = delete;
    CommitWatch& operator=(const CommitWatch&) = delete;
    ~CommitWatch();
};

}  // namespace mentorsync::rigs
