#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <set>

#include "connector/hubspot/hubspot_connector.hpp"
#include "mentorsync/json.hpp"
#include "tests/hubspot/answering_transport.hpp"
#include "tests/hubspot/drafts.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
namespace data = boost::unit_test::data;

namespace {

using Keys = std::vector<std::string>;
using Outcomes = std::vector<RowOutcome>;

Keys keys_of(const http::Request& request) {
    Keys keys;
    const json::Value body = json::parse(request.body).value();
    for (const json::Value& input : body.find("inputs")->items) {
        keys.push_back(input.find_path({"properties", "mentorsync_key"})->text);
    }
    return keys;
}

std::string created(const Keys& keys) {
    std::string results;
    for (const std::string& key : keys) {
        results += (results.empty() ? "" : ",") + std::string(R"({"id":"1)") + key.substr(3) +
                   R"(","properties":{"mentorsync_key":")" + key + R"("}})";
    }
    return R"({"status":"COMPLETE","results":[)" + results + "]}";
}

// Refuses any batch that holds one of these keys, and does not say which.
AnsweringTransport refusing(std::set<std::string> bad) {
    return AnsweringTransport([bad = std::move(bad)](const http::Request& request) {
        const Keys keys = keys_of(request);
        const bool refuse =
            std::ranges::any_of(keys, [&](const std::string& key) { return bad.contains(key); });
        return refuse ? respond(400, R"({"category":"VALIDATION_ERROR"})")
                      : respond(201, created(keys));
    });
}

AnsweringTransport always(const Result<http::Response>& answer) {
    return AnsweringTransport([answer](const http::Request&) { return answer; });
}

Result<Outcomes> create(AnsweringTransport& network, const std::vector<NoteDraft>& notes) {
    return HubspotConnector(network).create_notes(notes, {});
}

std::string describe_outcome(const RowOutcome& outcome) {
    return outcome.id ? "id " + outcome.id->text() : std::string(name_of(outcome.error->code));
}

// What became of key0 and key1 when the answer to both is `body`.
Keys outcomes_for(int status, const std::string& body) {
    AnsweringTransport network = always(respond(status, body));
    const auto outcomes = create(network, drafts(2));
    BOOST_TEST_REQUIRE(outcomes.has_value());
    return {describe_outcome(outcomes->at(0)), describe_outcome(outcomes->at(1))};
}

struct Case {
    const char* why;
    std::string results;
    Keys outcomes;
};
std::ostream& operator<<(std::ostream& out, const Case& row) {
    return out << row.why;
}

const std::string kFirst = R"({"id":"10","properties":{"mentorsync_key":"key0"}})";
const std::string kSecond = R"({"id":"11","properties":{"mentorsync_key":"key1"}})";

const Case kCases[] = {
    {"in another order", kSecond + "," + kFirst, {"id 10", "id 11"}},
    {"a row is missing", kSecond, {"ambiguous", "id 11"}},
    {"nothing is there", "", {"ambiguous", "ambiguous"}},
    {"a row comes twice", kFirst + "," + kSecond + "," + kFirst, {"id 10", "id 11"}},
    {"a key has two notes",
     kFirst + R"(,{"id":"12","properties":{"mentorsync_key":"key0"}})",
     {"ambiguous", "ambiguous"}},
    {"a row that nobody asked for",
     kFirst + "," + kSecond + R"(,{"id":"13","properties":{"mentorsync_key":"key7"}})",
     {"id 10", "id 11"}},
    {"an id that is a number",
     kSecond + R"(,{"id":9007199254740993,"properties":{"mentorsync_key":"key0"}})",
     {"id 9007199254740993", "id 11"}},
    {"an id that is none",
     kSecond + R"(,{"id":"../1","properties":{"mentorsync_key":"key0"}})",
     {"ambiguous", "id 11"}},
    {"a trace id in place of the property",
     kSecond + R"(,{"id":"10","objectWriteTraceId":"key0","properties":{}})",
     {"id 10", "id 11"}},
    {"a trace id beside another key",
     kSecond + R"(,{"id":"10","objectWriteTraceId":"key0","properties":{"mentorsync_key":"key9"}})",
     {"ambiguous", "id 11"}},
    {"a key with something behind a NUL",
     kSecond + R"(,{"id":"10","properties":{"mentorsync_key":"key0\u0000"}})",
     {"ambiguous", "id 11"}},
    {"rows that are no objects", R"(7,null,"x",[])", {"ambiguous", "ambiguous"}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(create_notes_tests)

BOOST_DATA_TEST_CASE(matches_rows_by_their_key_and_never_by_their_place, data::make(kCases), row) {
    BOOST_TEST(outcomes_for(201, "{\"results\":[" + row.results + "]}") == row.outcomes,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_note_is_created_without_associations_and_with_its_key_twice) {
    AnsweringTransport network = refusing({});
    const auto outcomes = create(network, {draft("key1")});
    BOOST_TEST_REQUIRE(outcomes.has_value());
    BOOST_TEST(network.requests.at(0).body ==
               R"({"inputs":[{"objectWriteTraceId":"key1","associations":[],"properties":{)"
               R"("mentorsync_key":"key1","hs_timestamp":"2026-09-01T00:00:00.000Z",)"
               R"("hs_note_body":"<p>3/5</p>"}}]})");
    BOOST_TEST((network.requests.at(0).request_class == http::RequestClass::Create));
}

BOOST_AUTO_TEST_CASE(rows_that_a_partial_answer_refuses_are_told_by_their_trace_id) {
    const std::string errors =
        R"({"results":[],"errors":[{"category":"VALIDATION_ERROR",)"
        R"("errors":[{"code":"CONFLICTING_UNIQUE_VALUE"}],"context":{"objectWriteTraceId":["key1"]}},)"
        R"({"category":"VALIDATION_ERROR","context":{"objectWriteTraceId":["key0"]}}]})";
    const Keys expected{"rejected", "key_taken"};
    BOOST_TEST(outcomes_for(207, errors) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_batch_is_halved_until_only_the_bad_rows_are_refused) {
    const std::vector<std::set<std::string>> sets = {{"key0"},
                                                     {"key99"},
                                                     {"key42", "key43"},
                                                     {"key0", "key50", "key99"},
                                                     {"key12", "key13", "key14", "key15"},
                                                     {"key3", "key21", "key47", "key68", "key90"}};
    for (const auto& bad : sets) {
        AnsweringTransport network = refusing(bad);
        const auto outcomes = create(network, drafts(100));
        BOOST_TEST_REQUIRE(outcomes.has_value());
        for (std::size_t i = 0; i < 100; ++i) {
            const bool is_bad = bad.contains("key" + std::to_string(i));
            const std::string expected = is_bad ? "rejected" : "id 1" + std::to_string(i);
            BOOST_TEST(describe_outcome(outcomes->at(i)) == expected);
        }
        // 2 log2(100) + 1 for each bad row.
        BOOST_TEST(network.requests.size() - 1 <= 15 * bad.size());
        std::multiset<std::string> sent_well;
        for (const http::Request& request : network.requests) {
            const Keys keys = keys_of(request);
            if (std::ranges::any_of(keys, [&](const auto& key) { return bad.contains(key); })) {
                continue;
            }
            sent_well.insert(keys.begin(), keys.end());
        }
        for (const std::string& key : sent_well) BOOST_TEST(sent_well.count(key) == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_refused_batch_that_names_its_bad_row_costs_one_more_request) {
    AnsweringTransport network([](const http::Request& request) {
        const Keys keys = keys_of(request);
        const bool bad = std::ranges::find(keys, "key42") != keys.end();
        return bad ? respond(409, R"({"context":{"objectWriteTraceId":["key42"]}})")
                   : respond(201, created(keys));
    });
    const auto outcomes = create(network, drafts(100));
    BOOST_TEST_REQUIRE(outcomes.has_value());
    BOOST_TEST(network.requests.size() == 2U);
    BOOST_TEST(describe_outcome(outcomes->at(42)) == "key_taken");
    BOOST_TEST(describe_outcome(outcomes->at(99)) == "id 199");
}

struct Failed {
    const char* why;
    Result<http::Response> answer;
    std::optional<ErrorCode> call;  // of the whole call; otherwise every row is Ambiguous
};
std::ostream& operator<<(std::ostream& out, const Failed& row) {
    return out << row.why;
}

const Failed kFailed[] = {
    {"never sent", fail(ErrorCode::Unavailable, "refused"), ErrorCode::Unavailable},
    {"lost", fail(ErrorCode::Ambiguous, "cut"), std::nullopt},
    {"broken", fail(ErrorCode::BadResponse, "cut"), std::nullopt},
    {"stopped under way", fail(ErrorCode::Cancelled, "stop"), std::nullopt},
    {"limited", respond(429, ""), ErrorCode::RateLimited},
    {"locked", respond(423, ""), ErrorCode::RateLimited},
    {"refused credentials", respond(401, ""), ErrorCode::Unauthorized},
    {"refused scope", respond(403, ""), ErrorCode::MissingScope},
    {"redirected", respond(307, ""), ErrorCode::Unavailable},
    {"no such path", respond(404, ""), ErrorCode::NotFound},
    {"failed", respond(500, ""), std::nullopt},
    {"failed behind a proxy", respond(502, "<html>"), std::nullopt},
    {"answered by a proxy", respond(200, "<html>"), std::nullopt},
    {"answered without a body", respond(201, ""), std::nullopt},
    {"answered with half a body", respond(201, "{\"results\":[{\"id\":"), std::nullopt},
    {"answered with another shape", respond(201, "{\"results\":{}}"), std::nullopt},
};

BOOST_DATA_TEST_CASE(only_what_certainly_created_nothing_fails_the_call, data::make(kFailed), row) {
    AnsweringTransport network = always(row.answer);
    const auto outcomes = create(network, drafts(3));
    BOOST_TEST(network.requests.size() == 1U);
    if (row.call) {
        BOOST_TEST_REQUIRE(!outcomes.has_value());
        BOOST_TEST((outcomes.error().code == *row.call));
        return;
    }
    BOOST_TEST_REQUIRE(outcomes.has_value());
    for (const RowOutcome& outcome : *outcomes) {
        BOOST_TEST(describe_outcome(outcome) == "ambiguous");
    }
}

BOOST_AUTO_TEST_CASE(a_failure_after_some_rows_were_created_is_theirs_who_were_not) {
    std::size_t calls = 0;
    AnsweringTransport network([&calls](const http::Request& request) -> Result<http::Response> {
        ++calls;
        if (calls == 1) return respond(400, "");
        if (calls == 2) return respond(201, created(keys_of(request)));
        return respond(429, "");
    });
    const auto outcomes = create(network, drafts(4));
    BOOST_TEST_REQUIRE(outcomes.has_value());
    BOOST_TEST(describe_outcome(outcomes->at(0)) == "id 10");
    BOOST_TEST(describe_outcome(outcomes->at(1)) == "id 11");
    BOOST_TEST(describe_outcome(outcomes->at(2)) == "rate_limited");
    BOOST_TEST(describe_outcome(outcomes->at(3)) == "rate_limited");
}

BOOST_AUTO_TEST_CASE(a_portal_without_our_property_is_told_to_be_set_up) {
    AnsweringTransport network = always(respond(
        400,
        R"({"errors":[{"code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["mentorsync_key"]}}]})"));
    const auto outcomes = create(network, drafts(100));
    BOOST_TEST_REQUIRE(!outcomes.has_value());
    BOOST_TEST(network.requests.size() == 1U);
    BOOST_TEST(outcomes.error().message.ends_with("run mentorsync setup"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_one_batch_is_refused_before_it_is_sent) {
    AnsweringTransport network = refusing({});
    BOOST_TEST((create(network, drafts(101)).error().code == ErrorCode::InvalidArgument));
    BOOST_TEST(
        (create(network, {draft("a"), draft("a")}).error().code == ErrorCode::InvalidArgument));
    BOOST_TEST(create(network, {}).value().empty());
    BOOST_TEST(network.requests.empty());
}

BOOST_AUTO_TEST_CASE(a_stop_before_the_first_byte_is_no_doubt) {
    AnsweringTransport network = refusing({});
    std::stop_source stop;
    stop.request_stop();
    const auto outcomes = HubspotConnector(network).create_notes(drafts(2), stop.get_token());
    BOOST_TEST_REQUIRE(!outcomes.has_value());
    BOOST_TEST((outcomes.error().code == ErrorCode::Cancelled));
    BOOST_TEST(network.requests.empty());
}

BOOST_AUTO_TEST_SUITE_END()
