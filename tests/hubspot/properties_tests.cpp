#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/hubspot/answering_transport.hpp"
#include "tests/hubspot/bench.hpp"
#include "tests/hubspot/drafts.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using sandbox::Kind;
namespace data = boost::unit_test::data;

namespace {

PropertyUpdate update(const std::string& contact, const std::string& property,
                      const std::string& value) {
    return {RecordId(contact), property, disclosed(value)};
}

std::string describe_outcome(const RowOutcome& outcome) {
    return outcome.id ? "id " + outcome.id->text() : std::string(name_of(outcome.error->code));
}

std::vector<PropertyUpdate> updates(std::size_t contacts) {
    std::vector<PropertyUpdate> all;
    for (std::size_t i = 1; i <= contacts; ++i) all.push_back(update(std::to_string(i), "p", "x"));
    return all;
}

// Answers every update with the contacts it names, except where `fails` says otherwise.
AnsweringTransport updating(std::function<std::optional<http::Response>(std::string_view)> fails) {
    return AnsweringTransport([fails](const http::Request& request) {
        if (const auto failure = fails(request.body)) return *failure;
        const json::Value body = json::parse(request.body).value();
        std::string results;
        for (const json::Value& input : body.find("inputs")->items) {
            results += (results.empty() ? "" : ",") + std::string(R"({"id":")") +
                       input.find("id")->text + "\"}";
        }
        return respond(200, "{\"results\":[" + results + "]}");
    });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(properties_tests)

BOOST_DATA_TEST_CASE(several_values_of_one_contact_travel_in_one_row, data::make(kVersions),
                     version) {
    Bench bench(version);
    const std::string first = bench.contact("a@a.fi");
    const std::string second = bench.contact("b@a.fi", {{"city", "Turku"}});
    const std::vector<PropertyUpdate> all{update(first, "city", "Helsinki"),
                                          update(second, "city", ""),
                                          update(first, "jobtitle", "Mentor")};
    const auto outcomes = bench.hubspot.set_properties(all, {}).value();
    BOOST_TEST(describe_outcome(outcomes.at(0)) == "id " + first);
    BOOST_TEST(describe_outcome(outcomes.at(1)) == "id " + second);
    BOOST_TEST(describe_outcome(outcomes.at(2)) == "id " + first);
    const auto& shelf = bench.portal.shelf(Kind::Contact);
    BOOST_TEST(shelf.find(first)->value(Kind::Contact, "city") == "Helsinki");
    BOOST_TEST(shelf.find(first)->value(Kind::Contact, "jobtitle") == "Mentor");
    BOOST_TEST(shelf.find(second)->value(Kind::Contact, "city").empty());
    BOOST_TEST(bench.crm.witness().requests().size() == 1U);
    BOOST_TEST(bench.crm.witness().violations().empty());
}

BOOST_AUTO_TEST_CASE(a_contact_that_is_gone_or_refused_does_not_stop_the_others) {
    Bench bench;
    const std::string good = bench.contact("a@a.fi");
    const std::string gone = bench.contact("b@a.fi");
    const std::string refused = bench.contact("c@a.fi");
    bench.desk.remove(Kind::Contact, gone);
    const std::vector<PropertyUpdate> all{update(good, "city", "Helsinki"),
                                          update(gone, "city", "Helsinki"),
                                          update(refused, "no_such_property", "x")};
    const auto outcomes = bench.hubspot.set_properties(all, {}).value();
    BOOST_TEST(describe_outcome(outcomes.at(0)) == "id " + good);
    BOOST_TEST(describe_outcome(outcomes.at(1)) == "not_found");
    BOOST_TEST(describe_outcome(outcomes.at(2)) == "rejected");
    BOOST_TEST(outcomes.at(2).error->message.ends_with(
        "the CRM refuses this: PROPERTY_DOESNT_EXIST (property no_such_property)"));
}

BOOST_AUTO_TEST_CASE(a_hundred_contacts_make_one_request) {
    AnsweringTransport network = updating([](std::string_view) { return std::nullopt; });
    const auto outcomes = HubspotConnector(network).set_properties(updates(250), {}).value();
    BOOST_TEST(network.requests.size() == 3U);
    for (std::size_t i = 0; i < 250; ++i) {
        BOOST_TEST(describe_outcome(outcomes.at(i)) == "id " + std::to_string(i + 1));
    }
}

BOOST_AUTO_TEST_CASE(a_refused_batch_is_halved_until_only_the_bad_contact_is_left) {
    AnsweringTransport network = updating([](std::string_view body) {
        return body.find("\"id\":\"42\"") == std::string_view::npos
                   ? std::nullopt
                   : std::optional(respond(400, "{}"));
    });
    const auto outcomes = HubspotConnector(network).set_properties(updates(100), {}).value();
    BOOST_TEST(network.requests.size() <= 15U);
    for (std::size_t i = 0; i < 100; ++i) BOOST_TEST(outcomes.at(i).id.has_value() == (i != 41));
}

BOOST_AUTO_TEST_CASE(a_contact_that_the_answer_does_not_mention_is_in_doubt) {
    AnsweringTransport network = updating(
        [](std::string_view) { return respond(200, R"({"results":[{"id":"2"},{"id":"7"}]})"); });
    const auto outcomes = HubspotConnector(network).set_properties(updates(2), {}).value();
    BOOST_TEST(describe_outcome(outcomes.at(0)) == "ambiguous");
    BOOST_TEST(describe_outcome(outcomes.at(1)) == "id 2");
}

BOOST_AUTO_TEST_CASE(a_failure_fails_the_call_or_the_rows_that_were_not_written) {
    AnsweringTransport down = updating([](std::string_view) { return respond(503, ""); });
    BOOST_TEST((HubspotConnector(down).set_properties(updates(2), {}).error().code ==
                ErrorCode::Unavailable));

    std::size_t calls = 0;
    AnsweringTransport later = updating([&calls](std::string_view) {
        return ++calls == 2 ? std::optional(respond(503, "")) : std::nullopt;
    });
    const auto outcomes = HubspotConnector(later).set_properties(updates(250), {}).value();
    BOOST_TEST(std::ranges::count_if(outcomes, [](const RowOutcome& outcome) {
                   return outcome.error && outcome.error->code == ErrorCode::Unavailable;
               }) == 150);
    BOOST_TEST(calls == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_no_crm_id_is_refused_before_it_is_sent) {
    AnsweringTransport network = updating([](std::string_view) { return std::nullopt; });
    const std::vector<PropertyUpdate> bad{update("1", "p", "x"), update("../2", "p", "x")};
    BOOST_TEST((HubspotConnector(network).set_properties(bad, {}).error().code ==
                ErrorCode::InvalidArgument));
    BOOST_TEST(network.requests.empty());
}

BOOST_AUTO_TEST_SUITE_END()
