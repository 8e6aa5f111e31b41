#include "connector/hubspot/errors.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/hubspot/client.hpp"
#include "tests/fakes/scripted_transport.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using namespace std::chrono_literals;
namespace data = boost::unit_test::data;

namespace {

constexpr auto kVersion = ApiVersion::September2026;
constexpr const char* kCanary = "Aino.Virtanen@agency.example";

// One endpoint of each class.
constexpr Endpoint kEndpoints[] = {Endpoint::BatchReadRecords, Endpoint::UpdateContacts,
                                   Endpoint::CreateNotes};

struct Case {
    const char* why;
    int status;
    std::string body;
    ErrorCode code;
    const char* message;  // after the place
    std::optional<std::chrono::milliseconds> wait = std::nullopt;
};
std::ostream& operator<<(std::ostream& out, const Case& row) {
    return out << row.why;
}

const Case kCases[] = {
    {"a redirect", 302, "", ErrorCode::Unavailable,
     "the CRM redirects, which is not followed: check base_url, or a proxy in between"},
    {"a refusal with its code", 400,
     R"({"category":"VALIDATION_ERROR","errors":[{"code":"INVALID_OPTION","context":{"propertyName":["mentoring_role"]}}]})",
     ErrorCode::Rejected, "the CRM refuses this: INVALID_OPTION (property mentoring_role)"},
    {"a refusal with a category only", 400, R"({"category":"VALIDATION_ERROR"})",
     ErrorCode::Rejected, "the CRM refuses this: VALIDATION_ERROR"},
    {"a refusal without anything", 400, "", ErrorCode::Rejected,
     "the CRM refuses this: it gives no code"},
    {"a taken value by code", 400, R"({"errors":[{"code":"CONFLICTING_UNIQUE_VALUE"}]})",
     ErrorCode::KeyTaken, "a record with this unique value exists already"},
    {"a taken value inside a message", 400,
     R"({"message":"Property values were not valid: [{\"error\":\"CONFLICTING_UNIQUE_VALUE\"}]"})",
     ErrorCode::KeyTaken, "a record with this unique value exists already"},
    {"a taken value by sub-category", 400,
     R"({"subCategory":"PropertyValidationError.CONFLICTING_UNIQUE_VALUE"})", ErrorCode::KeyTaken,
     "a record with this unique value exists already"},
    {"a token that has run out", 401, R"({"category":"EXPIRED_AUTHENTICATION"})",
     ErrorCode::Unauthorized,
     "the CRM says that the access token has expired: make a new key in the portal"},
    {"a token that is wrong", 401, R"({"category":"INVALID_AUTHENTICATION"})",
     ErrorCode::Unauthorized,
     "the CRM refuses the credentials: check the key, or make a new one in the portal"},
    {"a missing scope", 403,
     R"({"category":"MISSING_SCOPES","errors":[{"context":{"requiredGranularScopes":["crm.objects.contacts.write","tasks-write"]}}]})",
     ErrorCode::MissingScope,
     "the credentials lack a permission: give them the scope crm.objects.contacts.write, "
     "tasks-write (any one of these)"},
    {"a missing scope at another place", 403, R"({"context":{"missingScopes":["crm.lists.read"]}})",
     ErrorCode::MissingScope,
     "the credentials lack a permission: give them the scope crm.lists.read"},
    {"a missing scope without a name", 403, "{}", ErrorCode::MissingScope,
     "the credentials lack a permission for this: compare their scopes with those in README.md"},
    {"a missing record", 404, R"({"category":"OBJECT_NOT_FOUND"})", ErrorCode::NotFound,
     "the CRM has no such record"},
    {"a conflict", 409, R"({"category":"CONFLICT"})", ErrorCode::KeyTaken,
     "what is to be created exists already"},
    {"a URL that is too long", 414, "", ErrorCode::Rejected,
     "the CRM says that the URL is too long"},
    {"a lock", 423, "", ErrorCode::RateLimited, "the record is locked by other writes", 2s},
    {"the limit of ten seconds", 429,
     R"({"errorType":"RATE_LIMIT","policyName":"TEN_SECONDLY_ROLLING"})", ErrorCode::RateLimited,
     "the CRM asks us to slow down (policy TEN_SECONDLY_ROLLING)", 10s},
    {"the limit of searches", 429, R"({"policyName":"SECONDLY"})", ErrorCode::RateLimited,
     "the CRM asks us to slow down (policy SECONDLY)", 1s},
    {"the limit of the day", 429, R"({"policyName":"DAILY"})", ErrorCode::RateLimited,
     "the portal's requests of today are used up (policy DAILY): wait until midnight in the "
     "portal's time zone"},
    {"a limit without a name", 429, "", ErrorCode::RateLimited, "the CRM asks us to slow down",
     10s},
    {"a portal on the move", 477, "", ErrorCode::RateLimited,
     "the portal is being moved between data centres: wait until that is done"},
    {"a status that nobody knows", 418, R"({"errors":[{"code":"TEAPOT"}]})", ErrorCode::Rejected,
     "the CRM refuses this with status 418 TEAPOT"},
    {"a failure", 503, "", ErrorCode::Unavailable,
     "the CRM answers with status 503: it is out of order, try again later"},
};

Error error_for(Endpoint endpoint, int status, const std::string& body,
                std::vector<http::Header> headers = {}) {
    return error_of(endpoint, kVersion, http::answer(status, body, std::move(headers)));
}

ErrorCode expected_code(int status, http::RequestClass request_class) {
    if (status < 400) return ErrorCode::Unavailable;
    if (status >= 500 || status == 408) {
        return request_class == http::RequestClass::Create ? ErrorCode::Ambiguous
                                                           : ErrorCode::Unavailable;
    }
    switch (status) {
        case 401: return ErrorCode::Unauthorized;
        case 403: return ErrorCode::MissingScope;
        case 404: return ErrorCode::NotFound;
        case 409: return ErrorCode::KeyTaken;
        case 423:
        case 429:
        case 477: return ErrorCode::RateLimited;
        default: return ErrorCode::Rejected;
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(errors_tests)

BOOST_DATA_TEST_CASE(names_the_remedy, data::make(kCases), row) {
    const Error error = error_for(Endpoint::UpdateContacts, row.status, row.body);
    BOOST_TEST((error.code == row.code));
    BOOST_TEST(error.message ==
               "POST /crm/objects/2026-09/contacts/batch/update: " + std::string(row.message));
    BOOST_TEST((error.retry_after == row.wait));
}

BOOST_AUTO_TEST_CASE(every_status_of_every_class_has_its_code) {
    for (const Endpoint endpoint : kEndpoints) {
        const auto request_class = row_of(endpoint).request_class;
        for (int status = 300; status < 600; ++status) {
            for (const char* body : {"", "{}", "<html>", "[", R"({"errors":7,"context":[]})"}) {
                const Error error = error_for(endpoint, status, body);
                BOOST_TEST((error.code == expected_code(status, request_class)),
                           status << " is " << name_of(error.code));
                BOOST_TEST(error.message.find('\n') == std::string::npos);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_status_outside_of_http_is_a_bad_response) {
    for (const int status : {0, 100, 199, 600, 999}) {
        const Error error = error_for(Endpoint::Account, status, "");
        BOOST_TEST((error.code == ErrorCode::BadResponse));
    }
}

BOOST_AUTO_TEST_CASE(the_wait_that_the_crm_asks_for_goes_before_our_own) {
    for (const int status : {423, 429, 477}) {
        const Error error = error_for(Endpoint::Account, status, "", {{"Retry-After", "77"}});
        BOOST_TEST((error.retry_after == std::chrono::milliseconds(77s)));
    }
    const Error refused = error_for(Endpoint::Account, 400, "", {{"Retry-After", "77"}});
    BOOST_TEST(!refused.retry_after.has_value());
}

BOOST_AUTO_TEST_CASE(a_correlation_id_is_passed_on_when_it_looks_like_one) {
    const Error error =
        error_for(Endpoint::Account, 404, R"({"correlationId":"5a9db0c5-0000-4000"})");
    BOOST_TEST(error.message.ends_with("(correlation id 5a9db0c5-0000-4000)"));
    const Error odd = error_for(Endpoint::Account, 404, R"({"correlationId":"x; rm -rf"})");
    BOOST_TEST(odd.message.find("correlation") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_error_repeats_what_the_crm_wrote) {
    const std::string canary(kCanary);
    std::string body = R"({"message":"%","category":"%","subCategory":"%","correlationId":"%",)"
                       R"("policyName":"%","errorType":"%","context":{"propertyName":["%"],)"
                       R"("missingScopes":["%"],"ids":["%"],"objectWriteTraceId":["%"]},)"
                       R"("errors":[{"message":"%","code":"%","in":"%",)"
                       R"("context":{"requiredGranularScopes":["%\n"],"propertyName":"%"}}]})";
    for (auto at = body.find('%'); at != std::string::npos; at = body.find('%')) {
        body.replace(at, 1, canary);
    }
    for (const Endpoint endpoint : kEndpoints) {
        for (int status = 300; status < 600; ++status) {
            const Error error = error_for(endpoint, status, body);
            BOOST_TEST(error.message.find("Aino") == std::string::npos, error.message);
        }
        const Error row = row_error_of(endpoint, kVersion, parse_fault(body));
        BOOST_TEST(row.message.find("Aino") == std::string::npos, row.message);
    }
}

struct Odd {
    const char* body;
    ErrorCode read;
    ErrorCode create;
};
std::ostream& operator<<(std::ostream& out, const Odd& row) {
    return out << row.body;
}

const Odd kOdd[] = {
    {"<!doctype html><title>Sign in</title>", ErrorCode::Unavailable, ErrorCode::Ambiguous},
    {"  \n<html>", ErrorCode::Unavailable, ErrorCode::Ambiguous},
    {"", ErrorCode::BadResponse, ErrorCode::Ambiguous},
    {"{\"results\":[", ErrorCode::BadResponse, ErrorCode::Ambiguous},
    {"[]", ErrorCode::BadResponse, ErrorCode::Ambiguous},
    {"{\"results\":[\"\xFF\"]}", ErrorCode::BadResponse, ErrorCode::Ambiguous},
    {R"({"a":"\ud800"})", ErrorCode::BadResponse, ErrorCode::Ambiguous},
};

BOOST_DATA_TEST_CASE(a_good_status_with_a_body_that_is_none_is_told_apart, data::make(kOdd), row) {
    for (const Endpoint endpoint : {Endpoint::BatchReadRecords, Endpoint::CreateNotes}) {
        const auto request = make_request(kVersion, {.endpoint = endpoint}).value();
        http::ScriptedTransport network(
            {{request.method, request.target, http::answer(200, row.body)}});
        Client client(network, kVersion);
        const Reply reply = client.send({.endpoint = endpoint}, {});
        BOOST_TEST_REQUIRE(!reply.answer.has_value());
        const ErrorCode code = endpoint == Endpoint::CreateNotes ? row.create : row.read;
        BOOST_TEST((reply.answer.error().code == code), reply.answer.error().message);
        BOOST_TEST(reply.answer.error().message.find("Sign in") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(json_nested_too_deep_is_refused_whole) {
    const auto request = make_request(kVersion, {.endpoint = Endpoint::BatchReadRecords}).value();
    http::ScriptedTransport network({{request.method, request.target,
                                      http::answer(200, "{\"a\":" + std::string(100'000, '['))}});
    Client client(network, kVersion);
    const Reply reply = client.send({.endpoint = Endpoint::BatchReadRecords}, {});
    BOOST_TEST_REQUIRE(!reply.answer.has_value());
    BOOST_TEST((reply.answer.error().code == ErrorCode::BadResponse));
}

BOOST_AUTO_TEST_SUITE_END()
