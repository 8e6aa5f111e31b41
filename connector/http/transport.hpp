// The door to the network: sends a wave of independent requests and returns their answers.
//
// `CurlTransport` is the real one; `AuthorizingTransport`, `ThrottledTransport` and
// `RetryingTransport` wrap any other, in this order from the network up.
// Knows nothing of HubSpot or mentoring. Not thread-safe: one cycle uses one transport, from one
// thread.

#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mentorsync/error.hpp"
#include "mentorsync/secret.hpp"

namespace mentorsync::http {

enum class Method { Get, Post, Put, Patch, Delete };

[[nodiscard]] std::string_view name_of(Method method) noexcept;

// What may be done with a request whose answer did not arrive.
enum class RequestClass {
    Read,             // no effect, whatever its method: may be repeated
    IdempotentWrite,  // the effect of two is the effect of one: may be repeated
    Create            // never repeated by a transport; sent on a fresh connection, because libcurl
                      // resends a request on a reused connection that dies without an answer
};

// The limits of a CRM are counted apart for these.
enum class Bucket { General, Search };

struct Header {
    std::string name;  // compared without letter case
    std::string value;
};

struct Request {
    Method method = Method::Get;
    std::string target;  // path and query, beginning with '/'; ids already validated and escaped
    std::string body;    // JSON, or empty
    RequestClass request_class = RequestClass::Read;
    Bucket bucket = Bucket::General;

    // Sent as `Authorization: Bearer` in place of the transport's own key. Set by
    // `AuthorizingTransport`, next to the network: nobody above it ever holds one.
    Secret bearer = {};
};

// The request in a message: method and path, without the query, which may hold what a log must not.
[[nodiscard]] std::string label_of(const Request& request);

struct Response {
    int status = 0;
    std::vector<Header> headers;
    std::string body;  // decoded, whole

    // The value of the first header with this name, or empty.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
};

class Transport {
public:
    virtual ~Transport() = default;

    // Sends every request, in any order and concurrently, and returns as many results in the order
    // of the requests. A response of any status is a result; only what never became a response is
    // an error:
    //   Unavailable  no answer, and the request certainly had no effect (or is a Read)
    //   Ambiguous    no whole answer to a write that was, perhaps, applied
    //   BadResponse  an answer that breaks HTTP, or is not what was asked for
    //   Rejected     an answer to a read that is too large: asking for less may help
    //   Cancelled    `stop` was requested; returns within two seconds of that. A write that was
    //   under
    //                way by then is Ambiguous
    //   RateLimited  not sent, or refused before it had any effect, with the wait that is left:
    //                from `ThrottledTransport` and `RetryingTransport` only
    // Messages name the method and the path without its query, never a header or a body.
    [[nodiscard]] virtual std::vector<Result<Response>> exchange(std::span<const Request> wave,
                                                                 const std::stop_token& stop) = 0;
};

}  // namespace mentorsync::http
