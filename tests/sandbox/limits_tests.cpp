#include <boost/test/unit_test.hpp>

#include <ostream>

#include "tests/sandbox/bench.hpp"

using namespace mentorsync::sandbox;

namespace {

const std::string kDetails = "/account-info/2026-09/details";

std::string header(const Reply& reply, std::string_view name) {
    for (const auto& [known, value] : reply.headers) {
        if (known == name) return value;
    }
    return {};
}

struct Forbidden {
    const char* method;
    const char* path;

    friend std::ostream& operator<<(std::ostream& out, const Forbidden& row) {
        return out << row.method << " " << row.path;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(limits_tests)

BOOST_AUTO_TEST_CASE(the_burst_of_an_app_ends_after_ten_seconds_of_patience) {
    Bench bench;
    bench.crm.switches().burst_limit = 3;
    for (int left = 2; left >= 0; --left) {
        const Reply reply = bench.api.get(kDetails);
        BOOST_TEST(header(reply, "X-HubSpot-RateLimit-Remaining") == std::to_string(left));
        BOOST_TEST(header(reply, "X-HubSpot-RateLimit-Interval-Milliseconds") == "10000");
    }
    const Reply refused = bench.api.get(kDetails);
    BOOST_TEST(refused.status == 429);
    BOOST_TEST(refused.body["policyName"].text() == "TEN_SECONDLY_ROLLING");
    BOOST_TEST(refused.body["errorType"].text() == "RATE_LIMIT");
    BOOST_TEST(!refused.body.has("category"));
    BOOST_TEST(header(refused, "Retry-After").empty());
    bench.pass(std::chrono::milliseconds(9'999));
    BOOST_TEST(bench.api.get(kDetails).status == 429);
    bench.pass(std::chrono::milliseconds(1));
    BOOST_TEST(bench.api.get(kDetails).status == 200);
}

BOOST_AUTO_TEST_CASE(bursts_of_two_apps_are_counted_apart_and_their_day_together) {
    Bench bench;
    bench.crm.switches().burst_limit = 1;
    bench.crm.switches().daily_limit = 2;
    Driver other(bench.crm, bench.crm.add_token(Bench::kPortal));
    BOOST_TEST(bench.api.get(kDetails).status == 200);
    BOOST_TEST(other.get(kDetails).status == 200);
    bench.pass(std::chrono::seconds(10));
    const Reply refused = other.get(kDetails);
    BOOST_TEST(refused.status == 429);
    BOOST_TEST(refused.body["policyName"].text() == "DAILY");
}

BOOST_AUTO_TEST_CASE(the_day_begins_at_the_midnight_of_the_portal) {
    Bench bench;
    bench.crm.switches().daily_limit = 1;
    BOOST_TEST(bench.api.get(kDetails).status == 200);
    bench.crm.set_now(*parse_time("2026-11-23T21:59:59.999Z"));
    BOOST_TEST(bench.api.get(kDetails).status == 429);
    bench.crm.set_now(*parse_time("2026-11-23T22:00:00.000Z"));
    BOOST_TEST(bench.api.get(kDetails).status == 200);
}

BOOST_AUTO_TEST_CASE(search_is_limited_for_the_whole_portal_and_tells_nothing_in_headers) {
    Bench bench;
    Driver other(bench.crm, bench.crm.add_token(Bench::kPortal));
    const std::string search = "/crm/objects/2026-09/contacts/search";
    for (int i = 0; i < 5; ++i) {
        const Reply reply = (i % 2 == 0 ? bench.api : other).post(search, Json::object());
        BOOST_TEST(reply.status == 200);
        BOOST_TEST(header(reply, "X-HubSpot-RateLimit-Remaining").empty());
    }
    const Reply refused = other.post(search, Json::object());
    BOOST_TEST(refused.body["policyName"].text() == "SECONDLY");
    bench.pass(std::chrono::seconds(1));
    BOOST_TEST(other.post(search, Json::object()).status == 200);
}

BOOST_AUTO_TEST_CASE(associations_have_a_burst_of_their_own) {
    Bench bench;
    bench.crm.switches().burst_limit = 0;
    const std::string labels = "/crm/associations/2026-09/contacts/contacts/labels";
    BOOST_TEST(bench.api.get(labels).status == 200);
    bench.crm.switches().association_burst = 1;
    BOOST_TEST(bench.api.get(labels).status == 429);
}

BOOST_AUTO_TEST_CASE(a_token_is_refused_when_it_is_unknown_revoked_or_expired) {
    Bench bench;
    Driver stranger(bench.crm, "pat-eu1-nobody");
    BOOST_TEST(stranger.get(kDetails).body["category"].text() == "INVALID_AUTHENTICATION");
    bench.crm.token(bench.token).refused = true;
    BOOST_TEST(bench.api.get(kDetails).status == 401);
    bench.crm.token(bench.token).refused = false;
    BOOST_TEST(bench.api.get(kDetails).status == 200);
    bench.crm.token(bench.token).expires = bench.crm.now();
    const Reply expired = bench.api.get(kDetails);
    BOOST_TEST(expired.status == 401);
    BOOST_TEST(expired.body["category"].text() == "EXPIRED_AUTHENTICATION");
    BOOST_TEST(expired.body["context"]["expire time"].size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_missing_scope_is_named) {
    Bench bench;
    Driver reader(bench.crm, bench.crm.add_token(Bench::kPortal, {"crm.objects.contacts.read"}));
    BOOST_TEST(reader.get("/crm/objects/2026-09/contacts").status == 200);
    const Reply refused = reader.get("/crm/owners/2026-09");
    BOOST_TEST(refused.status == 403);
    BOOST_TEST(refused.body["category"].text() == "MISSING_SCOPES");
    const Json& error = refused.body["errors"].items().at(0);
    BOOST_TEST(error["context"]["requiredGranularScopes"].items().at(0).text() ==
               "crm.objects.owners.read");
    const Json body = Bench::keyed_notes({"ms1a"});
    BOOST_TEST(reader.post("/crm/objects/2026-09/notes/batch/create", body).status == 403);
}

BOOST_AUTO_TEST_CASE(a_refresh_token_gives_access_for_half_an_hour) {
    Bench bench;
    Grant grant{Bench::kPortal, "app", "secret", run_scopes(), false};
    const std::string refresh = bench.crm.add_grant(grant);
    const auto ask = [&](const std::string& secret) {
        return bench.api.send("POST", "/oauth/2026-09/token",
                              "grant_type=refresh_token&client_id=app&client_secret=" + secret +
                                  "&refresh_token=" + refresh);
    };
    const Reply reply = ask("secret");
    BOOST_TEST(reply.body["expires_in"].integer() == 1'800);
    Driver app(bench.crm, reply.body["access_token"].text());
    BOOST_TEST(app.get(kDetails).status == 200);
    BOOST_TEST(header(app.get(kDetails), "X-HubSpot-RateLimit-Daily").empty());
    bench.pass(std::chrono::minutes(30));
    BOOST_TEST(app.get(kDetails).body["category"].text() == "EXPIRED_AUTHENTICATION");
    BOOST_TEST(ask("wrong").status == 400);
    bench.crm.world().grants.at(refresh).refused = true;
    BOOST_TEST(ask("secret").body["error"].text() == "invalid_grant");
}

BOOST_AUTO_TEST_CASE(what_no_client_of_ours_may_send_is_refused_and_remembered) {
    const Forbidden rows[] = {
        {"POST", "/crm/objects/2026-09/contacts/gdpr-delete"},
        {"POST", "/crm/objects/2026-09/contacts/merge"},
        {"POST", "/crm/objects/2026-09/notes/batch/archive"},
        {"DELETE", "/crm/objects/2026-09/contacts/1"},
        {"DELETE", "/crm/objects/2026-09/tasks/1"},
        {"POST", "/crm/objects/2026-09/contacts/batch/create"},
        {"POST", "/crm/objects/2026-09/notes/batch/update"},
        {"POST", "/crm/objects/2026-09/notes/batch/upsert"},
        {"PATCH", "/crm/objects/2026-09/notes/1"},
        {"DELETE", "/crm/properties/2026-09/notes/mentorsync_key"},
        {"GET", "/crm/objects/2027-03/contacts"},
        {"GET", "/crm/v3/associations/contacts/notes/labels"},
        {"GET", "/crm/objects/2026-09/companies"},
        {"GET", "/"},
    };
    Bench bench;
    std::size_t expected = 0;
    for (const Forbidden& row : rows) {
        BOOST_TEST(bench.api.send(row.method, row.path, "").status == 599, row);
        BOOST_TEST(bench.crm.witness().violations().size() == ++expected, row);
    }
    BOOST_TEST(bench.api.send("DELETE", "/crm/objects/2026-09/notes/1", "").status == 204);
    BOOST_TEST(bench.crm.witness().violations().size() == expected);
}

BOOST_AUTO_TEST_CASE(a_target_that_is_too_long_is_answered_414) {
    Bench bench;
    const std::string path = "/crm/objects/2026-09/contacts?properties=";
    BOOST_TEST(bench.api.get(path + std::string(8'000, 'x')).status == 414);
    BOOST_TEST(bench.api.get(path + std::string(7'000, 'x')).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
