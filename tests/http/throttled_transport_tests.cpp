#include "connector/http/throttled_transport.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <ostream>
#include <random>

#include "tests/fakes/fake_clock.hpp"
#include "tests/fakes/scripted_transport.hpp"
#include "tests/http/metered_crm.hpp"

namespace mentorsync::http {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(throttled_transport_tests)

unsigned seed() {
    static const unsigned chosen = [] {
        const char* const text = std::getenv("MENTORSYNC_SEED");  // NOLINT(concurrency-mt-unsafe)
        return text == nullptr ? std::random_device{}()
                               : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
    }();
    BOOST_TEST_MESSAGE("MENTORSYNC_SEED=" << chosen);
    return chosen;
}

std::vector<Request> wave_of(std::size_t size, Bucket bucket = Bucket::General) {
    return {size, Request{Method::Get, "/x", "", RequestClass::Read, bucket}};
}

struct Load {
    const char* why;
    std::uint64_t limit;
    milliseconds interval;
    milliseconds latency;
    std::size_t wave;
};

std::ostream& operator<<(std::ostream& out, const Load& load) {
    return out << load.why;
}

const Load kLoads[] = {
    {"a professional portal, far away, everything at once", 190, 10s, 150ms, 10'000},
    {"the same in waves as a pull composes them", 190, 10s, 150ms, 37},
    {"a free portal, slow", 100, 10s, 400ms, 500},
    {"an intervals' limit that is no multiple of anything", 113, 7s, 90ms, 10'000},
    {"many requests a second", 1000, 1s, 5ms, 10'000},
};

BOOST_AUTO_TEST_CASE(ten_thousand_requests_use_the_limit_and_never_pass_95_percent_of_it) {
    for (const Load& load : kLoads) {
        FakeClock clock;
        MeteredCrm crm(clock,
                       {.limit = load.limit,
                        .interval = load.interval,
                        .latency = load.latency,
                        .parallel = 32},
                       seed());
        ThrottledTransport transport(crm, clock, kRateHeaders);
        for (std::size_t sent = 0; sent < 10'000; sent += load.wave) {
            const auto answers =
                transport.exchange(wave_of(std::min<std::size_t>(load.wave, 10'000 - sent)), {});
            for (const auto& answer : answers) BOOST_TEST_REQUIRE(answer.has_value(), load);
        }
        const std::uint64_t allowed = load.limit * 95 / 100;
        BOOST_TEST(crm.served() == 10'000U, load);
        BOOST_TEST(crm.refused() == 0U, load);
        BOOST_TEST(crm.most_in_an_interval() <= allowed, load);

        // The first interval's worth goes at once; the rest at the allowed rate.
        const auto best = load.interval * static_cast<std::int64_t>((10'000 - 1) / allowed);
        BOOST_TEST(clock.elapsed().count() <= best.count() * 11 / 10, load);
    }
}

BOOST_AUTO_TEST_CASE(searches_go_at_four_a_second_and_do_not_hold_up_the_rest) {
    FakeClock clock;
    MeteredCrm crm(clock, {.latency = 20ms}, seed());
    ThrottledTransport transport(crm, clock, kRateHeaders);
    auto wave = wave_of(400, Bucket::Search);
    const auto others = wave_of(50);
    wave.insert(wave.end(), others.begin(), others.end());

    const auto answers = transport.exchange(wave, {});
    BOOST_TEST(answers.size() == 450U);
    BOOST_TEST(crm.refused() == 0U);
    BOOST_TEST(crm.most_searches_in_a_second() == 4U);
    BOOST_TEST(clock.elapsed().count() <= 110'000);  // a hundred seconds and a tenth
    BOOST_TEST(transport.traffic().search_requests == 400U);
    BOOST_TEST(transport.traffic().general_requests == 50U);
}

BOOST_AUTO_TEST_CASE(before_the_first_header_the_lowest_limit_is_believed) {
    FakeClock clock;
    MeteredCrm crm(clock, {.limit = 100}, seed());
    ThrottledTransport transport(crm, clock, {});  // a CRM that tells nothing
    const auto answers = transport.exchange(wave_of(500), {});
    BOOST_TEST(answers.size() == 500U);
    BOOST_TEST(crm.most_in_an_interval() == 95U);
}

BOOST_AUTO_TEST_CASE(what_another_program_with_the_same_key_uses_is_left_to_it) {
    FakeClock clock;
    MeteredCrm crm(clock, {.limit = 190, .latency = 10ms}, seed());
    ThrottledTransport transport(crm, clock, kRateHeaders);
    for (int i = 0; i < 300; ++i) {
        crm.spend_elsewhere(5);
        BOOST_TEST_REQUIRE(transport.exchange(wave_of(10), {}).size() == 10U);
    }
    BOOST_TEST(crm.refused() == 0U);
    BOOST_TEST(crm.most_in_an_interval() > 170U);  // and together they do use the limit
}

BOOST_AUTO_TEST_CASE(a_limit_that_shrinks_is_obeyed_from_the_next_part_on) {
    FakeClock clock;
    MeteredCrm crm(clock, {.limit = 190}, seed());
    ThrottledTransport transport(crm, clock, kRateHeaders);
    BOOST_TEST(transport.exchange(wave_of(20), {}).size() == 20U);
    clock.advance(1min);
    crm.set_limit(40);
    BOOST_TEST(transport.exchange(wave_of(1), {}).size() == 1U);
    clock.advance(1min);
    BOOST_TEST(transport.exchange(wave_of(300), {}).size() == 300U);
    BOOST_TEST(crm.refused() == 0U);
}

BOOST_AUTO_TEST_CASE(a_fifth_of_the_day_is_left_to_other_apps_and_a_new_day_is_noticed) {
    FakeClock clock;
    MeteredCrm crm(clock, {.daily = 1000}, seed());
    ThrottledTransport transport(crm, clock, kRateHeaders);

    const auto answers = transport.exchange(wave_of(2000), {});
    std::size_t sent = 0;
    for (const auto& answer : answers) {
        if (answer) {
            ++sent;
        } else {
            BOOST_TEST_REQUIRE((answer.error().code == ErrorCode::RateLimited));
            BOOST_TEST_REQUIRE((answer.error().retry_after == 15min));
        }
    }
    BOOST_TEST(sent == 800U);
    BOOST_TEST(crm.served() == 800U);
    BOOST_TEST((transport.traffic().daily_remaining == 200U));

    clock.advance(14min);
    BOOST_TEST(!transport.exchange(wave_of(1), {})[0]);
    BOOST_TEST(crm.served() == 800U);

    crm.start_another_day();
    clock.advance(1min);
    const auto later = transport.exchange(wave_of(3), {});
    BOOST_TEST(std::ranges::count_if(later, [](const auto& a) { return a.has_value(); }) == 3);
}

struct Refusal {
    int status;
    std::vector<Header> headers;
    milliseconds wait;
};

std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
    return out << refusal.status << " for " << refusal.wait.count() << " ms";
}

const Refusal kRefusals[] = {
    {429, {{"Retry-After", "7"}}, 7s},        {429, {}, 10s},  // says nothing: one interval
    {429, {{"Retry-After", "0"}}, 10s},                        // says nothing of use
    {429, {{"Retry-After", "soon"}}, 10s},                     //
    {429, {{"Retry-After", "9999999"}}, 24h},                  // cut to a day
    {477, {{"Retry-After", "3600"}}, 1h},                      // the whole account
    {503, {{"Retry-After", "120"}}, 120s},                     //
};

BOOST_AUTO_TEST_CASE(after_a_refusal_nothing_is_sent_before_the_wait_is_over) {
    for (const Refusal& refusal : kRefusals) {
        FakeClock clock;
        const auto ok = answer(200);
        std::vector<Step> script(25, Step{Method::Get, "/x", ok});
        script[3].answer = answer(refusal.status, "", refusal.headers);
        script.push_back({Method::Get, "/x", ok});
        ScriptedTransport crm(std::move(script));
        ThrottledTransport transport(crm, clock, {}, {.first_limit = 106});

        // A quarter of 100 goes at once; the rest of the wave stays here.
        const auto answers = transport.exchange(wave_of(60), {});
        BOOST_TEST(crm.requests().size() == 25U, refusal);
        BOOST_TEST((answers[30].error().code == ErrorCode::RateLimited), refusal);
        BOOST_TEST((answers[30].error().retry_after == refusal.wait), refusal);
        BOOST_TEST(!transport.exchange(wave_of(1, Bucket::Search), {})[0], refusal);

        clock.advance(refusal.wait - 1ms);
        BOOST_TEST(!transport.exchange(wave_of(1), {})[0], refusal);
        clock.advance(1ms);
        BOOST_TEST(transport.exchange(wave_of(1), {})[0].has_value(), refusal);
        BOOST_TEST(crm.faults().empty(), refusal);
    }
}

BOOST_AUTO_TEST_CASE(a_refused_search_holds_up_the_rest_only_where_the_server_names_a_wait) {
    for (const bool names_a_wait : {false, true}) {
        FakeClock clock;
        std::vector<Header> headers;
        if (names_a_wait) headers.push_back({"Retry-After", "7"});
        ScriptedTransport crm(
            {{Method::Get, "/x", answer(429, "", headers)}, {Method::Get, "/x", answer(200)}});
        ThrottledTransport transport(crm, clock, {}, {});
        BOOST_TEST_REQUIRE(transport.exchange(wave_of(1, Bucket::Search), {})[0].has_value());
        BOOST_TEST(!transport.exchange(wave_of(1, Bucket::Search), {})[0]);
        BOOST_TEST(transport.exchange(wave_of(1), {})[0].has_value() == !names_a_wait);
        clock.advance(7s);
        BOOST_TEST(transport.exchange(wave_of(1), {})[0].has_value() == names_a_wait);
    }
}

BOOST_AUTO_TEST_CASE(nonsense_in_the_headers_changes_nothing) {
    const char* const nonsense[] = {"0", "-5", "many", "", "99999999999999999999999", "1e9", "12 "};
    for (const char* const value : nonsense) {
        FakeClock clock;
        std::vector<Header> headers;
        for (const char* name : {"X-Max", "X-Remaining", "X-Interval", "X-Daily"}) {
            headers.push_back({name, value});
        }
        std::vector<Step> script(96, Step{Method::Get, "/x", answer(200, "", headers)});
        ScriptedTransport crm(std::move(script));
        ThrottledTransport transport(crm, clock, kRateHeaders);
        BOOST_TEST(transport.exchange(wave_of(95), {}).size() == 95U);
        BOOST_TEST((clock.elapsed() == 0ms), value);
        BOOST_TEST(transport.exchange(wave_of(1), {})[0].has_value(), value);
        BOOST_TEST((clock.elapsed() == 10'001ms), value);
    }
}

BOOST_AUTO_TEST_CASE(a_stop_while_waiting_cancels_what_was_not_sent) {
    std::stop_source source;
    source.request_stop();
    FakeClock clock;
    ScriptedTransport crm({});
    ThrottledTransport transport(crm, clock, kRateHeaders);
    for (const auto& answer : transport.exchange(wave_of(3), source.get_token())) {
        BOOST_TEST((answer.error().code == ErrorCode::Cancelled));
        BOOST_TEST(answer.error().message == "GET /x: stopped on request");
    }
    BOOST_TEST(crm.requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::http
