#include "connector/http/authorizing_transport.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "tests/fakes/scripted_transport.hpp"
#include "tests/http/loopback_server.hpp"
#include "tests/http/socket_bench.hpp"

namespace mentorsync::http {

namespace {

// Gives out what it was made with, and remembers what it was told.
class ListedBearers final : public BearerSource {
public:
    explicit ListedBearers(std::vector<std::string> bearers) : bearers_(std::move(bearers)) {}

    Result<Secret> bearer(const std::stop_token& /*stop*/) override {
        if (bearers_.empty()) return fail(ErrorCode::Unauthorized, "nobody consented");
        return Secret(bearers_.front());
    }
    Result<std::optional<Secret>> instead_of(const Secret& refused, const Response& /*answer*/,
                                             const std::stop_token& /*stop*/) override {
        told += "-" + std::string(refused.reveal());
        if (error) return Failure(*error);
        if (bearers_.size() < 2) return std::optional<Secret>();
        bearers_.erase(bearers_.begin());
        return std::optional(Secret(bearers_.front()));
    }
    void accepted(const Secret& good) override { told += "+" + std::string(good.reveal()); }

    std::string told;
    std::optional<Error> error;

private:
    std::vector<std::string> bearers_;
};

std::vector<Request> two_reads() {
    return {read_request("/a"), read_request("/b")};
}

std::string bearers_of(const ScriptedTransport& crm) {
    std::string all;
    for (const Request& request : crm.requests()) {
        all += request.target + "=" + std::string(request.bearer.reveal()) + " ";
    }
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(authorizing_transport_tests)

BOOST_AUTO_TEST_CASE(every_request_of_a_wave_carries_the_bearer) {
    ScriptedTransport crm({{Method::Get, "/a", answer(200)}, {Method::Get, "/b", answer(404)}});
    ListedBearers bearers({"one"});
    AuthorizingTransport transport(crm, bearers);
    const auto results = transport.exchange(two_reads(), {});
    BOOST_TEST(results[1]->status == 404);
    BOOST_TEST(bearers_of(crm) == "/a=one /b=one ");
    BOOST_TEST(bearers.told == "+one");
    BOOST_TEST(crm.faults().empty());
}

BOOST_AUTO_TEST_CASE(only_what_was_refused_is_sent_again_with_the_other_and_only_once) {
    ScriptedTransport crm({{Method::Get, "/a", answer(401)},
                           {Method::Get, "/b", answer(200)},
                           {Method::Get, "/a", answer(401)}});
    ListedBearers bearers({"one", "two", "three"});
    AuthorizingTransport transport(crm, bearers);
    const auto results = transport.exchange(two_reads(), {});
    BOOST_TEST(results[0]->status == 401);
    BOOST_TEST(results[1]->status == 200);
    BOOST_TEST(bearers_of(crm) == "/a=one /b=one /a=two ");
    BOOST_TEST(bearers.told == "+one-one");
    BOOST_TEST(crm.faults().empty());
}

BOOST_AUTO_TEST_CASE(a_create_that_was_refused_is_sent_again_too) {
    ScriptedTransport crm(
        {{Method::Post, kTarget, answer(401)}, {Method::Post, kTarget, answer(201)}});
    ListedBearers bearers({"one", "two"});
    AuthorizingTransport transport(crm, bearers);
    const std::vector wave{write_request(RequestClass::Create)};
    const auto results = transport.exchange(wave, {});
    BOOST_TEST_REQUIRE(results.front().has_value());
    BOOST_TEST(results.front()->status == 201);
    BOOST_TEST(bearers.told == "-one+two");
}

BOOST_AUTO_TEST_CASE(without_another_bearer_the_refusal_stands) {
    ScriptedTransport crm({{Method::Get, "/a", answer(401)}, {Method::Get, "/b", answer(401)}});
    ListedBearers bearers({"one"});
    AuthorizingTransport transport(crm, bearers);
    const auto results = transport.exchange(two_reads(), {});
    BOOST_TEST((results[0]->status == 401 && results[1]->status == 401));
    BOOST_TEST(crm.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_error_of_the_source_takes_the_place_of_the_refusal_alone) {
    ScriptedTransport crm({{Method::Get, "/a", answer(401)}, {Method::Get, "/b", answer(200)}});
    ListedBearers bearers({"one"});
    bearers.error = Error{ErrorCode::Unauthorized, "run mentorsync login"};
    AuthorizingTransport transport(crm, bearers);
    const auto results = transport.exchange(two_reads(), {});
    BOOST_TEST_REQUIRE(!results[0].has_value());
    BOOST_TEST(results[0].error().message == "run mentorsync login");
    BOOST_TEST(results[1]->status == 200);
}

BOOST_AUTO_TEST_CASE(without_a_bearer_nothing_is_sent) {
    ScriptedTransport crm({});
    ListedBearers bearers({});
    AuthorizingTransport transport(crm, bearers);
    const auto results = transport.exchange(two_reads(), {});
    BOOST_TEST(results.size() == 2U);
    for (const auto& result : results) {
        BOOST_TEST((result.error().code == ErrorCode::Unauthorized));
    }
    BOOST_TEST(crm.requests().empty());
}

BOOST_AUTO_TEST_CASE(over_a_real_socket_the_header_changes_from_wave_to_wave) {
    LoopbackServer server([](Peer& peer, const Received& request) {
        const bool is_old = request.head.find("Bearer planted-old\r\n") != std::string::npos;
        peer.answer(is_old ? 401 : 200, "{}");
    });
    HttpOptions options;
    options.base_url = server.url();
    const auto network = open_transport(std::move(options));
    ListedBearers bearers({"planted-old", "planted-new"});
    AuthorizingTransport transport(*network, bearers);
    const std::vector wave{read_request("/a")};
    BOOST_TEST(transport.exchange(wave, {}).front()->status == 200);
    BOOST_TEST(transport.exchange(wave, {}).front()->status == 200);
    BOOST_TEST_REQUIRE(server.received().size() == 3U);
    for (const Received& request : server.received()) {
        BOOST_TEST(request.count_header("authorization") == 1);
    }
    BOOST_TEST(server.received()[2].head.find("planted-new") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_bearer_that_could_add_a_header_is_never_sent) {
    LoopbackServer server([](Peer& peer, const Received&) { peer.answer(200, "{}"); });
    HttpOptions options;
    options.base_url = server.url();
    const auto network = open_transport(std::move(options));
    ListedBearers bearers({"planted\r\nX-Other: header"});
    AuthorizingTransport transport(*network, bearers);
    const std::vector wave{read_request("/a")};
    const auto result = std::move(transport.exchange(wave, {}).front());
    BOOST_TEST_REQUIRE(!result.has_value());
    BOOST_TEST((result.error().code == ErrorCode::Configuration));
    BOOST_TEST(result.error().message.find("planted") == std::string::npos);
    BOOST_TEST(server.received().empty());
}

BOOST_AUTO_TEST_CASE(only_an_answer_of_who_has_read_the_request_says_that_the_bearer_is_accepted) {
    const auto told_after = [](Result<Response> outcome) {
        ScriptedTransport crm({{Method::Get, "/a", std::move(outcome)}});
        ListedBearers bearers({"one"});
        AuthorizingTransport transport(crm, bearers);
        const std::vector wave{read_request("/a")};
        static_cast<void>(transport.exchange(wave, {}));
        return bearers.told;
    };
    for (const int status : {200, 201, 204, 207, 400, 403, 404, 409}) {
        BOOST_TEST(told_after(answer(status)) == "+one", status);
    }
    for (const int status :
         {301, 302, 405, 407, 408, 421, 423, 429, 477, 500, 502, 503, 504, 521}) {
        BOOST_TEST(told_after(answer(status)).empty(), status);
    }
    BOOST_TEST(told_after(fail(ErrorCode::Unavailable, "no answer")).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::http
