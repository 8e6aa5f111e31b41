// A request to the sandbox CRM and its answer, free of any transport.

#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mentorsync::sandbox {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    std::string method;  // "GET", "POST" ...
    std::string target;  // path and query, escaped
    std::string token;   // of `Authorization: Bearer ...`; empty when that header is missing
    std::string body;
};

struct Response {
    int status = 200;
    Headers headers;
    std::string body;

    // The value of the first header with this name, letter case ignored, or empty.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

// What became of an exchange on its way.
enum class Delivery {
    Answered,    // the response arrived
    Refused,     // no connection: the CRM never saw the request
    LostBefore,  // the request was sent and never reached the CRM
    LostAfter    // the CRM took the request and its answer was lost: it was applied, or will be
};

struct Outcome {
    Delivery delivery = Delivery::Answered;
    Response response;                  // only where Answered
    std::chrono::milliseconds delay{};  // how long a server waits before it answers
};

}  // namespace mentorsync::sandbox
