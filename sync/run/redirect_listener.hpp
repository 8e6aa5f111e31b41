// Waits on a loopback port for a browser that the CRM sends back.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "mentorsync/error.hpp"

namespace mentorsync {

// What a request is answered with. A page for people; nothing of the request is in it.
struct RedirectAnswer {
    int status = 200;
    std::string page = {};
    bool last = false;  // what was waited for has come
};

// Looks at the target of a GET request ("/oauth-callback?code=...").
using TakeRedirect = std::function<RedirectAnswer(std::string_view target)>;

// Listens on 127.0.0.1 alone and serves one connection at a time: a GET of at most 8 KiB within
// five seconds, whatever else is closed or refused. Not thread-safe.
class RedirectListener {
public:
    // Port 0 takes a free one. Fails with Configuration when the port is taken.
    [[nodiscard]] static Result<RedirectListener> open(std::uint16_t port);
    RedirectListener(RedirectListener&& other) noexcept;
    RedirectListener& operator=(RedirectListener&&) = delete;
    ~RedirectListener();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    // Serves until `take` says that it was the last. Fails with Cancelled when `stop` is requested,
    // and with Unauthorized when `patience` is over.
    [[nodiscard]] Result<void> serve(const TakeRedirect& take, std::chrono::milliseconds patience,
                                     const std::stop_token& stop);

private:
    RedirectListener(int socket, std::uint16_t port) : socket_(socket), port_(port) {}

    int socket_;
    std::uint16_t port_;
};

}  // namespace mentorsync
