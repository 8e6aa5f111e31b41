#include "sync/run/login.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "sync/run/redirect_listener.hpp"
#include "tests/run/oauth_world.hpp"

using namespace mentorsync;
using namespace mentorsync::tests;
using namespace std::chrono_literals;

namespace {

OAuthSettings settings_of_app() {
    OAuthSettings settings;
    settings.scopes = {"oauth", "crm.objects.contacts.read"};
    settings.authorize_url = "https://app.example.com/oauth/authorize";
    return settings;
}

// The sandbox's page, and the person at it.
struct Page : OAuthWorld {
    Page() { crm.world().apps["canary-client-id"] = {kClientSecret, kPortal, {}, false}; }

    [[nodiscard]] Login login() {
        auto begun =
            Login::begin(network, hubspot::ApiVersion::September2026,
                         {Secret("canary-client-id"), Secret(kClientSecret)}, settings_of_app());
        BOOST_TEST_REQUIRE(begun.has_value());
        return *std::move(begun);
    }

    // Where the page sends the browser.
    [[nodiscard]] std::string visit(const Login& login) {
        const std::string& address = login.address();
        const auto outcome = crm.handle({"GET", address.substr(address.find("/oauth/")), "", ""});
        return std::string(outcome.response.header("Location"));
    }

    [[nodiscard]] Result<hubspot::OAuthTokens> finish(Login& login, const std::string& location) {
        const auto redirect = parse_redirect(location);
        if (!redirect) return Failure(redirect.error());
        return login.finish(*redirect, {});
    }
};

// Sends text to the port as it is and returns the first line of the answer.
std::string talk(std::uint16_t port, const std::string& text) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    std::string answer;
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
        ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
        ::shutdown(socket, SHUT_WR);
        char piece[512];
        for (ssize_t n = 0; (n = ::recv(socket, piece, sizeof piece, 0)) > 0;) {
            answer.append(piece, static_cast<std::size_t>(n));
        }
    }
    ::close(socket);
    return answer.substr(0, answer.find("\r\n"));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(login_tests, Page)

BOOST_AUTO_TEST_CASE(what_the_browser_brings_back_becomes_a_token_that_works) {
    Login asked = login();
    const auto tokens = finish(asked, visit(asked));
    BOOST_TEST_REQUIRE(tokens.has_value());
    BOOST_TEST_REQUIRE(keep_consent(memory, tokens->refresh).has_value());
    BOOST_TEST(status() == 200);
}

BOOST_AUTO_TEST_CASE(every_login_has_a_state_and_a_challenge_of_its_own) {
    std::set<std::string> addresses;
    for (int i = 0; i < 20; ++i) addresses.insert(login().address());
    BOOST_TEST(addresses.size() == 20U);
    BOOST_TEST(addresses.begin()->find("code_challenge_method=S256") != std::string::npos);
    BOOST_TEST(addresses.begin()->find(kClientSecret) == std::string::npos);
    const std::string& one = *addresses.begin();
    const std::size_t state = one.find("&state=") + 7;
    BOOST_TEST(one.find('&', state) - state == 43U);  // 256 bits in base64url
}

BOOST_AUTO_TEST_CASE(an_answer_to_another_login_is_not_believed) {
    Login asked = login();
    Login other = login();
    const std::string location = visit(other);
    const auto tokens = finish(asked, location);
    BOOST_TEST_REQUIRE(!tokens.has_value());
    BOOST_TEST((tokens.error().code == ErrorCode::InvalidArgument));
    BOOST_TEST(token_requests() == 0U);
}

BOOST_AUTO_TEST_CASE(a_code_is_worth_nothing_without_the_verifier_of_its_login) {
    Login asked = login();
    Login thief = login();
    std::string location = visit(asked);
    // The thief has the code and puts it to a login of its own.
    const std::string code = location.substr(0, location.find("&state="));
    const std::string mine = visit(thief);
    const auto tokens = finish(thief, code + mine.substr(mine.find("&state=")));
    BOOST_TEST_REQUIRE(!tokens.has_value());
    BOOST_TEST((tokens.error().code == ErrorCode::Unauthorized));
    BOOST_TEST(tokens.error().message.find("code-") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_person_who_says_no_is_understood) {
    crm.world().apps["canary-client-id"].denied = true;
    Login asked = login();
    const auto tokens = finish(asked, visit(asked));
    BOOST_TEST_REQUIRE(!tokens.has_value());
    BOOST_TEST((tokens.error().code == ErrorCode::Unauthorized));
    BOOST_TEST(tokens.error().message.find("was not permitted") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_not_the_redirect_is_refused_without_repeating_it) {
    const std::string path(kRedirectPath);
    for (const std::string& wrong : std::vector<std::string>{
             std::string(), std::string("canary"), std::string("/"), std::string("/canary?code=1"),
             path + "/more?code=canary", path + "?code=canary&code=2&state=x",
             path + "?code=a&state=canary&state=b", path + "?code=%0d%0acanary",
             path + "?code=%canary", path + "?code=can ary", path + "?code=%c3%a4canary",
             "http://localhost:8751/elsewhere?code=canary",
             path + "?code=" + std::string(9'000, 'c')}) {
        const auto redirect = parse_redirect(wrong);
        BOOST_TEST(!redirect.has_value(), wrong);
        if (redirect) continue;
        BOOST_TEST((redirect.error().code == ErrorCode::InvalidArgument));
        BOOST_TEST(redirect.error().message.find("canary") == std::string::npos);
    }
    const auto good = parse_redirect("http://localhost:8751/oauth-callback?code=a%2Fb&state=s#top");
    BOOST_TEST_REQUIRE(good.has_value());
    BOOST_TEST(good->code.reveal() == "a/b");
    BOOST_TEST(good->state == "s");
}

BOOST_AUTO_TEST_CASE(the_listener_serves_until_the_right_answer_comes_and_no_longer) {
    auto listener = RedirectListener::open(0);
    BOOST_TEST_REQUIRE(listener.has_value());
    const std::uint16_t port = listener->port();
    Login asked = login();
    const std::string location = visit(asked);
    const std::string right = location.substr(location.find("/oauth-callback"));
    std::jthread browser([&] {
        BOOST_TEST(talk(port, "GET / HTTP/1.1\r\n\r\n") == "HTTP/1.1 404 Refused");
        BOOST_TEST(talk(port, "POST " + right + " HTTP/1.1\r\n\r\n") == "HTTP/1.1 405 Refused");
        BOOST_TEST(talk(port, "GET /oauth-callback?code=x&state=forged HTTP/1.1\r\n\r\n") ==
                   "HTTP/1.1 400 Refused");
        BOOST_TEST(talk(port, "GET " + std::string(9'000, 'x')).empty());
        BOOST_TEST(talk(port, "").empty());
        BOOST_TEST(talk(port, "GET " + right + " HTTP/1.1\r\n\r\n") == "HTTP/1.1 200 OK");
    });
    Result<Redirect> taken = fail(ErrorCode::Internal, "nothing came");
    const auto served = listener->serve(
        [&](std::string_view target) -> RedirectAnswer {
            auto redirect = parse_redirect(target);
            if (!redirect) return {.status = 404};
            if (!asked.is_ours(*redirect)) return {.status = 400};
            taken = *std::move(redirect);
            return {.status = 200, .page = "done", .last = true};
        },
        50s, {});
    BOOST_TEST(served.has_value());
    BOOST_TEST_REQUIRE(taken.has_value());
    BOOST_TEST(asked.finish(*taken, {}).has_value());
}

BOOST_AUTO_TEST_CASE(a_listener_ends_with_a_stop_with_its_patience_and_shares_no_port) {
    auto listener = RedirectListener::open(0);
    BOOST_TEST_REQUIRE(listener.has_value());
    const auto nothing = [](std::string_view) { return RedirectAnswer{}; };
    BOOST_TEST((listener->serve(nothing, 0s, {}).error().code == ErrorCode::Unauthorized));
    std::stop_source stop;
    stop.request_stop();
    BOOST_TEST(
        (listener->serve(nothing, 50s, stop.get_token()).error().code == ErrorCode::Cancelled));
    const auto second = RedirectListener::open(listener->port());
    BOOST_TEST_REQUIRE(!second.has_value());
    BOOST_TEST((second.error().code == ErrorCode::Configuration));
}

BOOST_AUTO_TEST_SUITE_END()
