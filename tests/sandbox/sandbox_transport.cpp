#include "tests/sandbox/sandbox_transport.hpp"

namespace mentorsync::sandbox {
namespace {

std::string method_text(http::Method method) {
    switch (method) {
        case http::Method::Get: return "GET";
        case http::Method::Post: return "POST";
        case http::Method::Put: return "PUT";
        case http::Method::Patch: return "PATCH";
        case http::Method::Delete: return "DELETE";
    }
    return {};
}

std::string named(const http::Request& request) {
    return method_text(request.method) + " " + request.target.substr(0, request.target.find('?'));
}

}  // namespace

std::vector<Result<http::Response>> SandboxTransport::exchange(std::span<const http::Request> wave,
                                                               const std::stop_token& stop) {
    std::vector<Result<http::Response>> results;
    results.reserve(wave.size());
    for (const http::Request& request : wave) {
        if (stop.stop_requested()) {
            results.emplace_back(fail(ErrorCode::Cancelled, named(request) + ": stopped"));
        } else {
            results.push_back(exchange_one(request));
        }
    }
    return results;
}

Result<http::Response> SandboxTransport::exchange_one(const http::Request& request) {
    crm_.set_now(clock_.now());
    const std::string token =
        request.bearer.empty() ? token_ : std::string(request.bearer.reveal());
    Outcome outcome =
        crm_.handle({method_text(request.method), request.target, token, request.body});
    if (outcome.delivery == Delivery::Answered) {
        http::Response response;
        response.status = outcome.response.status;
        response.body = std::move(outcome.response.body);
        for (const auto& [name, value] : outcome.response.headers) {
            response.headers.push_back({name, value});
        }
        return response;
    }
    const bool harmless =
        outcome.delivery == Delivery::Refused || request.request_class == http::RequestClass::Read;
    return harmless ? fail(ErrorCode::Unavailable, named(request) + ": the CRM did not answer")
                    : fail(ErrorCode::Ambiguous, named(request) + ": the answer was lost");
}

}  // namespace mentorsync::sandbox
