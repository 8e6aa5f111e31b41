// A network that somebody lends, who sends one request after the other with means of their own.

#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connector/http/transport.hpp"

namespace mentorsync {

class LentTransport final : public http::Transport {
public:
    // Sends one request to `base_url` and returns its answer, of whatever status. An error with a
    // code other than Unavailable, Ambiguous or Cancelled is read as one of them, by what is safe
    // for the request's class.
    struct Order {
        const http::Request& request;
        std::string_view base_url;
        std::string_view content_type;  // of the body; empty without one
    };
    using Send = std::function<Result<http::Response>(const Order& order)>;

    LentTransport(Send send, std::string_view base_url, std::string_view content_type)
        : send_(std::move(send)), base_url_(base_url), content_type_(content_type) {}

    // One after the other. An answer of 300 to 399 is BadResponse: nobody follows a redirect with a
    // key in hand.
    std::vector<Result<http::Response>> exchange(std::span<const http::Request> wave,
                                                 const std::stop_token& stop) override;

private:
    [[nodiscard]] Result<http::Response> send(const http::Request& request) const;

    Send send_;
    std::string base_url_;
    std::string content_type_;
};

}  // namespace mentorsync
