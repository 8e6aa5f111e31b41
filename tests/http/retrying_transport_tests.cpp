#include "connector/http/retrying_transport.hpp"

#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "tests/fakes/fake_clock.hpp"
#include "tests/fakes/scripted_transport.hpp"

namespace mentorsync::http {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(retrying_transport_tests)

constexpr milliseconds kNever{-1};

Request request_of(RequestClass request_class, std::string target = "/x") {
    return {Method::Post, std::move(target), "{}", request_class, Bucket::General};
}

milliseconds wait_of(RequestClass request_class, const Result<Response>& outcome) {
    return repeat_after(request_class, outcome, 60s).value_or(kNever);
}

Result<Response> limited(std::optional<milliseconds> wait) {
    return Failure(Error{ErrorCode::RateLimited, "later", wait});
}

struct Row {
    const char* what;
    Result<Response> outcome;
    milliseconds read;  // and an idempotent write
    milliseconds create;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.what;
}

std::vector<Row> rows() {
    std::vector<Row> rows = {
        {"429 without a wait", answer(429), 0ms, 0ms},
        {"429 with one", answer(429, "", {{"Retry-After", "7"}}), 7s, 7s},
        {"429 with a garbled one", answer(429, "", {{"Retry-After", "7s"}}), 0ms, 0ms},
        {"429 with the longest", answer(429, "", {{"Retry-After", "60"}}), 60s, 60s},
        {"429 with one too long", answer(429, "", {{"Retry-After", "61"}}), kNever, kNever},
        {"423 lasts two seconds", answer(423), 2s, kNever},
        {"423 that asks for more", answer(423, "", {{"Retry-After", "5"}}), 5s, kNever},
        {"423 that asks for less", answer(423, "", {{"Retry-After", "1"}}), 2s, kNever},
        {"503 that says when", answer(503, "", {{"Retry-After", "9"}}), 9s, kNever},
        {"503 for an hour", answer(503, "", {{"Retry-After", "3600"}}), kNever, kNever},
        {"477", answer(477, "", {{"Retry-After", "30"}}), kNever, kNever},
        {"never sent", fail(ErrorCode::Unavailable, ""), 0ms, 0ms},
        {"perhaps sent", fail(ErrorCode::Ambiguous, ""), 0ms, kNever},
        {"held back for a while", limited(3s), 3s, 3s},
        {"held back for long", limited(61s), kNever, kNever},
        {"held back for ever", limited(std::nullopt), kNever, kNever},
        {"unusable", fail(ErrorCode::BadResponse, ""), kNever, kNever},
        {"stopped", fail(ErrorCode::Cancelled, ""), kNever, kNever},
        {"refused here", fail(ErrorCode::InvalidArgument, ""), kNever, kNever},
    };
    for (const int status : {500, 502, 503, 504, 521, 522, 523, 524}) {
        rows.push_back({"passing", answer(status), 0ms, kNever});
    }
    for (const int status : {200, 201, 204, 207, 400, 401, 403, 404, 405, 408, 409,
                             410, 413, 414, 415, 422, 501, 505, 520, 525, 526, 530}) {
        rows.push_back({"final", answer(status), kNever, kNever});
    }
    return rows;
}

BOOST_AUTO_TEST_CASE(what_is_repeated_depends_on_the_outcome_and_the_class) {
    for (const Row& row : rows()) {
        BOOST_TEST((wait_of(RequestClass::Read, row.outcome) == row.read), row);
        BOOST_TEST((wait_of(RequestClass::IdempotentWrite, row.outcome) == row.read), row);
        BOOST_TEST((wait_of(RequestClass::Create, row.outcome) == row.create), row);
    }
}

// The transport, its clock, and a random source that always gives `random`.
struct Bench {
    explicit Bench(std::vector<Result<Response>> answers, double chance = 0.0) : random(chance) {
        std::vector<Step> script;
        script.reserve(answers.size());
        for (auto& one : answers) script.push_back({Method::Post, "/x", std::move(one)});
        crm.emplace(std::move(script));
        transport.emplace(*crm, clock, [this] { return random; });
    }

    Result<Response> send(RequestClass request_class, const std::stop_token& stop = {}) {
        const std::vector wave{request_of(request_class)};
        return transport->exchange(wave, stop).front();
    }

    double random;
    FakeClock clock;
    std::optional<ScriptedTransport> crm;
    std::optional<RetryingTransport> transport;
};

BOOST_AUTO_TEST_CASE(a_read_is_tried_six_times_with_a_wait_that_doubles_up_to_its_cap) {
    const std::vector<Result<Response>> failures(6, fail(ErrorCode::Unavailable, "POST /x: down"));
    Bench bench(failures, 0.5);
    const auto outcome = bench.send(RequestClass::Read);
    BOOST_TEST((outcome.error().code == ErrorCode::Unavailable));
    BOOST_TEST(bench.crm->faults().empty());
    BOOST_TEST((bench.clock.elapsed() == (500ms + 1s + 2s + 4s + 8s) / 2));
}

BOOST_AUTO_TEST_CASE(the_backoff_stops_growing_at_thirty_seconds) {
    FakeClock clock;
    ScriptedTransport crm(std::vector<Step>(9, {Method::Post, "/x", answer(503)}));
    RetryingTransport transport(crm, clock, [] { return 0.5; }, {.max_tries = 9});
    const std::vector wave{request_of(RequestClass::Read)};
    BOOST_TEST(transport.exchange(wave, {}).front()->status == 503);
    BOOST_TEST((clock.elapsed() == (500ms + 1s + 2s + 4s + 8s + 16s + 30s + 30s) / 2));
}

BOOST_AUTO_TEST_CASE(the_last_status_passes_through_when_the_tries_are_used_up) {
    for (const int status : {429, 423, 500, 524}) {
        Bench bench(std::vector<Result<Response>>(6, answer(status, "why")));
        const auto outcome = bench.send(RequestClass::IdempotentWrite);
        BOOST_TEST_REQUIRE(outcome.has_value());
        BOOST_TEST(outcome->status == status);
        BOOST_TEST(outcome->body == "why");
        BOOST_TEST(bench.crm->faults().empty());
    }
}

BOOST_AUTO_TEST_CASE(a_create_is_sent_once_unless_it_certainly_had_no_effect) {
    Bench cut({fail(ErrorCode::Ambiguous, "POST /x: cut")});
    BOOST_TEST((cut.send(RequestClass::Create).error().code == ErrorCode::Ambiguous));
    BOOST_TEST(cut.crm->requests().size() == 1U);

    Bench broken({answer(502)});
    BOOST_TEST(broken.send(RequestClass::Create)->status == 502);
    BOOST_TEST(broken.crm->requests().size() == 1U);

    Bench refused(
        {answer(429, "", {{"Retry-After", "2"}}), fail(ErrorCode::Unavailable, ""), answer(201)});
    BOOST_TEST(refused.send(RequestClass::Create)->status == 201);
    BOOST_TEST((refused.clock.elapsed() == 2s));
    BOOST_TEST(refused.crm->faults().empty());
}

BOOST_AUTO_TEST_CASE(a_long_wait_becomes_an_error_that_says_how_long) {
    for (const auto request_class : {RequestClass::Read, RequestClass::Create}) {
        Bench bench({answer(429, "", {{"Retry-After", "7200"}})});
        const auto outcome = bench.send(request_class);
        BOOST_TEST((outcome.error().code == ErrorCode::RateLimited));
        BOOST_TEST((outcome.error().retry_after == 2h));
        BOOST_TEST(outcome.error().message == "POST /x: the server asks to wait 7200 s");
        BOOST_TEST((bench.clock.elapsed() == 0ms));
    }
}

BOOST_AUTO_TEST_CASE(an_account_that_moves_is_left_alone_however_short_the_wait) {
    Bench bench({answer(477, "", {{"Retry-After", "1"}})});
    const auto outcome = bench.send(RequestClass::Read);
    BOOST_TEST((outcome.error().code == ErrorCode::RateLimited));
    BOOST_TEST((outcome.error().retry_after == 1s));

    Bench silent({answer(477)});
    const auto unknown = silent.send(RequestClass::Read);
    BOOST_TEST((unknown.error().code == ErrorCode::RateLimited));
    BOOST_TEST((unknown.error().retry_after == std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_write_that_was_perhaps_applied_stays_ambiguous_whatever_comes_after) {
    const auto down = fail(ErrorCode::Unavailable, "POST /x: down");
    for (const Result<Response>& first :
         {Result<Response>(fail(ErrorCode::Ambiguous, "")), Result<Response>(answer(504))}) {
        Bench write({first, down, down, down, down, down});
        BOOST_TEST(
            (write.send(RequestClass::IdempotentWrite).error().code == ErrorCode::Ambiguous));
        Bench read({first, down, down, down, down, down});
        BOOST_TEST((read.send(RequestClass::Read).error().code == ErrorCode::Unavailable));
    }
    Bench never({down, down, down, down, down, down});
    BOOST_TEST((never.send(RequestClass::IdempotentWrite).error().code == ErrorCode::Unavailable));
}

BOOST_AUTO_TEST_CASE(only_what_failed_is_repeated_and_answers_keep_their_places) {
    FakeClock clock;
    ScriptedTransport crm({{Method::Post, "/a", answer(200, "a")},
                           {Method::Post, "/b", answer(429, "", {{"Retry-After", "5"}})},
                           {Method::Post, "/c", answer(404)},
                           {Method::Post, "/d", answer(503)},
                           {Method::Post, "/b", answer(429, "", {{"Retry-After", "3"}})},
                           {Method::Post, "/d", answer(200, "d")},
                           {Method::Post, "/b", answer(200, "b")}});
    RetryingTransport transport(crm, clock, [] { return 0.0; });
    const std::vector wave{
        request_of(RequestClass::Read, "/a"), request_of(RequestClass::Read, "/b"),
        request_of(RequestClass::Read, "/c"), request_of(RequestClass::Read, "/d")};
    const auto answers = transport.exchange(wave, {});
    BOOST_TEST(crm.faults().empty());
    BOOST_TEST(crm.waves() == (std::vector<std::size_t>{4, 2, 1}));
    BOOST_TEST(answers[0]->body == "a");
    BOOST_TEST(answers[1]->body == "b");
    BOOST_TEST(answers[2]->status == 404);
    BOOST_TEST(answers[3]->body == "d");
    // The 503 waited with the 429 of the same wave.
    BOOST_TEST((clock.elapsed() == 8s));
}

// Requests the stop in the moment in which the transport begins to wait.
class StoppingClock final : public Clock {
public:
    explicit StoppingClock(std::stop_source source) : source_(std::move(source)) {}
    [[nodiscard]] Instant now() const override { return FakeClock::kStart; }
    [[nodiscard]] milliseconds elapsed() const override { return 0ms; }
    bool wait_for(milliseconds, const std::stop_token&) override {
        source_.request_stop();
        return false;
    }

private:
    std::stop_source source_;
};

BOOST_AUTO_TEST_CASE(a_stop_during_the_wait_cancels_what_had_no_effect_and_nothing_more_is_sent) {
    std::stop_source source;
    StoppingClock clock(source);
    ScriptedTransport crm({{Method::Post, "/read", answer(503)},
                           {Method::Post, "/write", fail(ErrorCode::Ambiguous, "")},
                           {Method::Post, "/done", answer(200)}});
    RetryingTransport transport(crm, clock, [] { return 0.0; });
    const std::vector wave{request_of(RequestClass::Read, "/read"),
                           request_of(RequestClass::IdempotentWrite, "/write"),
                           request_of(RequestClass::Read, "/done")};
    const auto answers = transport.exchange(wave, source.get_token());
    BOOST_TEST((answers[0].error().code == ErrorCode::Cancelled));
    BOOST_TEST(answers[0].error().message == "POST /read: stopped on request");
    BOOST_TEST((answers[1].error().code == ErrorCode::Ambiguous));
    BOOST_TEST(answers[2]->status == 200);
    BOOST_TEST(crm.faults().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::http
