// Gives every request the bearer that is good at that moment, and answers a refused one with the
// next. The layer right above the network, so that a request that is repeated carries what is good
// by then.

#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "connector/http/transport.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/secret.hpp"

namespace mentorsync::http {

// Where bearers come from. An implementation may be asked by several threads.
class BearerSource {
public:
    virtual ~BearerSource() = default;

    // The bearer to send. May have to fetch one. An error becomes the outcome of each request of
    // the wave, none of which was sent then.
    [[nodiscard]] virtual Result<Secret> bearer(const std::stop_token& stop) = 0;

    // The CRM answered 401 to `refused`. Returns a bearer with which to try once more, or empty
    // when there is none: the answer then stands. An error takes the answer's place.
    [[nodiscard]] virtual Result<std::optional<Secret>> instead_of(const Secret& refused,
                                                                   const Response& answer,
                                                                   const std::stop_token& stop) = 0;

    // The CRM has read a request that came with `good`: it answered 2xx, 400, 403, 404 or 409. Any
    // other status may come from somebody who looked at no bearer.
    virtual void accepted(const Secret& good) = 0;
};

// A request that was answered 401 had no effect, so a create is sent again too. It is sent again at
// most once.
class AuthorizingTransport final : public Transport {
public:
    // Both must outlive this.
    AuthorizingTransport(Transport& inner, BearerSource& source) : inner_(inner), source_(source) {}

    // As the wrapped transport does, or with the error of the source.
    std::vector<Result<Response>> exchange(std::span<const Request> wave,
                                           const std::stop_token& stop) override;

private:
    [[nodiscard]] std::vector<Result<Response>> send(std::vector<Request> wave,
                                                     const Secret& bearer,
                                                     const std::stop_token& stop);

    Transport& inner_;
    BearerSource& source_;
};

}  // namespace mentorsync::http
