#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "mentorsync/own_names.hpp"
#include "tests/hubspot/answering_transport.hpp"
#include "tests/hubspot/bench.hpp"
#include "tests/hubspot/drafts.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using sandbox::Kind;
using Where = KeyState::Where;
namespace data = boost::unit_test::data;

namespace {

// A portal that was set up.
struct SetUp : Bench {
    explicit SetUp(ApiVersion version = kDefaultApiVersion) : Bench(version) {
        BOOST_TEST_REQUIRE(
            hubspot.create_property_group(RecordKind::Note, kPropertyGroup, kPropertyGroupLabel, {})
                .has_value());
        BOOST_TEST_REQUIRE(hubspot
                               .create_property({.kind = RecordKind::Note,
                                                 .name = std::string(kKeyProperty),
                                                 .label = "Key",
                                                 .group = std::string(kPropertyGroup),
                                                 .description = "Ours",
                                                 .type = "string",
                                                 .unique = true,
                                                 .hidden = true},
                                                {})
                               .has_value());
    }

    RecordId create(const std::string& key) {
        return hubspot.create_notes(std::vector{draft(key)}, {}).value().at(0).id.value();
    }
    std::vector<KeyState> read(const std::vector<std::string>& keys) {
        std::vector<NoteKey> asked;
        for (const std::string& key : keys) asked.emplace_back(key);
        return hubspot.read_notes_by_key(asked, {}).value();
    }
};

Result<std::vector<KeyState>> read_from(const Result<http::Response>& answer) {
    AnsweringTransport network([answer](const http::Request&) { return answer; });
    return HubspotConnector(network).read_notes_by_key(std::vector{NoteKey("k1"), NoteKey("k2")},
                                                       {});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(notes_tests)

BOOST_DATA_TEST_CASE(a_key_is_found_live_archived_or_not_at_all, data::make(kVersions), version) {
    SetUp bench(version);
    for (const bool none_is_404 : {false, true}) {
        bench.crm.switches().read_none_is_404 = none_is_404;
        const std::string mark = none_is_404 ? "y" : "x";
        const RecordId live = bench.create("live" + mark);
        const RecordId archived = bench.create("archived" + mark);
        bench.desk.remove(Kind::Note, archived.text());
        const auto states = bench.read({"absent", "archived" + mark, "live" + mark});
        BOOST_TEST((states.at(0).where == Where::Absent));
        BOOST_TEST((states.at(1).where == Where::Archived));
        BOOST_TEST(states.at(1).id == archived);
        BOOST_TEST((states.at(2).where == Where::Live));
        BOOST_TEST(states.at(2).id == live);
    }
    BOOST_TEST(bench.crm.witness().violations().empty());
}

BOOST_AUTO_TEST_CASE(keys_that_do_not_exist_are_absent_also_when_the_answer_is_a_plain_404) {
    SetUp bench;
    bench.crm.switches().read_none_is_404 = true;
    BOOST_TEST((bench.read({"a", "b"}).at(1).where == Where::Absent));
}

BOOST_DATA_TEST_CASE(a_taken_key_is_told_for_its_row_alone, data::make(kVersions), version) {
    SetUp bench(version);
    const RecordId first = bench.create("key1");
    const auto outcomes = bench.hubspot.create_notes(drafts(3), {}).value();
    BOOST_TEST(outcomes.at(0).id.has_value());
    BOOST_TEST((outcomes.at(1).error.value().code == ErrorCode::KeyTaken));
    BOOST_TEST(outcomes.at(2).id.has_value());
    BOOST_TEST(bench.read({"key1"}).at(0).id == first);
}

BOOST_AUTO_TEST_CASE(nobody_sees_a_note_before_it_is_associated) {
    SetUp bench;
    const RecordId note = bench.create("key1");
    BOOST_TEST(bench.portal.links.of(Kind::Note, note.text(), Kind::Contact).empty());
}

BOOST_AUTO_TEST_CASE(archiving_takes_one_note_and_may_be_repeated) {
    SetUp bench;
    const RecordId note = bench.create("key1");
    BOOST_TEST(bench.hubspot.archive_own_note(note, {}).has_value());
    BOOST_TEST(bench.hubspot.archive_own_note(note, {}).has_value());
    BOOST_TEST((bench.read({"key1"}).at(0).where == Where::Archived));
    BOOST_TEST((bench.hubspot.archive_own_note(RecordId("../1"), {}).error().code ==
                ErrorCode::BadResponse));
}

struct Doubtful {
    const char* why;
    int status;
    const char* body;
};
std::ostream& operator<<(std::ostream& out, const Doubtful& row) {
    return out << row.why;
}

// None of these may lead to "absent": whoever believes that creates the note a second time.
const Doubtful kDoubtful[] = {
    {"no results", 200, "{}"},
    {"results of another shape", 200, R"({"results":{}})"},
    {"a note without its key", 200, R"({"results":[{"id":"1","properties":{}}]})"},
    {"a note with an empty key", 200,
     R"({"results":[{"id":"1","properties":{"mentorsync_key":null}}]})"},
    {"a note without an id", 200, R"({"results":[{"properties":{"mentorsync_key":"k1"}}]})"},
    {"a row that failed", 207,
     R"({"results":[],"errors":[{"category":"INTERNAL_ERROR","context":{"ids":["k1"]}}]})"},
    {"a key that it leaves out, though it names one that nobody has", 207,
     R"({"results":[{"id":"1","properties":{"mentorsync_key":"k1"}}],)"
     R"("errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["ms1nobody"]}}]})"},
    {"a server out of order", 503, ""},
    {"a login page", 200, "<html>"},
    {"a limit", 429, ""},
    {"a refusal", 400, R"({"message":"non-unique property"})"},
};

BOOST_DATA_TEST_CASE(an_answer_that_leaves_it_open_never_says_absent, data::make(kDoubtful), row) {
    BOOST_TEST(!read_from(respond(row.status, row.body)).has_value());
}

BOOST_AUTO_TEST_CASE(a_key_must_be_equal_and_the_smallest_id_wins) {
    const auto states =
        read_from(respond(200, R"({"results":[{"id":"30","properties":{"mentorsync_key":"k1"}},)"
                               R"({"id":"4","properties":{"mentorsync_key":"k1"}},)"
                               R"({"id":"5","properties":{"mentorsync_key":"K2"}}]})"));
    BOOST_TEST_REQUIRE(states.has_value());
    BOOST_TEST(states->at(0).id.text() == "4");
    BOOST_TEST((states->at(1).where == Where::Absent));
}

BOOST_AUTO_TEST_CASE(at_most_a_hundred_keys_are_read_at_a_time) {
    AnsweringTransport network([](const http::Request&) { return respond(200, "{}"); });
    const std::vector<NoteKey> keys(101, NoteKey("k"));
    const auto states = HubspotConnector(network).read_notes_by_key(keys, {});
    BOOST_TEST((states.error().code == ErrorCode::InvalidArgument));
    BOOST_TEST(network.requests.empty());
}

BOOST_AUTO_TEST_SUITE_END()
