#include "sync/daemon/pages.hpp"

#include <algorithm>
#include <array>

namespace mentorsync::daemon {

namespace {

// Without its port. The daemon listens on these addresses only, and for no other name.
bool is_our_host(std::string_view host) {
    if (host.starts_with('[')) {
        const auto end = host.find(']');
        return end != std::string_view::npos && host.substr(0, end + 1) == "[::1]" &&
               (end + 1 == host.size() || host[end + 1] == ':');
    }
    const std::string_view name = host.substr(0, host.find(':'));
    return name == "localhost" || name == "127.0.0.1";
}

Page plain(unsigned status, std::string body) {
    return {.status = status, .body = std::move(body) + "\n"};
}

Page healthz(const PageSources& sources) {
    if (sources.longest_silence() < kStuckAfter) return plain(200, "ok");
    return plain(503, "a portal makes no progress");
}

bool is_proven(const PortalBoard& portal, Instant now) {
    return portal.last_proven && now - *portal.last_proven <= 3 * portal.proven_every;
}

Page readyz(const PageSources& sources) {
    const Instant now = sources.clock->now();
    std::string waiting;
    for (const auto& [name, portal] : sources.board()) {
        if (is_proven(portal, now)) continue;
        if (!waiting.empty()) waiting += '\n';
        waiting += name + ": " + std::string(name_of(portal.mood));
        if (portal.code) waiting += " " + std::string(name_of(*portal.code));
    }
    return waiting.empty() ? plain(200, "ready") : plain(503, std::move(waiting));
}

}  // namespace

Page answer_page(const PageRequest& request, const PageSources& sources) {
    if (!is_our_host(request.host)) return plain(421, "not served under this name");
    if (request.method != "GET" && request.method != "HEAD") return plain(405, "only GET");
    const std::string_view path = request.target.substr(0, request.target.find('?'));
    if (path == "/healthz") return healthz(sources);
    if (path == "/readyz") return readyz(sources);
    if (path == "/metrics") {
        return {.content_type = "text/plain; version=0.0.4; charset=utf-8",
                .body = sources.metrics()};
    }
    return plain(404, "there is /healthz, /readyz and /metrics");
}

}  // namespace mentorsync::daemon
