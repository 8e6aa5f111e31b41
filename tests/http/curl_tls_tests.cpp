#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

#include "tests/http/loopback_server.hpp"
#include "tests/http/socket_bench.hpp"
#include "tests/http/tls_identity.hpp"

namespace mentorsync::http {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(curl_tls_tests)

void answer_ok(Peer& peer, const Received&) {
    peer.answer(200, "{}");
}

std::unique_ptr<CurlTransport> open_trusting(const LoopbackServer& server,
                                             const std::string& ca_file) {
    HttpOptions options = options_for(server.url());
    options.ca_file = ca_file;
    return open_transport(std::move(options));
}

// Sends a create to a server with this identity, and returns the message with which it fails. No
// request may have reached the server.
std::string refusal_of(const TlsIdentity& identity, const std::string& ca_file) {
    LoopbackServer server(answer_ok, identity.context());
    const auto transport = open_trusting(server, ca_file);
    const Error error = error_of(send(*transport, write_request(RequestClass::Create)));
    BOOST_TEST((error.code == ErrorCode::Unavailable));
    BOOST_TEST(server.received().empty());
    return error.message;
}

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_CASE(a_self_signed_certificate_is_refused_unless_the_settings_name_it) {
    const TlsIdentity identity({});
    BOOST_TEST(contains(refusal_of(identity, ""), "its certificate is not trusted: self-signed"));

    const TlsIdentity another({});
    BOOST_TEST(contains(refusal_of(identity, another.certificate_file()), "not trusted"));

    LoopbackServer server(answer_ok, identity.context());
    const auto transport = open_trusting(server, identity.certificate_file());
    const auto response = send(*transport, write_request(RequestClass::Create));
    BOOST_TEST_REQUIRE(response.has_value());
    BOOST_TEST(response->status == 200);
    BOOST_TEST(server.received()[0].count_header("authorization") == 1);
}

BOOST_AUTO_TEST_CASE(a_certificate_for_another_name_is_refused_though_it_is_trusted) {
    const TlsIdentity identity({.alternative_name = "DNS:crm.example,IP:127.0.0.2"});
    BOOST_TEST(contains(refusal_of(identity, identity.certificate_file()), "certificate"));
}

BOOST_AUTO_TEST_CASE(an_expired_certificate_is_refused_though_it_is_trusted) {
    const TlsIdentity identity({.valid_from_seconds = -7200, .valid_to_seconds = -3600});
    const std::string message = refusal_of(identity, identity.certificate_file());
    BOOST_TEST(contains(message, "certificate has expired"));
}

BOOST_AUTO_TEST_CASE(a_server_that_knows_nothing_newer_than_tls_1_1_is_refused) {
    const TlsIdentity old({.newest_version = TLS1_1_VERSION});
    BOOST_TEST(contains(refusal_of(old, old.certificate_file()), "SSL"));
    const TlsIdentity oldest_allowed({.newest_version = TLS1_2_VERSION});
    LoopbackServer server(answer_ok, oldest_allowed.context());
    const auto transport = open_trusting(server, oldest_allowed.certificate_file());
    BOOST_TEST(send(*transport, read_request()).has_value());
}

BOOST_AUTO_TEST_CASE(http2_is_offered_and_without_it_a_wave_still_runs_in_parallel) {
    const TlsIdentity identity({});
    std::atomic<int> under_way = 0;
    LoopbackServer server(
        [&](Peer& peer, const Received&) {
            ++under_way;
            for (int i = 0; i < 200 && under_way < 8; ++i) peer.wait_until_gone(10ms);
            peer.answer(under_way >= 8 ? 200 : 500, "");
        },
        identity.context());
    const auto transport = open_trusting(server, identity.certificate_file());
    for (int round = 0; round < 2; ++round) {
        for (const auto& answer : transport->exchange(std::vector(8, read_request()), {})) {
            BOOST_TEST(answer->status == 200);
        }
    }
    BOOST_TEST(server.accepted() <= 8U);
    BOOST_TEST(identity.offered_protocols() == "\x02h2\x08http/1.1");
}

BOOST_AUTO_TEST_CASE(a_create_over_tls_whose_connection_dies_is_sent_once) {
    const TlsIdentity identity({});
    LoopbackServer server(
        [](Peer& peer, const Received& request) {
            if (request.method == "GET") peer.answer(200, "{}");
            if (request.method == "POST") peer.close();
        },
        identity.context());
    const auto transport = open_trusting(server, identity.certificate_file());
    BOOST_TEST(send(*transport, read_request()).has_value());
    const auto created = send(*transport, write_request(RequestClass::Create));
    BOOST_TEST((code_of(created) == ErrorCode::Ambiguous));
    BOOST_TEST(server.received().size() == 2U);
    // Over HTTP/2, libcurl would send it again and again to a server that refuses the stream.
    BOOST_TEST(identity.offered_protocols() == "\x08http/1.1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::http
