// Plain HTTP/1.1 with keep-alive on loopback. Knows nothing of the sandbox but its messages.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/sandbox/message.hpp"

namespace mentorsync::sandbox {

// Answers one request. An outcome that was not delivered closes the connection without an answer.
using Serve = std::function<Outcome(const Request&)>;

struct Listener {
    std::uint16_t port = 0;  // 0: any free one; holds the one that was taken once it listens
    Serve serve;
};

// Serves every listener on 127.0.0.1, from one thread, until SIGTERM or SIGINT. Calls `ready` when
// all of them listen. Returns what went wrong, or empty.
[[nodiscard]] std::string serve_until_signalled(std::vector<Listener>& listeners,
                                                const std::function<void()>& ready);

}  // namespace mentorsync::sandbox
