#include "sync/daemon/http_server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <string>

using namespace mentorsync;
using namespace mentorsync::daemon;

namespace {

Page echo(const PageRequest& request) {
    return {.body = std::string(request.method) + " " + std::string(request.target) + " " +
                    std::string(request.host)};
}

struct Served {
    std::unique_ptr<HttpServer> server =
        HttpServer::start({.address = "127.0.0.1", .port = 0}, echo).value();

    // Sends `text` as it is, and returns what comes until the server closes or a request was
    // answered.
    [[nodiscard]] std::string send(const std::string& text) const {
        const int file = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(server->port());
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const void* const raw = &address;
        BOOST_TEST_REQUIRE(connect(file, static_cast<const sockaddr*>(raw), sizeof address) == 0);
        static_cast<void>(::send(file, text.data(), text.size(), MSG_NOSIGNAL));
        std::string out;
        std::array<char, 4'096> bytes{};
        for (ssize_t n = 1; n > 0;) {
            n = recv(file, bytes.data(), bytes.size(), 0);
            if (n > 0) out.append(bytes.data(), static_cast<std::size_t>(n));
        }
        close(file);
        return out;
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_server_tests)

BOOST_AUTO_TEST_CASE(a_request_is_answered_and_told_not_to_be_kept) {
    const Served served;
    const std::string answer =
        served.send("GET /x?y HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    BOOST_TEST(answer.starts_with("HTTP/1.1 200 "));
    BOOST_TEST(answer.ends_with("\r\n\r\nGET /x?y localhost"));
    for (const char* const header :
         {"Cache-Control: no-store\r\n", "X-Content-Type-Options: nosniff\r\n",
          "Content-Security-Policy: default-src 'none'", "Referrer-Policy: no-referrer\r\n"}) {
        BOOST_TEST(has(answer, header), header);
    }
    BOOST_TEST(!has(answer, "Server:"));
}

BOOST_AUTO_TEST_CASE(head_has_the_length_and_no_body) {
    const Served served;
    const std::string answer =
        served.send("HEAD /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    BOOST_TEST(has(answer, "Content-Length: 17\r\n"));
    BOOST_TEST(answer.ends_with("\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(two_hosts_are_none) {
    const Served served;
    const std::string answer = served.send(
        "GET /x HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\nConnection: close\r\n\r\n");
    BOOST_TEST(answer.ends_with("\r\n\r\nGET /x "));
}

BOOST_AUTO_TEST_CASE(what_is_too_much_or_no_http_is_refused_with_the_same_headers) {
    const Served served;
    const struct {
        std::string request;
        std::string status;
    } rows[] = {
        {"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", "431"},
        {"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello", "413"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: "
         "chunked\r\n\r\n0\r\n",
         "400"},
        {"GARBAGE\r\n\r\n", "400"},
        {"GET / HTTP/9.9\r\n\r\n", "400"},
        {"GET /\x01 HTTP/1.1\r\n\r\n", "400"},
    };
    for (const auto& row : rows) {
        const std::string answer = served.send(row.request);
        BOOST_TEST(answer.starts_with("HTTP/1.1 " + row.status), answer.substr(0, 40));
        BOOST_TEST(has(answer, "nosniff"), row.status);
    }
}

BOOST_AUTO_TEST_CASE(it_listens_on_loopback_or_not_at_all) {
    for (const char* const address : {"0.0.0.0", "::", "192.0.2.1", "localhost", ""}) {
        const auto server = HttpServer::start({.address = address, .port = 0}, echo);
        BOOST_TEST_REQUIRE(!server.has_value(), address);
        BOOST_TEST((server.error().code == ErrorCode::Configuration));
    }
    const Served first;
    const auto second =
        HttpServer::start({.address = "127.0.0.1", .port = first.server->port()}, echo);
    BOOST_TEST(!second.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
