// Servers that answer wrongly, late or never, over real sockets: nothing of such an answer is
// taken, and the code tells whether the request may have had an effect.

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

#include "tests/http/gzip_samples.hpp"
#include "tests/http/loopback_server.hpp"
#include "tests/http/socket_bench.hpp"

namespace mentorsync::http {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(broken_answer_tests)

void change_nothing(HttpOptions&) {}

// How a transport with these options fails on a server that does this, for a read and for both
// classes of writes.
void expect_failure(const LoopbackServer::Handler& handler, ErrorCode read_code, const char* why,
                    void (*adjust)(HttpOptions&) = change_nothing) {
    LoopbackServer server(handler);
    HttpOptions options = options_for(server.url());
    adjust(options);
    const auto transport = open_transport(std::move(options));
    BOOST_TEST((code_of(send(*transport, read_request())) == read_code), why);
    for (const auto request_class : {RequestClass::Create, RequestClass::IdempotentWrite}) {
        const auto written = send(*transport, write_request(request_class));
        BOOST_TEST((code_of(written) == ErrorCode::Ambiguous), why);
    }
}

struct Cut {
    const char* why;
    std::string bytes;
};

std::ostream& operator<<(std::ostream& out, const Cut& cut) {
    return out << cut.why;
}

const Cut kCuts[] = {
    {"nothing", ""},
    {"part of the status line", "HTTP/1.1 20"},
    {"part of the headers", "HTTP/1.1 200 OK\r\nContent-Le"},
    {"headers that promise a body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"},
    {"part of the body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"a\":"},
    {"one byte too few", "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"a\":1}"},
    {"a chunk without its end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a"},
    {"chunks without the last", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"},
};

BOOST_AUTO_TEST_CASE(a_cut_answer_is_no_answer_wherever_it_is_cut) {
    for (const Cut& cut : kCuts) {
        expect_failure(
            [&](Peer& peer, const Received&) {
                peer.send(cut.bytes);
                peer.close();
            },
            ErrorCode::Unavailable, cut.why);
    }
}

BOOST_AUTO_TEST_CASE(a_reset_at_any_64th_byte_leaves_nothing_of_the_answer) {
    const std::string body(900, 'x');
    const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + body;
    for (std::size_t cut = 0; cut < whole.size(); cut += 64) {
        LoopbackServer server([&](Peer& peer, const Received&) {
            peer.send(std::string_view(whole).substr(0, cut));
            peer.reset();
        });
        const auto transport = open_transport(options_for(server.url()));
        BOOST_TEST((code_of(send(*transport, read_request())) == ErrorCode::Unavailable), cut);
        const auto created = send(*transport, write_request(RequestClass::Create));
        BOOST_TEST((code_of(created) == ErrorCode::Ambiguous), cut);
    }
}

const Cut kGarbage[] = {
    {"no HTTP", "SSH-2.0-OpenSSH_9.2 planted-banner\r\n\r\n"},
    {"a status that is none", "HTTP/1.1 abc OK\r\n\r\n"},
    {"broken gzip",
     "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nno gzip.."},
    {"an encoding that was not asked for",
     "HTTP/1.1 200 OK\r\nContent-Encoding: zz\r\nContent-Length: 2\r\n\r\n{}"},
};

BOOST_AUTO_TEST_CASE(garbage_is_a_bad_response_to_a_read_and_never_quoted) {
    for (const Cut& garbage : kGarbage) {
        expect_failure(
            [&](Peer& peer, const Received&) {
                peer.send(garbage.bytes);
                peer.close();
            },
            ErrorCode::BadResponse, garbage.why);
    }
}

BOOST_AUTO_TEST_CASE(a_compressed_answer_is_decoded) {
    LoopbackServer server([](Peer& peer, const Received&) {
        peer.answer(200, kGzippedHello, "Content-Encoding: gzip\r\n");
    });
    const auto transport = open_transport(options_for(server.url()));
    const auto response = send(*transport, read_request());
    BOOST_TEST_REQUIRE(response.has_value());
    BOOST_TEST(response->body == R"({"hello":"hei"})");
    const std::string head = server.received()[0].head;
    BOOST_TEST(head.find("Accept-Encoding: gzip, deflate\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_compression_bomb_is_given_up_while_it_streams) {
    // A million bytes that stand for 150 million; with no end in sight.
    const std::string bomb = gzip_bomb(1'000'000);
    std::atomic<std::size_t> pieces = 0;
    expect_failure(
        [&](Peer& peer, const Received&) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
            while (peer.send(bomb) && pieces < 1000) ++pieces;
        },
        ErrorCode::Rejected, "bomb");
    BOOST_TEST(pieces < 100U);
}

void allow_1000_bytes(HttpOptions& options) {
    options.max_decoded_bytes = 1000;
}

BOOST_AUTO_TEST_CASE(an_answer_may_be_as_large_as_the_limit_and_no_larger) {
    LoopbackServer server(
        [](Peer& peer, const Received&) { peer.answer(200, std::string(1000, 'x')); });
    HttpOptions options = options_for(server.url());
    allow_1000_bytes(options);
    const auto transport = open_transport(std::move(options));
    BOOST_TEST(send(*transport, read_request())->body.size() == 1000U);

    expect_failure([](Peer& peer, const Received&) { peer.answer(200, std::string(1001, 'x')); },
                   ErrorCode::Rejected, "1001 bytes", allow_1000_bytes);
}

BOOST_AUTO_TEST_CASE(headers_without_end_are_given_up) {
    expect_failure(
        [](Peer& peer, const Received&) {
            peer.send("HTTP/1.1 200 OK\r\n");
            const std::string line = "X-Filler: " + std::string(1000, 'x') + "\r\n";
            for (int i = 0; i < 10'000 && peer.send(line); ++i) {
            }
        },
        ErrorCode::Rejected, "10 MB of headers");
}

BOOST_AUTO_TEST_CASE(a_stalled_or_dripping_answer_ends_with_the_total_timeout) {
    const auto quick = [](HttpOptions& options) { options.total_timeout = 150ms; };
    expect_failure([](Peer& peer, const Received&) { peer.wait_until_gone(30s); },
                   ErrorCode::Unavailable, "stall", quick);
    expect_failure(
        [](Peer& peer, const Received&) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (peer.send("x") && !peer.wait_until_gone(20ms)) {
            }
        },
        ErrorCode::Unavailable, "drip", quick);
}

BOOST_AUTO_TEST_CASE(a_drip_below_the_lowest_speed_is_given_up_before_the_total_timeout) {
    LoopbackServer server([](Peer& peer, const Received&) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        while (peer.send("x") && !peer.wait_until_gone(100ms)) {
        }
    });
    HttpOptions options = options_for(server.url());
    options.slow_for = 1s;
    const auto transport = open_transport(std::move(options));
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST((code_of(send(*transport, read_request())) == ErrorCode::Unavailable));
    BOOST_TEST((std::chrono::steady_clock::now() - start < 10s));
}

BOOST_AUTO_TEST_CASE(a_redirect_is_not_followed_and_names_only_where_it_points) {
    LoopbackServer elsewhere([](Peer& peer, const Received&) { peer.answer(200, "{}"); });
    for (const int status : {300, 301, 302, 303, 307, 308}) {
        LoopbackServer server([&](Peer& peer, const Received&) {
            peer.answer(status, "", "Location: " + elsewhere.url() + "/planted?planted=1\r\n");
        });
        const auto transport = open_transport(options_for(server.url()));
        for (const Request& request :
             {read_request(), write_request(RequestClass::IdempotentWrite)}) {
            const Error error = error_of(send(*transport, request));
            BOOST_TEST((error.code == ErrorCode::BadResponse));
            BOOST_TEST(error.message.find(elsewhere.url().substr(7)) != std::string::npos);
        }
    }
    BOOST_TEST(elsewhere.accepted() == 0U);
}

BOOST_AUTO_TEST_CASE(a_redirect_to_nowhere_or_to_nonsense_is_no_answer_either) {
    for (const char* const location : {"", "Location: http://[planted\r\n"}) {
        LoopbackServer server([&](Peer& peer, const Received&) { peer.answer(302, "", location); });
        const auto transport = open_transport(options_for(server.url()));
        BOOST_TEST((code_of(send(*transport, read_request())) == ErrorCode::BadResponse));
    }
}

BOOST_AUTO_TEST_CASE(an_interim_answer_leaves_no_headers_behind) {
    LoopbackServer server([](Peer& peer, const Received&) {
        peer.send("HTTP/1.1 103 Early Hints\r\nX-Early: yes\r\n\r\n");
        peer.answer(200, "{}");
    });
    const auto transport = open_transport(options_for(server.url()));
    const auto response = send(*transport, read_request());
    BOOST_TEST_REQUIRE(response.has_value());
    BOOST_TEST(response->header("X-Early").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::http
