// What the tests of `CurlTransport` share: how they send, and what no error may ever hold.

#pragma once

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "connector/http/curl_transport.hpp"

namespace mentorsync::http {

// Must never be seen in an error, a request line or a body.
inline constexpr const char* kPlantedKey = "pat-eu1-planted-0123456789";

// A query may hold what people typed: it must not be seen either.
inline constexpr const char* kTarget = "/notes?query=planted-query";

inline HttpOptions options_for(const std::string& url) {
    HttpOptions options;
    options.base_url = url;
    options.bearer = Secret(kPlantedKey);
    return options;
}

inline std::unique_ptr<CurlTransport> open_transport(HttpOptions options) {
    auto transport = CurlTransport::open(std::move(options));
    BOOST_TEST_REQUIRE(transport.has_value());
    return *std::move(transport);
}

inline Request read_request(std::string target = kTarget) {
    return {Method::Get, std::move(target), "", RequestClass::Read, Bucket::General};
}

inline Request write_request(RequestClass request_class) {
    return {Method::Post, kTarget, R"({"a":1})", request_class, Bucket::General};
}

inline Result<Response> send(CurlTransport& transport, const Request& request) {
    auto answers = transport.exchange(std::vector{request}, {});
    BOOST_TEST_REQUIRE(answers.size() == 1U);
    return std::move(answers.front());
}

// The error of a result that must be one; checks what must hold for the message of any.
inline Error error_of(const Result<Response>& result) {
    BOOST_TEST_REQUIRE(!result.has_value());
    const std::string& message = result.error().message;
    BOOST_TEST_CONTEXT(message) {
        BOOST_TEST(message.find("planted") == std::string::npos);
        BOOST_TEST(message.find("Bearer") == std::string::npos);
        BOOST_TEST(message.find('\n') == std::string::npos);
        BOOST_TEST((message.starts_with("GET /notes: ") || message.starts_with("POST /notes: ")));
    }
    return result.error();
}

inline ErrorCode code_of(const Result<Response>& result) {
    return error_of(result).code;
}

}  // namespace mentorsync::http
