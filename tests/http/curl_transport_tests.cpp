#include "connector/http/curl_transport.hpp"

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <thread>

#include "tests/fakes/temporary_folder.hpp"
#include "tests/http/loopback_server.hpp"
#include "tests/http/socket_bench.hpp"

namespace mentorsync::http {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(curl_transport_tests)

void answer_ok(Peer& peer, const Received& request) {
    peer.answer(200, request.target);
}

BOOST_AUTO_TEST_CASE(a_request_arrives_as_written_with_the_key_exactly_once) {
    LoopbackServer server([](Peer& peer, const Received&) {
        peer.answer(207, R"({"x":1})", "X-One: 1 \r\nx-two:2\r\n");
    });
    const auto transport = open_transport(options_for(server.url() + "/crm/"));
    for (const Method method :
         {Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete}) {
        Request request{method, "/a%20b?c=d&e", "", RequestClass::IdempotentWrite, {}};
        if (method != Method::Get && method != Method::Delete) request.body = R"({"b":2})";
        const auto response = send(*transport, request);
        BOOST_TEST_REQUIRE(response.has_value());
        BOOST_TEST(response->status == 207);
        BOOST_TEST(response->body == R"({"x":1})");
        BOOST_TEST(response->header("X-ONE") == "1");
        BOOST_TEST(response->header("X-Two") == "2");

        const Received received = server.received().back();
        BOOST_TEST(received.method == name_of(method));
        BOOST_TEST(received.target == "/crm/a%20b?c=d&e");
        BOOST_TEST(received.body == request.body);
        BOOST_TEST(received.count_header("authorization") == 1);
        BOOST_TEST(received.head.find("Authorization: Bearer " + std::string(kPlantedKey) +
                                      "\r\n") != std::string::npos);
        BOOST_TEST(received.head.find("User-Agent: mentorsync/0.1.0\r\n") != std::string::npos);
        BOOST_TEST(received.count_header("content-type") == (request.body.empty() ? 0 : 1));
        BOOST_TEST(received.count_header("expect") == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_post_without_a_body_says_so_and_without_a_key_there_is_no_header) {
    LoopbackServer server(answer_ok);
    HttpOptions options = options_for(server.url());
    options.bearer = Secret();
    const auto transport = open_transport(std::move(options));
    Request request = write_request(RequestClass::Create);
    request.body.clear();
    BOOST_TEST(send(*transport, request).has_value());
    BOOST_TEST(server.received()[0].head.find("Content-Length: 0\r\n") != std::string::npos);
    BOOST_TEST(server.received()[0].count_header("authorization") == 0);
}

BOOST_AUTO_TEST_CASE(waves_share_connections_and_answers_keep_their_places) {
    LoopbackServer server(answer_ok);
    HttpOptions options = options_for(server.url());
    options.max_parallel = 4;
    const auto transport = open_transport(std::move(options));
    for (int round = 0; round < 3; ++round) {
        std::vector<Request> wave;
        wave.reserve(100);
        for (int i = 0; i < 100; ++i) wave.push_back(read_request("/" + std::to_string(i)));
        const auto answers = transport->exchange(wave, {});
        BOOST_TEST_REQUIRE(answers.size() == 100U);
        for (std::size_t i = 0; i < wave.size(); ++i) {
            BOOST_TEST_REQUIRE(answers[i].has_value());
            BOOST_TEST(answers[i]->body == wave[i].target);
        }
    }
    BOOST_TEST(server.received().size() == 300U);
    BOOST_TEST(server.accepted() <= 4U);
    BOOST_TEST(transport->exchange({}, {}).empty());
}

BOOST_AUTO_TEST_CASE(requests_of_a_wave_are_under_way_at_the_same_time) {
    std::atomic<int> under_way = 0;
    LoopbackServer server([&](Peer& peer, const Received&) {
        ++under_way;
        // Nobody is answered before all eight are here, or two seconds have passed.
        for (int i = 0; i < 200 && under_way < 8; ++i) peer.wait_until_gone(10ms);
        peer.answer(under_way == 8 ? 200 : 500, "");
    });
    const auto transport = open_transport(options_for(server.url()));
    for (const auto& answer : transport->exchange(std::vector(8, read_request()), {})) {
        BOOST_TEST(answer->status == 200);
    }
}

// Opens two connections. A new one has a timer of its own, which would wake curl just in time.
void warm_up(CurlTransport& transport) {
    for (const auto& answer : transport.exchange(std::vector(2, read_request("/2")), {})) {
        BOOST_TEST_REQUIRE(answer.has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_slow_answer_does_not_hold_up_requests_for_which_there_is_room) {
    std::atomic<bool> third_is_here = false;
    LoopbackServer server([&](Peer& peer, const Received& request) {
        if (request.target == "/3") third_is_here = true;
        if (request.target == "/1") {
            for (int i = 0; i < 200 && !third_is_here; ++i) peer.wait_until_gone(10ms);
        }
        peer.answer(third_is_here || request.target == "/2" ? 200 : 500, "");
    });
    HttpOptions options = options_for(server.url());
    options.max_parallel = 2;
    options.slow_bytes_per_second = 0;  // or curl wakes up every second to look at the speed
    const auto transport = open_transport(std::move(options));
    warm_up(*transport);
    const std::vector wave{read_request("/1"), read_request("/2"), read_request("/3")};
    for (const auto& answer : transport->exchange(wave, {})) BOOST_TEST(answer->status == 200);
}

BOOST_AUTO_TEST_CASE(a_large_body_is_sent_without_asking_first) {
    LoopbackServer server(answer_ok);
    const auto transport = open_transport(options_for(server.url()));
    Request request = write_request(RequestClass::Create);
    request.body.assign(3'000'000, 'x');
    BOOST_TEST(send(*transport, request).has_value());
    BOOST_TEST(server.received()[0].count_header("expect") == 0);
    BOOST_TEST((server.received()[0].body == request.body));
}

// Answers every first request on a connection, and drops a connection that is used again.
void drop_reused(Peer& peer, const Received& request) {
    if (request.earlier_on_connection == 0) {
        peer.answer(200, "{}");
    } else {
        peer.close();
    }
}

std::size_t posts_in(const LoopbackServer& server) {
    const auto received = server.received();
    return static_cast<std::size_t>(std::ranges::count(received, "POST", &Received::method));
}

BOOST_AUTO_TEST_CASE(a_read_on_a_kept_connection_that_dies_is_answered_all_the_same) {
    LoopbackServer server(drop_reused);
    const auto transport = open_transport(options_for(server.url()));
    BOOST_TEST(send(*transport, read_request()).has_value());
    BOOST_TEST(send(*transport, read_request()).has_value());
    BOOST_TEST(server.accepted() == 2U);
    BOOST_TEST(server.received().size() == 3U);  // the second was sent twice, by libcurl
}

BOOST_AUTO_TEST_CASE(a_create_never_travels_on_a_kept_connection_nor_leaves_one) {
    LoopbackServer server(drop_reused);
    const auto transport = open_transport(options_for(server.url()));
    BOOST_TEST(send(*transport, read_request()).has_value());
    BOOST_TEST(send(*transport, write_request(RequestClass::Create)).has_value());
    BOOST_TEST(posts_in(server) == 1U);
    BOOST_TEST(server.received().back().connection == 1U);
    BOOST_TEST(send(*transport, write_request(RequestClass::Create)).has_value());
    BOOST_TEST(server.received().back().connection == 2U);

    LoopbackServer other(answer_ok);
    const auto unused = open_transport(options_for(other.url()));
    BOOST_TEST(send(*unused, write_request(RequestClass::Create)).has_value());
    BOOST_TEST(send(*unused, read_request()).has_value());
    BOOST_TEST(other.accepted() == 2U);
}

BOOST_AUTO_TEST_CASE(a_create_whose_connection_dies_is_sent_once_and_ambiguous) {
    LoopbackServer server([](Peer& peer, const Received& request) {
        if (request.method == "GET") peer.answer(200, "{}");
        if (request.method == "POST") peer.close();
    });
    const auto transport = open_transport(options_for(server.url()));
    BOOST_TEST(send(*transport, read_request()).has_value());
    const auto created = send(*transport, write_request(RequestClass::Create));
    BOOST_TEST((code_of(created) == ErrorCode::Ambiguous));
    BOOST_TEST(posts_in(server) == 1U);

    // The same write in the other class shows that this server would have had it twice.
    BOOST_TEST(send(*transport, read_request()).has_value());
    const auto written = send(*transport, write_request(RequestClass::IdempotentWrite));
    BOOST_TEST((code_of(written) == ErrorCode::Ambiguous));
    BOOST_TEST(posts_in(server) >= 3U);
}

BOOST_AUTO_TEST_CASE(what_never_left_this_machine_is_unavailable_for_any_class) {
    std::string url;
    {
        const LoopbackServer gone(answer_ok);
        url = gone.url();
    }
    const auto transport = open_transport(options_for(url));
    for (const auto request_class :
         {RequestClass::Read, RequestClass::IdempotentWrite, RequestClass::Create}) {
        const Error error = error_of(send(*transport, write_request(request_class)));
        BOOST_TEST((error.code == ErrorCode::Unavailable));
        BOOST_TEST(error.message == "POST /notes: no answer from " + url.substr(7) +
                                        " (Couldn't connect to server)");
    }
}

BOOST_AUTO_TEST_CASE(a_stop_ends_a_stalled_wave_at_once) {
    LoopbackServer server([](Peer& peer, const Received& request) {
        if (request.target == "/2") peer.answer(200, "");
        if (request.target == kTarget) peer.wait_until_gone(30s);
    });
    HttpOptions options = options_for(server.url());
    options.max_parallel = 2;
    options.slow_bytes_per_second = 0;  // or curl wakes up every second to look at the speed
    const auto transport = open_transport(std::move(options));
    std::stop_source source;
    warm_up(*transport);
    const std::vector wave{read_request(), write_request(RequestClass::IdempotentWrite),
                           write_request(RequestClass::Create)};

    std::jthread stopper([&] {
        server.wait_for_requests(4);
        source.request_stop();
    });
    const auto start = std::chrono::steady_clock::now();
    const auto answers = transport->exchange(wave, source.get_token());
    BOOST_TEST((std::chrono::steady_clock::now() - start < 2s));

    BOOST_TEST((code_of(answers[0]) == ErrorCode::Cancelled));
    BOOST_TEST((code_of(answers[1]) == ErrorCode::Ambiguous));  // it was under way
    BOOST_TEST((code_of(answers[2]) == ErrorCode::Cancelled));  // it was not
    BOOST_TEST(server.received().size() == 4U);

    // Nothing is sent after the stop.
    for (const auto& answer : transport->exchange(wave, source.get_token())) {
        BOOST_TEST((code_of(answer) == ErrorCode::Cancelled));
    }
    BOOST_TEST(server.received().size() == 4U);
}

BOOST_AUTO_TEST_CASE(a_target_that_could_lead_elsewhere_is_not_sent) {
    LoopbackServer server(answer_ok);
    const auto transport = open_transport(options_for(server.url()));
    const std::vector wave{read_request("@evil.example/"), read_request("/a/../b"),
                           read_request("/a\r\nX: y"), read_request("/fine")};
    const auto answers = transport->exchange(wave, {});
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST((answers[i].error().code == ErrorCode::InvalidArgument));
    }
    BOOST_TEST(answers[3].has_value());
    BOOST_TEST(server.received().size() == 1U);
}

BOOST_AUTO_TEST_CASE(options_that_would_not_be_safe_do_not_open) {
    const auto refused = [](const HttpOptions& options) {
        const auto transport = CurlTransport::open(options);
        BOOST_TEST_REQUIRE(!transport.has_value());
        BOOST_TEST((transport.error().code == ErrorCode::Configuration));
        BOOST_TEST(transport.error().message.find("planted") == std::string::npos);
    };
    refused(options_for("http://api.hubapi.com"));

    HttpOptions split_key = options_for("https://api.hubapi.com");
    split_key.bearer = Secret("planted\r\nX-Other: header");
    refused(split_key);

    HttpOptions no_file = options_for("https://api.hubapi.com");
    no_file.ca_file = "/nonexistent/ca.pem";
    refused(no_file);

    HttpOptions clear_proxy = options_for("http://127.0.0.1:1");
    clear_proxy.proxy = "http://user:planted@127.0.0.1:2";
    refused(clear_proxy);
}

BOOST_AUTO_TEST_CASE(a_proxy_in_the_environment_is_not_used) {
    LoopbackServer proxy(answer_ok);
    LoopbackServer server(answer_ok);
    for (const char* const name : {"http_proxy", "ALL_PROXY"}) {
        ::setenv(name, proxy.url().c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    }
    const auto transport = open_transport(options_for(server.url()));
    BOOST_TEST(send(*transport, read_request()).has_value());
    for (const char* const name : {"http_proxy", "ALL_PROXY"}) {
        ::unsetenv(name);  // NOLINT(concurrency-mt-unsafe)
    }
    BOOST_TEST(proxy.accepted() == 0U);
    BOOST_TEST(server.received().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_netrc_file_of_the_user_is_not_read) {
    const fakes::TemporaryFolder home;
    std::ofstream(home.path() + "/.netrc") << "machine 127.0.0.1 login planted password planted\n";
    const char* const before = std::getenv("HOME");  // NOLINT(concurrency-mt-unsafe)
    const std::string home_before = before == nullptr ? "/" : before;
    ::setenv("HOME", home.path().c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    LoopbackServer server(answer_ok);
    HttpOptions options = options_for(server.url());
    options.bearer = Secret();
    const auto transport = open_transport(std::move(options));
    BOOST_TEST(send(*transport, read_request()).has_value());
    ::setenv("HOME", home_before.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    BOOST_TEST_REQUIRE(server.received().size() == 1U);
    BOOST_TEST(server.received()[0].count_header("authorization") == 0);
}

BOOST_AUTO_TEST_CASE(a_proxy_of_the_settings_learns_the_host_and_not_the_key) {
    LoopbackServer proxy([](Peer& peer, const Received&) {
        peer.answer(403, "no");
        peer.close();
    });
    HttpOptions options = options_for("https://crm.example");
    options.proxy = proxy.url();
    ::setenv("no_proxy", "*", 1);  // NOLINT(concurrency-mt-unsafe)
    const auto transport = open_transport(std::move(options));
    BOOST_TEST((code_of(send(*transport, read_request())) == ErrorCode::Unavailable));
    ::unsetenv("no_proxy");  // NOLINT(concurrency-mt-unsafe)
    BOOST_TEST_REQUIRE(proxy.received().size() == 1U);
    BOOST_TEST(proxy.received()[0].head.starts_with("CONNECT crm.example:443 "));
    BOOST_TEST(proxy.received()[0].head.find("planted") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::http
