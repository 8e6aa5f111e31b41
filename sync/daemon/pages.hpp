// What the daemon answers over HTTP: a function of the request, so that it needs no socket.
//
//   /healthz   200 while every portal's thread makes progress: restart what says 503
//   /readyz    200 while every portal was proven within three of its intervals; 503 names, for each
//              that was not, its mood and the error's code
//   /metrics   Prometheus text
//
// Nothing of a person is in any of them, and nothing can be changed through them.

#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "mentorsync/clock.hpp"
#include "sync/run/board.hpp"

namespace mentorsync::daemon {

struct PageRequest {
    std::string_view method;
    std::string_view target;  // as it was sent
    std::string_view host;    // the Host header; empty when there is none, or more than one
};

struct Page {
    unsigned status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
};

// What the pages are made from. Each may be asked from the thread of the server.
struct PageSources {
    std::function<std::map<std::string, PortalBoard>()> board;
    std::function<std::chrono::milliseconds()> longest_silence;  // of a portal's thread
    std::function<std::string()> metrics;
    const Clock* clock = nullptr;
};

// A thread that is silent for longer is stuck: the slowest call to a CRM takes a minute.
inline constexpr std::chrono::milliseconds kStuckAfter = std::chrono::seconds{150};

// Answers GET and HEAD of the paths above. Fails with 421 for a Host that is not this machine's
// loopback (DNS rebinding), 405 for another method, 404 for another path.
[[nodiscard]] Page answer_page(const PageRequest& request, const PageSources& sources);

}  // namespace mentorsync::daemon
