// The sandbox CRM behind the connector's own door: no sockets, no threads, simulated time.
//
// The only file of the sandbox that knows anything of the connector. What is lost on the way
// becomes the error that a real transport returns for it.

#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "connector/http/transport.hpp"
#include "mentorsync/clock.hpp"
#include "tests/sandbox/sandbox_crm.hpp"

namespace mentorsync::sandbox {

// Sends the requests of a wave one after the other, in their order. Before each the CRM's clock is
// set to `clock`, which makes held requests arrive.
class SandboxTransport : public http::Transport {
public:
    SandboxTransport(SandboxCrm& crm, const Clock& clock, std::string token)
        : crm_(crm), clock_(clock), token_(std::move(token)) {}

    void set_token(std::string token) { token_ = std::move(token); }

    // Fails with Unavailable where the CRM refused the connection or a Read was lost, with
    // Ambiguous where any other request was lost (its sender cannot know on which way), with
    // Cancelled once `stop` is requested.
    [[nodiscard]] std::vector<Result<http::Response>> exchange(
        std::span<const http::Request> wave, const std::stop_token& stop) override;

private:
    [[nodiscard]] Result<http::Response> exchange_one(const http::Request& request);

    SandboxCrm& crm_;
    const Clock& clock_;
    std::string token_;
};

}  // namespace mentorsync::sandbox
