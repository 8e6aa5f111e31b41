#include "sync/run/service_keys.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/fakes/list_log.hpp"
#include "tests/run/oauth_world.hpp"

using namespace mentorsync;
using namespace mentorsync::tests;

namespace {

struct Fixture {
    static constexpr const char* kPortal = "4711";

    Fixture() {
        crm.set_now(clock.now());
        crm.add_portal(kPortal);
        old_key = crm.add_token(kPortal);
        new_key = crm.add_token(kPortal);
    }

    // What a process of ours is told by the CRM, and how often it asked for that.
    [[nodiscard]] std::pair<int, std::size_t> ask(ServiceKeys& keys) {
        http::AuthorizingTransport transport(network, keys);
        crm.witness().forget_requests();
        const http::Request request = read_of("/account-info/2026-09/details");
        const auto outcome = std::move(transport.exchange({&request, 1}, {}).front());
        return {outcome ? outcome->status : 0, crm.witness().requests().size()};
    }

    [[nodiscard]] ServiceKeys keys(bool with_next = true) {
        return {Secret(old_key), with_next ? std::optional(Secret(new_key)) : std::nullopt, "blink",
                &memory, &log};
    }

    FakeClock clock;
    sandbox::SandboxCrm crm;
    sandbox::SandboxTransport network{crm, clock, ""};
    MemoryKeepsakes memory;
    ListLog log;
    std::string old_key;
    std::string new_key;
};

using Asked = std::pair<int, std::size_t>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(service_keys_tests, Fixture)

BOOST_AUTO_TEST_CASE(while_the_key_is_accepted_the_next_one_is_not_touched) {
    ServiceKeys both = keys();
    BOOST_TEST((ask(both) == Asked{200, 1}));
    BOOST_TEST(log.events().empty());
    BOOST_TEST(memory.known.empty());
}

BOOST_AUTO_TEST_CASE(a_refused_key_is_followed_by_the_next_one_which_is_remembered_and_told_once) {
    crm.token(old_key).refused = true;
    {
        ServiceKeys both = keys();
        BOOST_TEST((ask(both) == Asked{200, 2}));
        BOOST_TEST((ask(both) == Asked{200, 1}));
    }
    ServiceKeys restarted = keys();
    BOOST_TEST((ask(restarted) == Asked{200, 1}));
    BOOST_TEST_REQUIRE(log.events().size() == 1U);
    BOOST_TEST(log.mentions("the old one can be removed"));
    BOOST_TEST(!log.mentions(old_key));
    BOOST_TEST(!log.mentions(new_key));
    for (const auto& [name, value] : memory.known) BOOST_TEST(value == "service_key_next");
}

BOOST_AUTO_TEST_CASE(a_next_key_that_is_taken_back_leads_to_the_first_one_again) {
    crm.token(old_key).refused = true;
    ServiceKeys both = keys();
    BOOST_TEST((ask(both) == Asked{200, 2}));
    crm.token(old_key).refused = false;
    crm.token(new_key).refused = true;
    BOOST_TEST((ask(both) == Asked{200, 2}));
    BOOST_TEST((ask(both) == Asked{200, 1}));
}

BOOST_AUTO_TEST_CASE(two_refused_keys_are_each_tried_once_and_clear_themselves) {
    crm.token(old_key).refused = true;
    crm.token(new_key).refused = true;
    ServiceKeys both = keys();
    BOOST_TEST((ask(both) == Asked{401, 2}));
    BOOST_TEST((ask(both) == Asked{401, 2}));
    BOOST_TEST(memory.known.empty());
    crm.token(new_key).refused = false;
    BOOST_TEST((ask(both) == Asked{200, 2}));
}

BOOST_AUTO_TEST_CASE(a_single_key_that_is_refused_is_tried_once) {
    crm.token(old_key).refused = true;
    ServiceKeys one = keys(false);
    BOOST_TEST((ask(one) == Asked{401, 1}));
    crm.token(old_key).refused = false;
    BOOST_TEST((ask(one) == Asked{200, 1}));
}

BOOST_AUTO_TEST_CASE(when_the_next_one_has_become_the_key_what_was_remembered_does_not_matter) {
    memory.known["service_key_in_use"] = "service_key_next";
    ServiceKeys one = keys(false);
    BOOST_TEST((ask(one) == Asked{200, 1}));
}

BOOST_AUTO_TEST_CASE(a_next_key_that_meets_a_limit_is_not_taken_for_accepted) {
    crm.token(old_key).refused = true;
    sandbox::Fault limit;
    limit.match.nth = 2;
    limit.status = 429;
    crm.inject(limit);
    ServiceKeys both = keys();
    BOOST_TEST((ask(both) == Asked{429, 2}));
    BOOST_TEST(log.events().empty());
    BOOST_TEST(memory.known.empty());
}

BOOST_AUTO_TEST_CASE(a_rotation_begins_with_the_first_key_whatever_the_one_before_ended_with) {
    memory.known["service_key_in_use"] = "service_key_next";
    { const ServiceKeys one = keys(false); }
    crm.token(new_key).refused = true;
    ServiceKeys both = keys();
    BOOST_TEST((ask(both) == Asked{200, 1}));
}

BOOST_AUTO_TEST_CASE(a_key_that_was_never_exchanged_writes_nothing) {
    ServiceKeys one = keys(false);
    BOOST_TEST((ask(one) == Asked{200, 1}));
    BOOST_TEST(memory.known.empty());
}

BOOST_AUTO_TEST_SUITE_END()
