// The real network, by libcurl: HTTP/2 where the server offers it, connections kept and shared.

#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "connector/http/http_options.hpp"
#include "connector/http/transport.hpp"
#include "mentorsync/error.hpp"

namespace mentorsync::http {

struct CurlSession;

// Sends `options.max_parallel` requests of a wave at a time, adds the key and JSON headers, decodes
// gzip and deflate, and checks certificates. It follows no redirect: an answer of 300 to 399 is
// BadResponse, and the error names the host to which the server pointed.
//
// A write whose answer is cut off, too large or unreadable is Ambiguous, like one without an
// answer. libcurl itself repeats a Read or IdempotentWrite when a kept connection turns out to be
// dead, or an HTTP/2 stream is refused; a Create travels over HTTP/1.1 on a connection of its own,
// so that it is sent at most once.
// Source: libcurl 7.88.1, lib/transfer.c, Curl_retry_request.
//
// Besides what `Transport` says, a request fails with InvalidArgument when its target is one that
// `check_target` refuses, and with Internal or OutOfMemory when libcurl does not take it.
class CurlTransport final : public Transport {
public:
    // Connects to nothing yet. Fails with Configuration when the address, the key, the CA file or
    // the proxy cannot be used, and with Internal or OutOfMemory when libcurl cannot start.
    [[nodiscard]] static Result<std::unique_ptr<CurlTransport>> open(HttpOptions options);
    ~CurlTransport() override;

    std::vector<Result<Response>> exchange(std::span<const Request> wave,
                                           const std::stop_token& stop) override;

private:
    explicit CurlTransport(std::unique_ptr<CurlSession> session);

    std::unique_ptr<CurlSession> session_;
};

}  // namespace mentorsync::http
