#include "connector/hubspot/endpoints.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/hubspot/guarded_transport.hpp"
#include "tests/fakes/scripted_transport.hpp"
#include "tests/hubspot/versions.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using http::Method;
using http::RequestClass;
namespace data = boost::unit_test::data;

namespace {

http::Request request(Method method, std::string target,
                      RequestClass request_class = RequestClass::IdempotentWrite) {
    return {method, std::move(target), "", request_class, http::Bucket::General};
}

struct Path {
    Endpoint endpoint;
    ApiVersion version;
    const char* target;
};
std::ostream& operator<<(std::ostream& out, const Path& row) {
    return out << row.target;
}

const Path kPaths[] = {
    {Endpoint::Account, ApiVersion::September2026, "/account-info/2026-09/details"},
    {Endpoint::Account, ApiVersion::V3, "/account-info/v3/details"},
    {Endpoint::ListOwners, ApiVersion::March2026, "/crm/owners/2026-03"},
    {Endpoint::ListOwners, ApiVersion::V3, "/crm/v3/owners"},
    {Endpoint::ListRecords, ApiVersion::September2026, "/crm/objects/2026-09/tasks"},
    {Endpoint::ListRecords, ApiVersion::V3, "/crm/v3/objects/tasks"},
    {Endpoint::BatchReadRecords, ApiVersion::September2026,
     "/crm/objects/2026-09/tasks/batch/read"},
    {Endpoint::SearchTasks, ApiVersion::September2026, "/crm/objects/2026-09/tasks/search"},
    {Endpoint::ReadMemberships, ApiVersion::September2026, "/crm/lists/2026-09/17/memberships"},
    {Endpoint::ReadMemberships, ApiVersion::V3, "/crm/v3/lists/17/memberships"},
    {Endpoint::BatchReadLinks, ApiVersion::September2026,
     "/crm/associations/2026-09/tasks/contacts/batch/read"},
    {Endpoint::BatchReadLinks, ApiVersion::V3, "/crm/v4/associations/tasks/contacts/batch/read"},
    {Endpoint::CreateNotes, ApiVersion::September2026, "/crm/objects/2026-09/notes/batch/create"},
    {Endpoint::ArchiveNote, ApiVersion::September2026, "/crm/objects/2026-09/notes/17"},
    {Endpoint::AssociateNote, ApiVersion::September2026,
     "/crm/objects/2026-09/notes/17/associations/default/contacts/18"},
    {Endpoint::AssociateNote, ApiVersion::V3,
     "/crm/v4/objects/notes/17/associations/default/contacts/18"},
};

struct Forbidden {
    Method method;
    const char* target;
};
std::ostream& operator<<(std::ostream& out, const Forbidden& row) {
    return out << name_of(row.method) << ' ' << row.target;
}

// What the same credentials would be allowed to do, and ways around a careless comparison.
const Forbidden kForbidden[] = {
    {Method::Post, "/crm/objects/2026-09/contacts/gdpr-delete"},
    {Method::Post, "/crm/objects/2026-09/contacts/merge"},
    {Method::Post, "/crm/objects/2026-09/notes/batch/archive"},
    {Method::Post, "/crm/objects/2026-09/contacts/batch/archive"},
    {Method::Post, "/crm/objects/2026-09/contacts/batch/create"},
    {Method::Post, "/crm/objects/2026-09/notes/batch/upsert"},
    {Method::Post, "/crm/objects/2026-09/tasks/batch/update"},
    {Method::Delete, "/crm/objects/2026-09/contacts/17"},
    {Method::Delete, "/crm/objects/2026-09/tasks/17"},
    {Method::Delete, "/crm/objects/2026-09/notes/"},
    {Method::Delete, "/crm/objects/2026-09/notes/../contacts/17"},
    {Method::Delete, "/crm/objects/2026-09/notes/17/"},
    {Method::Delete, "/crm/objects/2026-09/notes/17%2F..%2F18"},
    {Method::Delete, "/crm/objects/2026-03/notes/17"},  // not the version that was configured
    {Method::Delete, "/crm/v3/objects/notes/17"},
    {Method::Delete, "//crm/objects/2026-09/notes/17"},
    {Method::Delete, "/crm/objects/{v}/notes/{id}"},
    {Method::Patch, "/crm/objects/2026-09/contacts/17"},
    {Method::Delete, "/crm/properties/2026-09/notes/mentorsync_key"},
    {Method::Post, "/crm/objects/2026-09/contacts/batch/update#/notes"},
    {Method::Post, ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(endpoints_tests)

BOOST_DATA_TEST_CASE(a_path_is_built_from_its_template, data::make(kPaths), row) {
    const auto made = make_request(
        row.version,
        {.endpoint = row.endpoint, .parts = {.type = RecordKind::Task, .id = "17", .to_id = "18"}});
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->target == row.target);
    BOOST_TEST(is_allowed(row.version, *made));
}

BOOST_DATA_TEST_CASE(every_line_of_the_table_passes_its_own_guard, data::make(kVersions), version) {
    for (const EndpointRow& row : endpoint_table()) {
        const auto made = make_request(version, {.endpoint = row.endpoint,
                                                 .parts = {.id = "1", .to_id = "2"},
                                                 .query = {{"a", "b/c"}}});
        BOOST_TEST_REQUIRE(made.has_value());
        BOOST_TEST(is_allowed(version, *made), made->target);
        BOOST_TEST((made->request_class == row.request_class));
    }
}

BOOST_DATA_TEST_CASE(what_is_not_in_the_table_never_leaves, data::make(kForbidden), row) {
    for (const auto request_class :
         {RequestClass::Read, RequestClass::IdempotentWrite, RequestClass::Create}) {
        http::ScriptedTransport network({});
        GuardedTransport guard(network, ApiVersion::September2026);
        const http::Request wave[] = {
            request(Method::Get, "/account-info/2026-09/details", RequestClass::Read),
            request(row.method, row.target, request_class)};
        const auto answers = guard.exchange(wave, {});
        BOOST_TEST_REQUIRE(answers.size() == 2U);
        BOOST_TEST_REQUIRE(!answers[1].has_value());
        BOOST_TEST((answers[1].error().code == ErrorCode::Internal));
        BOOST_TEST(network.requests().empty());
        BOOST_TEST(guard.requests() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_create_cannot_travel_as_something_that_may_be_repeated) {
    const std::string target = "/crm/objects/2026-09/notes/batch/create";
    const auto allowed = [&](RequestClass request_class) {
        return is_allowed(ApiVersion::September2026, request(Method::Post, target, request_class));
    };
    BOOST_TEST(allowed(RequestClass::Create));
    BOOST_TEST(!allowed(RequestClass::IdempotentWrite));
    BOOST_TEST(!allowed(RequestClass::Read));
}

const char* const kBadIds[] = {
    "", "../1", "1;2", "-1", "1e3", "1/2", "%31", "123456789012345678901", "1 ", "\xEF\xBC\x91"};
BOOST_DATA_TEST_CASE(an_id_that_is_none_does_not_reach_a_path, data::make(kBadIds), id) {
    const auto made = make_request(ApiVersion::September2026,
                                   {.endpoint = Endpoint::ArchiveNote, .parts = {.id = id}});
    BOOST_TEST_REQUIRE(!made.has_value());
    BOOST_TEST((made.error().code == ErrorCode::BadResponse));
    BOOST_TEST(made.error().message ==
               "DELETE /crm/objects/2026-09/notes/{id}: an id that the CRM gave is no CRM id "
               "(digits only)");
}

BOOST_AUTO_TEST_CASE(a_query_is_escaped) {
    const auto made =
        make_request(ApiVersion::V3, {.endpoint = Endpoint::ListRecords,
                                      .query = {{"limit", "100"}, {"after", "a&b=c/\xC3\xA4 #"}}});
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->target == "/crm/v3/objects/contacts?limit=100&after=a%26b%3Dc%2F%C3%A4%20%23");
}

BOOST_AUTO_TEST_CASE(a_version_is_named_as_it_is_read) {
    for (const ApiVersion version : kVersions) {
        BOOST_TEST((parse_api_version(name_of(version)) == version));
    }
    BOOST_TEST(!parse_api_version("2027-03").has_value());
    BOOST_TEST(!parse_api_version("V3").has_value());
}

BOOST_AUTO_TEST_CASE(the_guard_counts_what_passes_and_reads_the_budget) {
    http::ScriptedTransport network(
        {{Method::Get, "/account-info/2026-09/details",
          http::answer(200, "{}", {{"x-hubspot-ratelimit-daily-remaining", "4711"}})},
         {Method::Post, "/crm/objects/2026-09/tasks/search",
          http::answer(200, "{}", {{"X-HubSpot-RateLimit-Daily-Remaining", "many"}})}});
    GuardedTransport guard(network, ApiVersion::September2026);
    std::vector<http::Request> wave;
    for (const Endpoint endpoint : {Endpoint::Account, Endpoint::SearchTasks}) {
        wave.push_back(make_request(ApiVersion::September2026, {.endpoint = endpoint}).value());
    }
    BOOST_TEST(guard.exchange(wave, {}).size() == 2U);
    BOOST_TEST(guard.requests() == 2U);
    BOOST_TEST(guard.search_requests() == 1U);
    BOOST_TEST(guard.daily_left().value_or(0) == 4711U);
}

BOOST_AUTO_TEST_SUITE_END()
