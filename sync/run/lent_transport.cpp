#include "sync/run/lent_transport.hpp"

namespace mentorsync {

namespace {

constexpr int kFirstRedirect = 300;
constexpr int kLastRedirect = 399;

ErrorCode safe_code(ErrorCode code, http::RequestClass request_class) {
    if (code == ErrorCode::Unavailable || code == ErrorCode::Cancelled) return code;
    return request_class == http::RequestClass::Read ? ErrorCode::Unavailable
                                                     : ErrorCode::Ambiguous;
}

}  // namespace

Result<http::Response> LentTransport::send(const http::Request& request) const {
    auto answer =
        send_({.request = request,
               .base_url = base_url_,
               .content_type = request.body.empty() ? std::string_view() : content_type_});
    if (!answer) {
        return fail(safe_code(answer.error().code, request.request_class),
                    http::label_of(request) + ": " + answer.error().message);
    }
    if (answer->status >= kFirstRedirect && answer->status <= kLastRedirect) {
        return fail(ErrorCode::BadResponse,
                    http::label_of(request) + ": the server points elsewhere; check base_url");
    }
    return answer;
}

std::vector<Result<http::Response>> LentTransport::exchange(std::span<const http::Request> wave,
                                                            const std::stop_token& stop) {
    std::vector<Result<http::Response>> answers;
    answers.reserve(wave.size());
    for (const http::Request& request : wave) {
        if (stop.stop_requested()) {
            answers.emplace_back(
                fail(ErrorCode::Cancelled, http::label_of(request) + ": stopped on request"));
        } else {
            answers.push_back(send(request));
        }
    }
    return answers;
}

}  // namespace mentorsync
