// The last gate before the network: counts what passes, and lets nothing pass that the table of
// endpoints does not hold.

#pragma once

#include <cstddef>
#include <optional>

#include "connector/http/transport.hpp"
#include "connector/hubspot/endpoints.hpp"

namespace mentorsync::hubspot {

class GuardedTransport final : public http::Transport {
public:
    // `next` must outlive this.
    GuardedTransport(http::Transport& next, ApiVersion version) : next_(next), version_(version) {}

    // As the wrapped transport does. A wave that holds a request outside the table is not sent at
    // all: each of its requests fails with Internal, for only a fault of ours makes one.
    [[nodiscard]] std::vector<Result<http::Response>> exchange(
        std::span<const http::Request> wave, const std::stop_token& stop) override;

    // Requests handed on so far. Repeats by the layers below are not seen here.
    [[nodiscard]] std::size_t requests() const noexcept { return requests_; }
    [[nodiscard]] std::size_t search_requests() const noexcept { return search_requests_; }

    // What the CRM last said is left of the day's budget; it does not tell every client.
    [[nodiscard]] std::optional<std::size_t> daily_left() const noexcept { return daily_left_; }

private:
    http::Transport& next_;
    ApiVersion version_;
    std::size_t requests_ = 0;
    std::size_t search_requests_ = 0;
    std::optional<std::size_t> daily_left_;
};

}  // namespace mentorsync::hubspot
