#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/hubspot/bodies.hpp"
#include "tests/hubspot/answering_transport.hpp"
#include "tests/hubspot/bench.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using sandbox::Kind;
using Outcomes = std::vector<CrmWriter::LinkOutcome>;
namespace data = boost::unit_test::data;

namespace {

struct Notes : Bench {
    using Bench::Bench;

    std::string note() {
        return desk.add(Kind::Note, {{"hs_note_body", "x"}, {"hs_timestamp", "0"}});
    }
    Outcomes associate(const std::vector<NoteLink>& links) {
        return hubspot.associate_notes(links, {}).value();
    }
    bool is_linked(const std::string& note_id, const std::string& contact_id) {
        return portal.links.has(Kind::Note, note_id, Kind::Contact, contact_id);
    }
};

NoteLink link_of(const std::string& note, const std::string& contact) {
    return {RecordId(note), RecordId(contact)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(links_tests)

BOOST_DATA_TEST_CASE(notes_are_associated_and_once_more_changes_nothing, data::make(kVersions),
                     version) {
    Notes bench(version);
    const std::string mentee = bench.contact("a@a.fi");
    const std::string mentor = bench.contact("b@a.fi");
    const std::string note = bench.note();
    for (int round = 0; round < 2; ++round) {
        const Outcomes outcomes = bench.associate({link_of(note, mentee), link_of(note, mentor)});
        BOOST_TEST(!outcomes.at(0).error.has_value());
        BOOST_TEST(!outcomes.at(1).error.has_value());
    }
    BOOST_TEST(bench.is_linked(note, mentee));
    BOOST_TEST(bench.is_linked(note, mentor));
    BOOST_TEST(bench.portal.links.of(Kind::Note, note, Kind::Contact).size() == 2U);
    BOOST_TEST(bench.crm.witness().violations().empty());
}

BOOST_DATA_TEST_CASE(which_end_is_missing_is_told_and_the_others_go_on, data::make(kVersions),
                     version) {
    Notes bench(version);
    const std::string contact = bench.contact("a@a.fi");
    const std::string erased = bench.contact("b@a.fi");
    const std::string note = bench.note();
    const std::string deleted = bench.note();
    bench.desk.erase_for_privacy(erased);
    bench.desk.remove(Kind::Note, deleted);
    const Outcomes outcomes =
        bench.associate({link_of(note, contact), link_of(note, erased), link_of(deleted, contact),
                         link_of(deleted, erased)});

    BOOST_TEST(!outcomes.at(0).error.has_value());
    BOOST_TEST(bench.is_linked(note, contact));
    for (std::size_t i : {1U, 2U, 3U}) {
        BOOST_TEST((outcomes.at(i).error.value().code == ErrorCode::NotFound));
    }
    BOOST_TEST(!outcomes.at(1).missing_note);
    BOOST_TEST(outcomes.at(1).missing_contact);
    BOOST_TEST(outcomes.at(2).missing_note);
    BOOST_TEST(!outcomes.at(2).missing_contact);
    BOOST_TEST(outcomes.at(3).missing_note);
    BOOST_TEST(outcomes.at(3).missing_contact);
    BOOST_TEST(outcomes.at(3).error->message.ends_with(
        "note " + deleted + " and contact " + erased + " is not there any more under this id"));
}

BOOST_AUTO_TEST_CASE(an_answer_that_lost_a_note_does_not_make_it_missing) {
    AnsweringTransport network([](const http::Request& request) {
        if (!request.target.ends_with("/batch/read")) return respond(404, "{}");
        return respond(207, R"({"results":[],"errors":[{"category":"OBJECT_NOT_FOUND","context":)"
                            R"({"ids":[")" +
                                std::string(kNobodysId) + R"("]}}]})");
    });
    const auto outcomes =
        HubspotConnector(network).associate_notes(std::vector{link_of("1", "2")}, {});
    BOOST_TEST_REQUIRE(!outcomes.has_value());
    BOOST_TEST((outcomes.error().code == ErrorCode::BadResponse));
}

BOOST_AUTO_TEST_CASE(a_contact_that_was_merged_is_not_there_under_its_old_id) {
    Notes bench;
    const std::string old_id = bench.contact("a@a.fi");
    const std::string heir = bench.desk.merge(bench.contact("b@a.fi"), old_id);
    BOOST_TEST(heir != old_id);
    const Outcomes outcomes = bench.associate({link_of(bench.note(), old_id)});
    BOOST_TEST(outcomes.at(0).missing_contact);
}

BOOST_AUTO_TEST_CASE(a_batch_refused_as_a_whole_is_halved_until_only_the_bad_link_is_left) {
    std::size_t batches = 0;
    AnsweringTransport network([&batches](const http::Request& request) {
        if (request.target.ends_with("/batch/read")) {
            // Of the two ends of the bad link, only the note is there.
            const bool notes = request.target.find("/notes/") != std::string::npos;
            return respond(200, notes ? R"({"results":[{"id":"1"}]})" : R"({"results":[]})");
        }
        ++batches;
        if (request.body.find("\"666\"") != std::string::npos) return respond(404, "{}");
        std::string results;
        const json::Value body = json::parse(request.body).value();
        for (const json::Value& input : body.find("inputs")->items) {
            results += (results.empty() ? "" : ",") + std::string(R"({"from":{"id":")") +
                       input.find_path({"from", "id"})->text + R"("},"to":{"id":")" +
                       input.find_path({"to", "id"})->text + R"("}})";
        }
        return respond(200, "{\"results\":[" + results + "]}");
    });
    std::vector<NoteLink> links;
    for (int i = 0; i < 100; ++i) links.push_back(link_of("1", std::to_string(1000 + i)));
    links[70] = link_of("1", "666");
    const Outcomes outcomes = HubspotConnector(network).associate_notes(links, {}).value();
    for (std::size_t i = 0; i < links.size(); ++i) {
        BOOST_TEST(outcomes.at(i).error.has_value() == (i == 70));
    }
    BOOST_TEST(outcomes.at(70).missing_contact);
    BOOST_TEST(!outcomes.at(70).missing_note);
    BOOST_TEST(batches <= 16U);
}

BOOST_AUTO_TEST_CASE(a_link_that_an_answer_leaves_out_is_made_again_alone) {
    AnsweringTransport network([](const http::Request& request) {
        if (request.target.ends_with("/batch/read")) {
            return respond(200, R"({"results":[{"id":"1"},{"id":"2"}]})");
        }
        return respond(200, R"({"results":[]})");
    });
    const auto outcomes =
        HubspotConnector(network).associate_notes(std::vector{link_of("1", "2")}, {}).value();
    BOOST_TEST(!outcomes.at(0).error.has_value());
    BOOST_TEST((network.requests.back().method == http::Method::Put));
}

BOOST_AUTO_TEST_CASE(ends_that_are_there_and_not_found_are_a_reason_to_try_later) {
    AnsweringTransport network([](const http::Request& request) {
        if (request.target.ends_with("/batch/read")) {
            return respond(200, R"({"results":[{"id":"1"},{"id":"2"}]})");
        }
        return respond(404, "{}");
    });
    const auto outcomes =
        HubspotConnector(network).associate_notes(std::vector{link_of("1", "2")}, {}).value();
    BOOST_TEST((outcomes.at(0).error.value().code == ErrorCode::Unavailable));
    BOOST_TEST(!outcomes.at(0).missing_note);
    BOOST_TEST(!outcomes.at(0).missing_contact);
}

BOOST_AUTO_TEST_CASE(a_failure_that_is_not_about_a_link_fails_the_call) {
    AnsweringTransport network([](const http::Request&) { return respond(503, ""); });
    const auto outcomes =
        HubspotConnector(network).associate_notes(std::vector{link_of("1", "2")}, {});
    BOOST_TEST((outcomes.error().code == ErrorCode::Unavailable));
}

BOOST_AUTO_TEST_CASE(what_is_no_crm_id_is_refused_before_it_is_sent) {
    AnsweringTransport network([](const http::Request&) { return respond(200, "{}"); });
    const auto outcomes =
        HubspotConnector(network).associate_notes(std::vector{link_of("1", "")}, {});
    BOOST_TEST((outcomes.error().code == ErrorCode::InvalidArgument));
    BOOST_TEST(network.requests.empty());
}

BOOST_AUTO_TEST_SUITE_END()
