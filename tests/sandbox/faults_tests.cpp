#include <boost/test/unit_test.hpp>

#include <ostream>

#include "tests/sandbox/bench.hpp"
#include "tests/sandbox/sandbox_transport.hpp"

using namespace mentorsync::sandbox;

namespace {

constexpr const char* kCreate = "notes/batch/create";

Fault one_time(Do action, const char* path = kCreate) {
    Fault fault;
    fault.action = action;
    fault.match.path = path;
    fault.match.times = 1;
    return fault;
}

std::size_t notes(const Bench& bench) {
    return bench.portal.shelf(Kind::Note).records().size();
}

class StoppedClock : public mentorsync::Clock {
public:
    mentorsync::Instant time{};
    [[nodiscard]] mentorsync::Instant now() const override { return time; }
    [[nodiscard]] std::chrono::milliseconds elapsed() const override {
        return time.time_since_epoch();
    }
    bool wait_for(std::chrono::milliseconds duration, const std::stop_token& /*stop*/) override {
        time += duration;
        return true;
    }
};

struct Pattern {
    const char* pattern;
    const char* text;
    bool occurs;

    friend std::ostream& operator<<(std::ostream& out, const Pattern& row) {
        return out << row.pattern << " in " << row.text;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(faults_tests)

BOOST_AUTO_TEST_CASE(a_star_stands_for_any_text) {
    const Pattern rows[] = {{"", "/crm", true},
                            {"notes/batch", "/crm/notes/batch/create", true},
                            {"notes*create", "/crm/notes/batch/create", true},
                            {"create*notes", "/crm/notes/batch/create", false},
                            {"tasks", "/crm/notes/batch/create", false}};
    for (const Pattern& row : rows) BOOST_TEST(occurs(row.pattern, row.text) == row.occurs, row);
}

BOOST_AUTO_TEST_CASE(what_is_lost_on_its_way_is_not_applied) {
    for (const Do action : {Do::Refuse, Do::LoseBefore}) {
        Bench bench;
        bench.crm.inject(one_time(action));
        BOOST_TEST(bench.create_notes({"ms1a"}).status == 0);
        BOOST_TEST(notes(bench) == 0U);
        BOOST_TEST(bench.create_notes({"ms1a"}).status == 201);
    }
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_lost_leaves_its_effect) {
    Bench bench;
    bench.crm.inject(one_time(Do::ApplyThenDrop));
    BOOST_TEST(bench.create_notes({"ms1a"}).status == 0);
    BOOST_TEST(notes(bench) == 1U);
    bench.crm.inject(one_time(Do::ApplyThenFail));
    BOOST_TEST(bench.create_notes({"ms1b"}).status == 500);
    BOOST_TEST(notes(bench) == 2U);
}

BOOST_AUTO_TEST_CASE(a_held_request_is_applied_at_its_time_or_when_it_is_released) {
    Bench bench;
    Fault fault = one_time(Do::HoldThenApply);
    fault.delay = std::chrono::hours(1);
    bench.crm.inject(fault);
    BOOST_TEST(bench.create_notes({"ms1a"}).status == 0);
    bench.pass(std::chrono::minutes(59));
    BOOST_TEST(notes(bench) == 0U);
    bench.pass(std::chrono::minutes(1));
    BOOST_TEST(notes(bench) == 1U);

    bench.crm.inject(one_time(Do::HoldThenApply));
    BOOST_TEST(bench.create_notes({"ms1b"}).status == 0);
    bench.pass(std::chrono::hours(24));
    BOOST_TEST(bench.crm.held_count() == 1U);
    BOOST_TEST(bench.crm.release_held() == 1U);
    BOOST_TEST(notes(bench) == 2U);
}

BOOST_AUTO_TEST_CASE(a_held_create_of_a_key_that_was_taken_meanwhile_makes_no_second_note) {
    Bench bench;
    bench.crm.inject(one_time(Do::HoldThenApply));
    BOOST_TEST(bench.create_notes({"ms1a"}).status == 0);
    BOOST_TEST(bench.create_notes({"ms1a"}).status == 201);
    bench.crm.release_held();
    BOOST_TEST(notes(bench) == 1U);
}

BOOST_AUTO_TEST_CASE(an_answer_can_be_anything_without_effect) {
    Bench bench;
    Fault fault = one_time(Do::Answer);
    fault.status = 429;
    fault.headers = {{"Retry-After", "garbage"}};
    bench.crm.inject(fault);
    const Reply limited = bench.create_notes({"ms1a"});
    BOOST_TEST(limited.status == 429);
    BOOST_TEST(limited.headers.at(0).second == "garbage");
    bench.crm.inject(one_time(Do::HtmlPage));
    const Reply page = bench.create_notes({"ms1a"});
    BOOST_TEST(page.status == 200);
    BOOST_TEST(page.body.is_null());
    BOOST_TEST(notes(bench) == 0U);
}

BOOST_AUTO_TEST_CASE(rows_are_doubled_dropped_or_shuffled) {
    Bench bench;
    for (int i = 0; i < 9; ++i) bench.contact(std::to_string(i) + "@agency.example");
    const auto rows = [&](Do action) {
        bench.crm.inject(one_time(action, "contacts"));
        std::vector<std::string> ids;
        const Reply reply = bench.api.get("/crm/objects/2026-09/contacts");
        for (const Json& row : reply.body["results"].items()) ids.push_back(row["id"].text());
        return ids;
    };
    const auto straight = rows(Do::Delay);
    BOOST_TEST(straight.size() == 9U);
    BOOST_TEST(rows(Do::DoubleRow).size() == 10U);
    BOOST_TEST(rows(Do::DropRow).size() == 8U);
    const auto shuffled = rows(Do::ShuffleRows);
    BOOST_TEST(shuffled.size() == 9U);
    BOOST_TEST((shuffled != straight));
}

BOOST_AUTO_TEST_CASE(paging_can_repeat_itself_or_never_end) {
    Bench bench;
    for (int i = 0; i < 3; ++i) bench.contact(std::to_string(i) + "@agency.example");
    const auto cursor = [&](Do action, const std::string& after) {
        bench.crm.inject(one_time(action, "contacts"));
        return bench.api.get("/crm/objects/2026-09/contacts?limit=1&after=" + after)
            .body["paging"]["next"]["after"]
            .text();
    };
    BOOST_TEST(cursor(Do::RepeatCursor, "102") == "102");
    BOOST_TEST(cursor(Do::EndlessPaging, "103") == "1031");
    BOOST_TEST(cursor(Do::EndlessPaging, "1031") == "10311");
}

BOOST_AUTO_TEST_CASE(a_body_can_end_early_or_be_another) {
    Bench bench;
    bench.contact("a@agency.example");
    Fault fault = one_time(Do::Truncate, "contacts");
    fault.bytes = 40;
    bench.crm.inject(fault);
    const auto body = [&] {
        return bench.crm.handle({"GET", "/crm/objects/2026-09/contacts", bench.token, ""})
            .response.body;
    };
    BOOST_TEST(body().size() == 40U);
    fault = one_time(Do::ReplaceBody, "contacts");
    fault.body = "[[[";
    bench.crm.inject(fault);
    BOOST_TEST(body() == "[[[");
}

BOOST_AUTO_TEST_CASE(a_fault_meets_the_request_it_was_meant_for) {
    Bench bench;
    Fault fault = one_time(Do::LoseBefore);
    fault.match.times = 0;
    fault.match.nth = 2;
    bench.crm.inject(fault);
    BOOST_TEST(bench.create_notes({"ms1a"}).status == 201);
    BOOST_TEST(bench.create_notes({"ms1b"}).status == 0);
    BOOST_TEST(bench.create_notes({"ms1c"}).status == 201);
    bench.crm.clear_faults();
    fault.match = {};
    fault.match.body = "ms1x";
    fault.match.method = "POST";
    bench.crm.inject(fault);
    BOOST_TEST(bench.create_notes({"ms1d"}).status == 201);
    BOOST_TEST(bench.create_notes({"ms1x"}).status == 0);
}

BOOST_AUTO_TEST_CASE(chances_come_from_the_seed) {
    const auto run = [](std::uint64_t seed) {
        SandboxCrm crm(seed);
        crm.add_portal("1");
        Driver api(crm, crm.add_token("1"));
        Fault fault;
        fault.match.percent = 50;
        fault.action = Do::Refuse;
        crm.inject(fault);
        std::string lost;
        for (int i = 0; i < 40; ++i) {
            lost += api.get("/account-info/2026-09/details").status == 0 ? 'x' : '.';
        }
        return lost;
    };
    BOOST_TEST(run(5) == run(5));
    BOOST_TEST(run(5) != run(6));
}

BOOST_AUTO_TEST_CASE(the_transport_turns_what_is_lost_into_the_error_of_a_real_one) {
    using mentorsync::ErrorCode;
    using mentorsync::http::RequestClass;
    struct Row {
        Do action;
        RequestClass request_class;
        ErrorCode code;
    };
    const Row rows[] = {
        {Do::Refuse, RequestClass::Create, ErrorCode::Unavailable},
        {Do::LoseBefore, RequestClass::Read, ErrorCode::Unavailable},
        {Do::LoseBefore, RequestClass::Create, ErrorCode::Ambiguous},
        {Do::ApplyThenDrop, RequestClass::IdempotentWrite, ErrorCode::Ambiguous},
        {Do::HoldThenApply, RequestClass::Create, ErrorCode::Ambiguous},
    };
    for (const Row& row : rows) {
        Bench bench;
        StoppedClock clock;
        SandboxTransport transport(bench.crm, clock, bench.token);
        bench.crm.inject(one_time(row.action, "details"));
        mentorsync::http::Request request;
        request.target = "/account-info/2026-09/details?secret=1";
        request.request_class = row.request_class;
        const std::vector wave{request, request};
        const auto results = transport.exchange(wave, {});
        BOOST_TEST((results.at(0).error().code == row.code));
        BOOST_TEST(results.at(0).error().message.find("secret") == std::string::npos);
        BOOST_TEST(results.at(1).value().status == 200);
    }
}

BOOST_AUTO_TEST_CASE(the_transport_keeps_the_crm_in_step_with_its_clock_and_stops_on_request) {
    Bench bench;
    StoppedClock clock;
    clock.time = bench.crm.now() + std::chrono::hours(2);
    SandboxTransport transport(bench.crm, clock, bench.token);
    const std::vector<mentorsync::http::Request> wave(1);
    std::stop_source source;
    source.request_stop();
    BOOST_TEST((transport.exchange(wave, source.get_token()).at(0).error().code ==
                mentorsync::ErrorCode::Cancelled));
    BOOST_TEST(bench.crm.witness().request_count() == 0U);
    static_cast<void>(transport.exchange(wave, {}));
    BOOST_TEST((bench.crm.now() == clock.time));
}

BOOST_AUTO_TEST_SUITE_END()
