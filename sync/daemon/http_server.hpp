// Serves pages over HTTP, on a loopback address, in one thread of its own.
//
// A request has five seconds, 8 KiB of headers and no body; at most 32 connections are open at
// once. Every answer says not to store it and not to guess its type.

#pragma once

#include <functional>
#include <memory>
#include <string>

#include "mentorsync/error.hpp"
#include "sync/daemon/pages.hpp"
#include "sync/run/settings.hpp"

namespace mentorsync::daemon {

class HttpServer {
public:
    // Listens before it returns; port 0 takes a free one. `answer` is called in the server's
    // thread. Fails with Configuration when the address is not a loopback one, or is taken.
    [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(
        const HttpSettings& settings, std::function<Page(const PageRequest&)> answer);

    // Closes every connection.
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;

private:
    struct State;
    explicit HttpServer(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace mentorsync::daemon
