#include "sync/run/settings.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/fakes/golden.hpp"

using namespace mentorsync;
namespace data = boost::unit_test::data;

namespace {

constexpr const char* kGood = R"({
  // comments are welcome
  "store": "sqlite:state.db",
  "portals": [ {
    "name": "blink",
    "crm": {
      "kind": "hubspot",
      "base_url": "http://127.0.0.1:8080",
      "api_version": "v3",
      "ca_file": "/etc/ssl/own.pem",
      "credentials": { "service_key": { "$credential": "blink-key" } },
    },
    "mapping": "mapping.json",
  } ]
})";

}  // namespace

BOOST_AUTO_TEST_SUITE(settings_tests)

BOOST_AUTO_TEST_CASE(reads_everything_that_a_portal_may_say) {
    const auto settings = parse_settings("/etc/mentorsync/mentorsync.json", kGood);
    BOOST_TEST_REQUIRE(settings.has_value());
    BOOST_TEST(settings->store == "state.db");
    BOOST_TEST_REQUIRE(settings->portals.size() == 1U);
    const PortalSettings& portal = settings->portals.front();
    BOOST_TEST(portal.name == "blink");
    BOOST_TEST(portal.base_url == "http://127.0.0.1:8080");
    BOOST_TEST(portal.api_version == "v3");
    BOOST_TEST(portal.ca_file == "/etc/ssl/own.pem");
    BOOST_TEST((portal.service_key.kind == SecretReference::Kind::Credential));
    BOOST_TEST(portal.service_key.name == "blink-key");
    BOOST_TEST(portal.mapping == "mapping.json");
}

BOOST_AUTO_TEST_CASE(what_is_not_said_is_the_current_hubspot) {
    const auto settings = parse_settings(
        "x", R"({"store": "sqlite:/s", "portals": [{"name": "a", "mapping": "m", "crm":
              {"kind": "hubspot", "credentials": {"service_key": {"$env": "K"}}}}]})");
    BOOST_TEST_REQUIRE(settings.has_value());
    BOOST_TEST(settings->portals.front().base_url == "https://api.hubapi.com");
    BOOST_TEST(settings->portals.front().api_version == "2026-09");
}

BOOST_AUTO_TEST_CASE(paths_are_seen_from_the_settings_file) {
    BOOST_TEST(resolve_path("/etc/mentorsync/mentorsync.json", "mapping.json") ==
               "/etc/mentorsync/mapping.json");
    BOOST_TEST(resolve_path("/etc/mentorsync/mentorsync.json", "../other/m.json") ==
               "/etc/other/m.json");
    BOOST_TEST(resolve_path("mentorsync.json", "m.json") == "m.json");
    BOOST_TEST(resolve_path("/etc/mentorsync/mentorsync.json", "/srv/m.json") == "/srv/m.json");
}

// Each file is one mistake; beside it stands what the admin reads.
BOOST_DATA_TEST_CASE(a_wrong_file_gets_its_messages, data::make(golden::inputs("settings")), name) {
    const auto settings = parse_settings(name, golden::read("settings/" + name));
    BOOST_TEST_REQUIRE(!settings.has_value());
    std::string told;
    for (const Fault& fault : settings.error()) told += to_text(fault) + "\n";
    golden::compare("settings/" + name, told);
}

BOOST_AUTO_TEST_CASE(there_are_as_many_mistakes_as_promised) {
    BOOST_TEST(golden::inputs("settings").size() >= 170U);
}

BOOST_AUTO_TEST_CASE(no_message_repeats_a_key_that_stands_in_the_file) {
    const std::string text = golden::read("settings/key-in-the-file.json");
    const auto settings = parse_settings("x", text);
    BOOST_TEST_REQUIRE(!settings.has_value());
    for (const Fault& fault : settings.error()) {
        BOOST_TEST(to_text(fault).find("pat-eu1") == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
