// Sends calls and returns their answers as checked JSON: what every part of this room stands on.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "connector/hubspot/endpoints.hpp"
#include "connector/hubspot/faults.hpp"
#include "connector/hubspot/guarded_transport.hpp"
#include "mentorsync/json.hpp"

namespace mentorsync::hubspot {

// The body of an answer with a 2xx status. Null where the CRM sends none (204).
struct Answer {
    int status = 200;
    json::Value body;
};

// An answer, or why there is none. `fault` is what a refusal said beside its error.
struct Reply {
    Result<Answer> answer;
    Fault fault = {};
};

class Client {
public:
    // `transport` must outlive this; it throttles and repeats already.
    Client(http::Transport& transport, ApiVersion version)
        : transport_(transport, version), version_(version) {}

    // Sends all calls as one wave and returns their replies in that order.
    //
    // Fails with what `error_of` makes of a status, with the transport's error, with BadResponse
    // when a 2xx body is no valid JSON object, and with Unavailable when it is HTML: a proxy or a
    // login page answered. For a create, both of these are Ambiguous.
    [[nodiscard]] std::vector<Reply> exchange(std::span<const Call> calls,
                                              const std::stop_token& stop);

    // The same for one call.
    [[nodiscard]] Reply send(const Call& call, const std::stop_token& stop);

    [[nodiscard]] ApiVersion version() const noexcept { return version_; }
    [[nodiscard]] const GuardedTransport& transport() const noexcept { return transport_; }

private:
    GuardedTransport transport_;
    ApiVersion version_;
};

// The error of an answer that is JSON but not of the promised shape. `where` is a JSON pointer such
// as "/results/3/id", `what` says what is wrong there without quoting it.
[[nodiscard]] Error bad_shape(Endpoint endpoint, ApiVersion version, std::string_view where,
                              std::string_view what);

}  // namespace mentorsync::hubspot
