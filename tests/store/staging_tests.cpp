#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "sync/store/packed.hpp"
#include "tests/store/store_contract.hpp"

namespace mentorsync::store {

namespace {

CrmPage page_of(const std::string& stream, const std::string& resume_after) {
    CrmPage page;
    page.stream = stream;
    page.resume_after = resume_after;
    return page;
}

// Everything a page can hold, with text that is hard to keep.
CrmPage full_page() {
    CrmRecord contact = sample_record(
        RecordKind::Contact, "7",
        {{"firstname", "Väinö \"V\" 5:x"}, {"note", std::string("a\0b", 3)}, {"empty", ""}});
    contact.created = kNow;
    contact.updated = kNow + std::chrono::milliseconds(1);
    contact.archived = true;
    contact.merged = {RecordId("70"), RecordId("8")};
    CrmPage page;
    page.records = {contact};
    page.links = {{{RecordKind::Contact, RecordId("7")},
                   {RecordKind::Task, RecordId("7")},
                   {{"USER_DEFINED", 12, "Mentor"}, {"HUBSPOT_DEFINED", 204, ""}}}};
    page.owners = {{OwnerId("4"), "a@example.com", "Aino", "Östman", true}};
    page.memberships = {{ListId("3"), RecordId("7")}};
    page.unreadable = {{{RecordKind::Task, RecordId("11")}, "its id is no number"}};
    return page;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(staging_tests)

BOOST_DATA_TEST_CASE(gives_back_a_page_whole, implementations(), implementation) {
    const auto state = implementation.make();
    must(state->open().staging.begin("scope", PullKind::Everything, kNow));
    must(state->open().staging.take(full_page()));

    const CrmSnapshot taken = must(state->open().staging.taken());
    BOOST_TEST((taken.records == full_page().records));
    BOOST_TEST((taken.links == full_page().links));
    BOOST_TEST((taken.owners == full_page().owners));
    BOOST_TEST((taken.memberships == full_page().memberships));
    BOOST_TEST((taken.coverage == Coverage::Partial));
    BOOST_TEST((taken.unreadable == full_page().unreadable));
}

BOOST_DATA_TEST_CASE(records_are_ordered_by_kind_and_id_each_once, implementations(),
                     implementation) {
    const auto state = implementation.make();
    must(state->open().staging.take(
        page_with({sample_record(RecordKind::Note, "1"), sample_record(RecordKind::Task, "3"),
                   sample_record(RecordKind::Contact, "9")})));
    must(state->open().staging.take(page_with(
        {sample_record(RecordKind::Contact, "10"), sample_record(RecordKind::Task, "3")})));
    std::vector<RecordRef> order;
    for (const auto& record : must(state->open().staging.taken()).records) {
        order.push_back({record.kind, record.id});
    }
    BOOST_TEST((order == std::vector<RecordRef>{{RecordKind::Contact, RecordId("10")},
                                                {RecordKind::Contact, RecordId("9")},
                                                {RecordKind::Task, RecordId("3")},
                                                {RecordKind::Note, RecordId("1")}}));
}

BOOST_DATA_TEST_CASE(taking_something_again_replaces_it, implementations(), implementation) {
    const auto state = implementation.make();
    must(state->open().staging.take(full_page()));
    CrmPage again = full_page();
    again.records[0].properties = {{"firstname", "Väinö"}};
    again.records[0].archived = false;
    again.links[0].types.pop_back();
    again.owners[0].email = "b@example.com";
    again.unreadable[0].reason = "another";
    must(state->open().staging.take(again));

    const CrmSnapshot taken = must(state->open().staging.taken());
    BOOST_TEST((taken.records == again.records));
    BOOST_TEST((taken.links == again.links));
    BOOST_TEST((taken.owners == again.owners));
    BOOST_TEST(taken.memberships.size() == 1U);
    BOOST_TEST(must(state->open().staging.taken()).unreadable.at(0).reason == "another");
}

BOOST_DATA_TEST_CASE(knows_which_records_it_has, implementations(), implementation) {
    const auto state = implementation.make();
    must(state->open().staging.take(page_with({sample_record(RecordKind::Task, "3")})));
    BOOST_TEST(must(state->open().staging.has({RecordKind::Task, RecordId("3")})));
    BOOST_TEST(!must(state->open().staging.has({RecordKind::Contact, RecordId("3")})));
    BOOST_TEST(!must(state->open().staging.has({RecordKind::Task, RecordId("33")})));
}

BOOST_DATA_TEST_CASE(a_stream_goes_on_where_its_last_page_ended, implementations(),
                     implementation) {
    const auto state = implementation.make();
    Staging& staging = state->open().staging;
    BOOST_TEST((must(staging.resume_point("contacts")) == std::optional<std::string>("")));
    must(staging.take(page_of("contacts", "after-100")));
    BOOST_TEST((must(staging.resume_point("contacts")) == std::optional<std::string>("after-100")));
    must(staging.take(page_of("", "")));  // not resumable
    BOOST_TEST((must(staging.resume_point("contacts")) == std::optional<std::string>("after-100")));
    must(staging.take(page_of("contacts", "")));
    BOOST_TEST((must(staging.resume_point("contacts")) == std::nullopt));
    BOOST_TEST((must(staging.resume_point("tasks")) == std::optional<std::string>("")));
}

struct Beginning {
    const char* scope;
    std::chrono::milliseconds later;
    bool goes_on;
};
std::ostream& operator<<(std::ostream& out, const Beginning& row) {
    return out << row.scope << " after " << row.later.count() << " ms";
}

const Beginning kBeginnings[] = {
    {"scope", std::chrono::milliseconds(0), true},
    {"scope", std::chrono::minutes(60) - std::chrono::milliseconds(1), true},
    {"scope", std::chrono::minutes(60), false},       // too old
    {"other", std::chrono::milliseconds(0), false},   // asks for something else
    {"scope", std::chrono::milliseconds(-1), false},  // the clock was set back
};
BOOST_DATA_TEST_CASE(begin_goes_on_with_a_recent_pull_of_the_same_scope,
                     implementations() * boost::unit_test::data::make(kBeginnings), implementation,
                     row) {
    const auto state = implementation.make();
    Staging& staging = state->open().staging;
    must(staging.begin("scope", PullKind::Everything, kNow));
    CrmPage page = full_page();
    page.stream = "contacts";
    page.resume_after = "x";
    must(staging.take(page));
    must(staging.begin(row.scope, PullKind::Everything, kNow + row.later));

    const CrmSnapshot taken = must(staging.taken());
    const std::size_t kept = row.goes_on ? 1 : 0;
    BOOST_TEST(taken.records.size() == kept);
    BOOST_TEST(taken.links.size() == kept);
    BOOST_TEST(taken.owners.size() == kept);
    BOOST_TEST(taken.memberships.size() == kept);
    BOOST_TEST(must(staging.taken()).unreadable.size() == kept);
    BOOST_TEST(must(staging.resume_point("contacts")).value() == (row.goes_on ? "x" : ""));
}

BOOST_DATA_TEST_CASE(a_pull_that_goes_on_ages_from_its_first_begin, implementations(),
                     implementation) {
    const auto state = implementation.make();
    Staging& staging = state->open().staging;
    must(staging.begin("scope", PullKind::Everything, kNow));
    must(staging.take(full_page()));
    must(staging.begin("scope", PullKind::Everything, kNow + std::chrono::minutes(40)));
    must(staging.begin("scope", PullKind::Everything, kNow + std::chrono::minutes(80)));
    BOOST_TEST(must(staging.taken()).records.empty());
}

struct Clearing {
    const char* name;
    void (*clear)(const Doors& doors);
};
std::ostream& operator<<(std::ostream& out, const Clearing& row) {
    return out << row.name;
}

const Clearing kClearings[] = {
    {"commit", [](const Doors& doors) { must(doors.model.commit(saving({}))); }},
    {"discard", [](const Doors& doors) { must(doors.staging.discard()); }},
};
BOOST_DATA_TEST_CASE(nothing_stays_after,
                     implementations() * boost::unit_test::data::make(kClearings), implementation,
                     row) {
    const auto state = implementation.make();
    Staging& staging = state->open().staging;
    must(staging.begin("scope", PullKind::Everything, kNow));
    CrmPage page = full_page();
    page.stream = "contacts";
    must(staging.take(page));
    row.clear(state->open());
    BOOST_TEST(must(staging.taken()).records.empty());
    BOOST_TEST(must(staging.taken()).unreadable.empty());
    BOOST_TEST(!must(staging.has({RecordKind::Contact, RecordId("7")})));

    // The next pull starts afresh, even at the same moment.
    must(staging.begin("scope", PullKind::Everything, kNow));
    BOOST_TEST((must(staging.resume_point("contacts")) == std::optional<std::string>("")));
}

const char* const kDamaged[] = {"x", "3:ab", ":ab", "-1:a", "99999999999999999999:a", "2", "1:a1"};
BOOST_DATA_TEST_CASE(refuses_to_unpack_what_is_damaged, boost::unit_test::data::make(kDamaged),
                     text) {
    const auto texts = unpack(text);
    BOOST_TEST_REQUIRE(!texts.has_value());
    BOOST_TEST((texts.error().code == ErrorCode::StoreFailed));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
