// A transport that expects certain requests in a certain order and answers each from a script.
//
//   ScriptedTransport crm({{Method::Get, "/contacts?limit=100", answer(200, page)},
//                          {Method::Post, "/notes", fail(ErrorCode::Ambiguous, "cut")}});
//   ...
//   BOOST_TEST(crm.faults().empty());
//
// Within a wave, the order is that of the requests. A request that the script does not expect is
// answered with BadResponse and remembered as a fault; the script does not move on.

#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "connector/http/transport.hpp"

namespace mentorsync::http {

struct Step {
    Method method;
    std::string target;
    Result<Response> answer;
    std::function<bool(std::string_view body)> body_matches = {};  // absent: any body
};

[[nodiscard]] inline Response answer(int status, std::string body = {},
                                     std::vector<Header> headers = {}) {
    return Response{status, std::move(headers), std::move(body)};
}

class ScriptedTransport final : public Transport {
public:
    explicit ScriptedTransport(std::vector<Step> script) : script_(std::move(script)) {}

    // Answers Cancelled, and leaves the script where it is, when `stop` was requested.
    std::vector<Result<Response>> exchange(std::span<const Request> wave,
                                           const std::stop_token& stop) override;

    // Every request that was not expected, and every step of the script that was never asked for.
    [[nodiscard]] std::vector<std::string> faults() const;

    // Everything that arrived, in order, wave after wave.
    [[nodiscard]] const std::vector<Request>& requests() const { return requests_; }

    // How many requests each wave held.
    [[nodiscard]] const std::vector<std::size_t>& waves() const { return waves_; }

private:
    Result<Response> play(const Request& request);

    std::vector<Step> script_;
    std::size_t played_ = 0;
    std::vector<Request> requests_;
    std::vector<std::size_t> waves_;
    std::vector<std::string> mismatches_;
};

}  // namespace mentorsync::http
