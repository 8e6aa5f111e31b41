#include <boost/test/unit_test.hpp>
#include <functional>

#include "sync/run/settings.hpp"
#include "tests/fakes/golden.hpp"
#include "tests/rules/schema.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;

namespace {

json::Value tree_of(const std::string& name) {
    auto tree = json::parse(golden::read(name), json::Dialect::WithComments);
    BOOST_TEST_REQUIRE(tree.has_value());
    return *std::move(tree);
}

std::string text_of(const json::Value& tree) {
    json::Writer writer;
    writer.value(tree);
    return writer.text();
}

// Calls `visit` with every value of a tree, which may change it and must put it back.
void for_each_value(json::Value& value, const std::function<void(json::Value&)>& visit) {
    visit(value);
    for (json::Member& member : value.members) for_each_value(member.value, visit);
    for (json::Value& item : value.items) for_each_value(item, visit);
}

// How long a duration may be, and what keys mean together, is beyond a schema of this kind; both
// are left right here, and are held by the golden files.
struct SchemaAndParser {
    json::Value root = tree_of("../../config/schema/settings.schema.json");
    json::Value settings = tree_of("settings.complete.json");
    test::Schema schema{root};
    int compared = 0;

    void compare(const std::string& change) {
        ++compared;
        const bool by_schema = schema.accepts(settings);
        const bool by_parser = parse_settings("s.json", text_of(settings)).has_value();
        BOOST_TEST(by_parser == by_schema,
                   change << ": the schema says " << by_schema << " to " << text_of(settings));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(settings_schema_tests, SchemaAndParser)

BOOST_AUTO_TEST_CASE(the_schema_uses_only_keywords_that_are_checked_here) {
    BOOST_TEST(schema.unknown_keywords().empty());
}

BOOST_AUTO_TEST_CASE(the_example_fits_the_schema_and_the_parser) {
    settings = tree_of("../../config/mentorsync.example.json");
    BOOST_TEST(schema.accepts(settings));
    compare("the example");
}

BOOST_AUTO_TEST_CASE(every_key_is_read) {
    BOOST_TEST(schema.accepts(settings));
    const auto read = parse_settings("s.json", text_of(settings));
    BOOST_TEST_REQUIRE(read.has_value());
    const PortalSettings& blink = read->portals[0];
    BOOST_TEST((blink.pull_every == 90s && blink.associations_every == 30min));
    BOOST_TEST((blink.archived_every == 6h && blink.complete_pass_every == 24h));
    BOOST_TEST(blink.audit_budget == 500U);
    BOOST_TEST_REQUIRE(blink.service_key_next.has_value());
    BOOST_TEST(blink.service_key_next->name == "blink-next");
    BOOST_TEST((blink.base_url == "https://api.hubapi.com" && blink.ca_file == "own.pem"));
    BOOST_TEST(!blink.oauth.has_value());
    const PortalSettings& other = read->portals[1];
    BOOST_TEST(other.proxy == "http://proxy.example.com:3128");
    BOOST_TEST_REQUIRE(other.oauth.has_value());
    BOOST_TEST(other.oauth->client_secret.name == "client.secret");
    BOOST_TEST(other.oauth->authorize_url == "https://app-eu1.hubspot.com/oauth/authorize");
    BOOST_TEST(other.oauth->scopes.size() == 2U);
    BOOST_TEST(other.oauth->redirect_port == 8752);
    BOOST_TEST((other.pull_every == 5min && other.associations_every == 30min));
    BOOST_TEST_REQUIRE(read->http.has_value());
    BOOST_TEST((read->http->address == "127.0.0.1" && read->http->port == 8750));
    BOOST_TEST(read->seal_keys.size() == 2U);
    BOOST_TEST(read->backups == "/var/backups/mentorsync");
}

BOOST_AUTO_TEST_CASE(an_audit_that_is_not_spoken_of_follows_a_slower_pull) {
    const auto read = parse_settings(
        "s.json",
        R"({"store": "sqlite:s", "portals": [{"name": "a", "mapping": "m", "pull_every": "12h",
            "crm": {"kind": "hubspot", "credentials": {"service_key": {"$env": "K"}}}}]})");
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST((read->portals[0].associations_every == 12h));
    BOOST_TEST((read->portals[0].archived_every == 12h));
    BOOST_TEST((read->portals[0].complete_pass_every == 24h));
}

BOOST_AUTO_TEST_CASE(an_unknown_key_is_refused_everywhere_by_both) {
    for_each_value(settings, [&](json::Value& value) {
        if (!value.is(json::Kind::Object)) return;
        value.members.push_back({"zzz", {}, {json::Kind::Null, "null", {}, {}, {}}});
        BOOST_TEST(!schema.accepts(settings));
        compare("unknown key added");
        value.members.pop_back();
    });
    BOOST_TEST(compared >= 15);
}

BOOST_AUTO_TEST_CASE(a_key_can_be_left_out_for_both_or_for_neither) {
    for_each_value(settings, [&](json::Value& value) {
        for (std::size_t i = 0; i < value.members.size(); ++i) {
            const json::Member taken = value.members[i];
            const auto place = value.members.begin() + static_cast<std::ptrdiff_t>(i);
            value.members.erase(place);
            compare("without '" + taken.key + "'");
            value.members.insert(value.members.begin() + static_cast<std::ptrdiff_t>(i), taken);
        }
    });
    BOOST_TEST(compared >= 40);
}

BOOST_AUTO_TEST_CASE(a_value_of_another_type_is_judged_alike_by_both) {
    const std::vector<json::Value> others =
        json::parse(
            R"([null, true, false, 7, -1, 1.5, 2000, "", " ", "x", "a:b", "../x", "5 m", "5 hours", "-5m",
            "2026-03", "sqlite:", "http://127.0.0.1:80", "http://b.c", "https://a@b.c", "a\u0001b",
            [], ["x"], ["x", "x"], {}, {"$file": "x"}, {"$env": "X Y"}, {"$credential": "../x"}])")
            ->items;
    for_each_value(settings, [&](json::Value& value) {
        const json::Value taken = value;
        for (const json::Value& other : others) {
            value = other;
            compare("line " + std::to_string(taken.at.line) + " replaced by " + text_of(other));
        }
        value = taken;
    });
    BOOST_TEST(compared > 1'000);
}

BOOST_AUTO_TEST_SUITE_END()
