#include "tests/fakes/scripted_transport.hpp"

#include <boost/test/unit_test.hpp>

namespace mentorsync::http {

BOOST_AUTO_TEST_SUITE(scripted_transport_tests)

const Request kFirst{Method::Get, "/1", "", RequestClass::Read, Bucket::General};
const Request kSecond{Method::Post, "/2", "{}", RequestClass::Create, Bucket::General};

std::vector<Step> two_steps() {
    return {{Method::Get, "/1", answer(200, "one")},
            {Method::Post, "/2", fail(ErrorCode::Ambiguous, "cut"),
             [](std::string_view body) { return body == "{}"; }}};
}

BOOST_AUTO_TEST_CASE(a_script_that_is_followed_has_no_faults) {
    ScriptedTransport crm(two_steps());
    const auto answers = crm.exchange(std::vector{kFirst, kSecond}, {});
    BOOST_TEST(answers[0]->body == "one");
    BOOST_TEST((answers[1].error().code == ErrorCode::Ambiguous));
    BOOST_TEST(crm.faults().empty());
    BOOST_TEST(crm.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_request_out_of_turn_with_another_body_or_too_many_is_a_fault) {
    ScriptedTransport crm(two_steps());
    Request other_body = kSecond;
    other_body.body = "[]";
    const auto wave = std::vector{kSecond, kFirst, other_body, kSecond, kFirst};
    const auto answers = crm.exchange(wave, {});
    const std::vector<bool> is_fault{true, false, true, false, true};
    for (std::size_t i = 0; i < wave.size(); ++i) {
        const bool refused = !answers[i] && answers[i].error().code == ErrorCode::BadResponse;
        BOOST_TEST(refused == is_fault[i]);
    }
    BOOST_TEST(crm.faults().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_step_that_nobody_asked_for_is_a_fault) {
    ScriptedTransport crm(two_steps());
    const auto answers = crm.exchange(std::vector{kFirst}, {});
    BOOST_TEST(answers.size() == 1U);
    BOOST_TEST(crm.faults() == std::vector<std::string>{"never asked for: POST /2"});
}

BOOST_AUTO_TEST_CASE(a_stopped_exchange_leaves_the_script_where_it_is) {
    std::stop_source source;
    source.request_stop();
    ScriptedTransport crm(two_steps());
    const auto answers = crm.exchange(std::vector{kFirst}, source.get_token());
    BOOST_TEST((answers[0].error().code == ErrorCode::Cancelled));
    BOOST_TEST(crm.faults().size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::http
