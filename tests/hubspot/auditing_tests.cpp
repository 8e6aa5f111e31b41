// What is looked up directly: where contacts are, whose timelines carry notes, which notes are
// ours.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/hubspot/bodies.hpp"
#include "tests/hubspot/answering_transport.hpp"
#include "tests/hubspot/bench.hpp"
#include "tests/sandbox/generator.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using sandbox::Kind;
using Where = Whereabouts::Where;
namespace data = boost::unit_test::data;

namespace {

struct Desk : Bench {
    explicit Desk(ApiVersion version = kDefaultApiVersion) : Bench(version) {
        sandbox::set_up_portal(crm, kPortal);
        crm.switches().shuffled_results = true;
    }
    std::string note(const std::string& key) {
        return desk.add(Kind::Note, {{"hs_note_body", "hei"}, {"mentorsync_key", key}});
    }
    std::vector<CrmAuditor::OwnNotes> all_own_notes() {
        std::vector<CrmAuditor::OwnNotes> pages;
        std::string after;
        do {
            auto page = hubspot.own_notes(after, {});
            BOOST_TEST_REQUIRE(page.has_value(), (page ? "" : page.error().message));
            after = page->after;
            pages.push_back(*std::move(page));
        } while (!after.empty());
        return pages;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(auditing_tests)

// A portal that names what it does not find has lost what it neither brings nor names.
BOOST_AUTO_TEST_CASE(an_answer_that_lost_a_contact_calls_nobody_gone) {
    for (const bool names_it : {false, true}) {
        AnsweringTransport network([names_it](const http::Request&) {
            const std::string ids = std::string(kNobodysId) + (names_it ? R"(","2)" : "");
            return respond(207, R"({"results":[{"id":"1","properties":{}}],"errors":[{"category":)"
                                R"("OBJECT_NOT_FOUND","context":{"ids":[")" +
                                    ids + R"("]}}]})");
        });
        HubspotConnector hubspot(network);
        const std::vector<RecordId> asked{RecordId("1"), RecordId("2")};
        const auto found = hubspot.find_contacts(asked, {});
        BOOST_TEST(found.has_value() == names_it);
        if (found) BOOST_TEST((found->at(1).where == Where::Nowhere));
    }
}

BOOST_DATA_TEST_CASE(a_contact_is_live_archived_merged_or_nowhere,
                     data::make(kVersions) * data::make({false, true}), version, none_is_404) {
    Desk bench(version);
    bench.crm.switches().read_none_is_404 = none_is_404;
    const std::string live = bench.contact("live@agency.example");
    const std::string archived = bench.contact("archived@agency.example");
    const std::string one = bench.contact("one@agency.example");
    const std::string two = bench.contact("two@agency.example");
    const std::string three = bench.contact("three@agency.example");
    const std::string erased = bench.contact("erased@agency.example");
    bench.desk.remove(Kind::Contact, archived);
    bench.desk.erase_for_privacy(erased);
    const std::string heir = bench.desk.merge(bench.desk.merge(one, two), three);
    const std::vector<RecordId> asked{RecordId(erased), RecordId(one),  RecordId(live),
                                      RecordId(three),  RecordId(live), RecordId(archived)};
    const auto found = bench.hubspot.find_contacts(asked, {});
    BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
    const std::vector<std::pair<Where, std::string>> wanted{
        {Where::Nowhere, ""}, {Where::Live, heir}, {Where::Live, live},
        {Where::Live, heir},  {Where::Live, live}, {Where::Archived, archived}};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        BOOST_TEST(((*found)[i].where == wanted[i].first), i);
        BOOST_TEST((*found)[i].present.text() == wanted[i].second);
    }
    BOOST_TEST(bench.hubspot.find_contacts({}, {})->empty());
    BOOST_TEST(bench.crm.witness().violations().empty());
}

BOOST_DATA_TEST_CASE(notes_come_with_the_contacts_that_carry_them, data::make(kVersions), version) {
    Desk bench(version);
    bench.crm.switches().association_page = 2;
    std::vector<RecordId> contacts;
    const std::string note = bench.note("k1");
    const std::string bare = bench.note("k2");
    const std::string archived = bench.note("k3");
    for (int i = 0; i < 5; ++i) {
        const std::string id = bench.contact(std::to_string(i) + "@agency.example");
        contacts.emplace_back(id);
        bench.desk.link(Kind::Note, note, Kind::Contact, id);
        bench.desk.link(Kind::Note, archived, Kind::Contact, id);
    }
    bench.desk.remove(Kind::Note, archived);
    const std::vector<RecordId> asked{RecordId(bare), RecordId(note), RecordId(archived)};
    const auto found = bench.hubspot.note_contacts(asked, {});
    BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
    BOOST_TEST((*found)[0].empty());
    BOOST_TEST(((*found)[1] == contacts));
    BOOST_TEST((*found)[2].empty());
}

BOOST_AUTO_TEST_CASE(own_notes_are_listed_page_by_page_and_no_others) {
    Desk bench;
    bench.crm.switches().inline_associations = 1;
    const std::string one = bench.contact("one@agency.example");
    const std::string two = bench.contact("two@agency.example");
    for (int i = 0; i < 150; ++i) bench.desk.add(Kind::Note, {{"hs_note_body", "call"}});
    const std::string note = bench.note("k1");
    bench.desk.link(Kind::Note, note, Kind::Contact, one);
    bench.desk.link(Kind::Note, note, Kind::Contact, two);
    const auto pages = bench.all_own_notes();
    BOOST_TEST_REQUIRE(pages.size() == 2U);
    BOOST_TEST(pages[0].notes.empty());
    BOOST_TEST_REQUIRE(pages[1].notes.size() == 1U);
    BOOST_TEST(pages[1].notes[0].id.text() == note);
    BOOST_TEST(pages[1].notes[0].key.text() == "k1");
    BOOST_TEST(pages[1].notes[0].contacts.size() == 2U);
    BOOST_TEST((pages[1].notes[0].created == bench.crm.now()));
}

BOOST_AUTO_TEST_CASE(more_than_a_batch_is_refused) {
    Desk bench;
    const std::vector<RecordId> many(101, RecordId("7"));
    BOOST_TEST((bench.hubspot.find_contacts(many, {}).error().code == ErrorCode::InvalidArgument));
    BOOST_TEST((bench.hubspot.note_contacts(many, {}).error().code == ErrorCode::InvalidArgument));
}

BOOST_AUTO_TEST_SUITE_END()
