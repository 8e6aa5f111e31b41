#include "connector/http/safe_url.hpp"

#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string_view>

namespace mentorsync::http {

BOOST_AUTO_TEST_SUITE(safe_url_tests)

struct BaseRow {
    std::string_view text;
    std::string_view kept;  // empty: refused
};

std::ostream& operator<<(std::ostream& out, const BaseRow& row) {
    return out << row.text;
}

constexpr BaseRow kBases[] = {
    {"https://api.hubapi.com", "https://api.hubapi.com"},
    {"https://api.hubapi.com/", "https://api.hubapi.com"},          // a slash too many
    {"HTTPS://API.HubAPI.com", "https://api.hubapi.com"},           // hosts have no letter case
    {"https://crm.example:8443/x/", "https://crm.example:8443/x"},  // port and prefix are kept
    {"http://127.0.0.1:8750", "http://127.0.0.1:8750"},             // this machine
    {"http://127.8.9.10", "http://127.8.9.10"},                     // all of 127.0.0.0/8
    {"http://localhost:1", "http://localhost:1"},                   //
    {"http://[::1]:8750", "http://[::1]:8750"},                     //
    {"http://2130706433/", "http://127.0.0.1"},                     // another spelling of loopback
    {"http://api.hubapi.com", ""},                                  // the key would travel in clear
    {"http://127.0.0.1.evil.example", ""},                          // begins like loopback
    {"http://localhost.evil.example", ""},                          //
    {"http://127.evil", ""},                                        // a name, though it begins so
    {"http://128.0.0.1", ""},                                       // next to loopback
    {"http://0.0.0.0", ""},                                         // any address
    {"http://[::ffff:7f00:1]", ""},                                 // no need for mapped addresses
    {"http://169.254.169.254", ""},                                 // a cloud's metadata
    {"https://user@api.hubapi.com", ""},            // a name is where keys get logged
    {"https://user:password@api.hubapi.com", ""},   //
    {"https://api.hubapi.com@evil.example", ""},    // looks like the right host
    {"https://api.hubapi.com?key=1", ""},           // a query would swallow the path
    {"https://api.hubapi.com?", ""},                //
    {"https://api.hubapi.com#x", ""},               //
    {"https://api.hubapi.com/a/../b", ""},          // climbs
    {"https://api.hubapi.com/a/%2e%2E/b", ""},      // climbs in disguise
    {"https://api.hubapi.com\\@evil.example", ""},  // parsers disagree on this
    {"https://api hubapi.com", ""},                 //
    {"https://api.hubapi.com\r\nX: y", ""},         //
    {"api.hubapi.com", ""},                         // curl would guess http
    {"ftp://api.hubapi.com", ""},                   //
    {"file:///etc/passwd", ""},                     //
    {"https://", ""},                               //
    {"", ""},                                       //
};

BOOST_AUTO_TEST_CASE(a_base_address_is_https_or_this_machine_and_nothing_clever) {
    for (const BaseRow& row : kBases) {
        const auto base = parse_base_url(std::string(row.text));
        BOOST_TEST((base ? base->text : std::string()) == row.kept, row);
        if (!base) BOOST_TEST((base.error().code == ErrorCode::Configuration), row);
    }
}

BOOST_AUTO_TEST_CASE(a_refused_address_is_not_repeated_because_it_may_hold_a_password) {
    const auto base = parse_base_url("https://user:hunter2@api.hubapi.com");
    BOOST_TEST_REQUIRE(!base);
    BOOST_TEST(base.error().message.find("hunter2") == std::string::npos);
    BOOST_TEST(base.error().message ==
               "the address of the CRM holds a user name or password; keys belong under "
               "credentials");
}

BOOST_AUTO_TEST_CASE(only_https_is_encrypted_and_messages_name_host_and_port) {
    BOOST_TEST(parse_base_url("https://api.hubapi.com")->encrypted);
    BOOST_TEST(!parse_base_url("http://localhost:8750")->encrypted);
    BOOST_TEST(parse_base_url("http://localhost:8750/x")->host == "localhost:8750");
}

struct TargetRow {
    std::string_view target;
    bool accepted;
};

std::ostream& operator<<(std::ostream& out, const TargetRow& row) {
    return out << row.target;
}

constexpr TargetRow kTargets[] = {
    {"/crm/objects/2026-09/contacts/1?properties=a,b&after=%3D", true},
    {"/a..b/c.d/...", true},               // dots that climb nowhere
    {"/a?next=../b", true},                // a query climbs nowhere
    {"/a?url=https%3A%2F%2Fx", true},      //
    {"", false},                           //
    {"crm/objects", false},                // would extend the host name
    {"@evil.example/", false},             //
    {":81/", false},                       //
    {"//evil.example/", false},            // a host to some parsers
    {"/a/../../b", false},                 //
    {"/..", false},                        //
    {"/a/./b", false},                     //
    {"/a/%2e%2e/b", false},                //
    {"/a/.%2E/b", false},                  //
    {"/a/..%2fb", false},                  // a slash in disguise
    {"/a\\..\\b", false},                  //
    {"/a b", false},                       // ends the request line early
    {"/a\r\nX: y", false},                 // adds a header
    {"/a#b", false},                       // is never sent
    {"/\xC3\xA4", false},                  // not escaped
    {std::string_view("/a\0b", 4), false}  // curl would stop at it
};

BOOST_AUTO_TEST_CASE(a_target_can_lead_nowhere_but_where_it_says) {
    for (const TargetRow& row : kTargets) {
        const auto checked = check_target(row.target);
        BOOST_TEST(checked.has_value() == row.accepted, row);
        if (!checked) BOOST_TEST((checked.error().code == ErrorCode::InvalidArgument), row);
    }
}

BOOST_AUTO_TEST_CASE(a_message_names_only_the_host_of_a_foreign_address) {
    BOOST_TEST(host_of("https://u:p@evil.example:81/path?token=x") == "evil.example:81");
    BOOST_TEST(host_of("https://evil.example") == "evil.example");
    BOOST_TEST(host_of("not an address") == "an unreadable address");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::http
