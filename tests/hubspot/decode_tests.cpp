#include "connector/hubspot/decode.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/hubspot/instant.hpp"
#include "tests/hubspot/recorded.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
namespace data = boost::unit_test::data;

namespace {

json::Value tree(const std::string& text) {
    return json::parse(text).value();
}

RecordPage records(const std::string& results, RecordKind kind = RecordKind::Contact) {
    return decode_records(kind, tree("{\"results\":[" + results + "]}")).value();
}

struct Time {
    const char* text;
    std::optional<long long> milliseconds;
};
std::ostream& operator<<(std::ostream& out, const Time& row) {
    return out << row.text;
}

const Time kTimes[] = {
    {"1970-01-01T00:00:00Z", 0},
    {"2026-09-01T00:00:00.000Z", 1'788'220'800'000},
    {"2026-09-01T00:00:00.5Z", 1'788'220'800'500},
    {"2026-09-01T00:00:00.123456789Z", 1'788'220'800'123},  // finer than a millisecond
    {"2024-02-29T12:34:56Z", 1'709'210'096'000},            // a leap day
    {"2016-12-31T23:59:60Z", 1'483'228'800'000},            // a leap second
    {"9999-12-31T23:59:59.999Z", 253'402'300'799'999},
    {"1788220800000", 1'788'220'800'000},
    {"2026-02-29T00:00:00Z", std::nullopt},
    {"2026-13-01T00:00:00Z", std::nullopt},
    {"2026-09-01T24:00:00Z", std::nullopt},
    {"2026-09-01T00:60:00Z", std::nullopt},
    {"2026-09-01T00:00:00", std::nullopt},
    {"2026-09-01T00:00:00+02:00", std::nullopt},
    {"2026-09-01 00:00:00Z", std::nullopt},
    {"2026-09-01T00:00:00.Z", std::nullopt},
    {"2026-09-01T00:00:00.1234567890Z", std::nullopt},
    {"2026-9-1T00:00:00Z", std::nullopt},
    {"-1", std::nullopt},
    {"253402300800000", std::nullopt},  // the year 10000
    {"99999999999999999999", std::nullopt},
    {"", std::nullopt},
    {"Z", std::nullopt},
};

struct Id {
    const char* json;
    std::optional<std::string> id;
};
std::ostream& operator<<(std::ostream& out, const Id& row) {
    return out << row.json;
}

const Id kIds[] = {
    {"\"17\"", "17"},
    {"17", "17"},
    {"\"007\"", "007"},                        // leading zeros are text
    {"9007199254740993", "9007199254740993"},  // beyond 2^53
    {"\"12345678901234567890\"", "12345678901234567890"},
    {"\"123456789012345678901\"", std::nullopt},
    {"\"\"", std::nullopt},
    {"\"../1\"", std::nullopt},
    {"\"1;2\"", std::nullopt},
    {"\"1\\u0000\"", std::nullopt},
    {"-1", std::nullopt},
    {"1e3", std::nullopt},
    {"1.0", std::nullopt},
    {"null", std::nullopt},
    {"true", std::nullopt},
    {"{}", std::nullopt},
    {"[17]", std::nullopt},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(decode_tests)

BOOST_DATA_TEST_CASE(reads_points_in_time, data::make(kTimes), row) {
    const auto instant = parse_instant(row.text);
    BOOST_TEST_REQUIRE(instant.has_value() == row.milliseconds.has_value());
    if (instant) BOOST_TEST(instant->time_since_epoch().count() == *row.milliseconds);
}

BOOST_AUTO_TEST_CASE(writes_points_in_time_as_it_reads_them) {
    for (const char* text :
         {"1970-01-01T00:00:00.000Z", "2026-09-01T08:05:03.070Z", "9999-12-31T23:59:59.999Z"}) {
        BOOST_TEST(format_instant(parse_instant(text).value()) == text);
    }
}

BOOST_DATA_TEST_CASE(takes_ids_of_digits_only, data::make(kIds), row) {
    const json::Value value = tree("{\"id\":" + std::string(row.json) + "}");
    BOOST_TEST((decode_id(value.find("id")) == row.id));
    const RecordPage page = records(R"({"id":)" + std::string(row.json) + "}");
    BOOST_TEST(page.records.size() == (row.id ? 1U : 0U));
    BOOST_TEST(page.unreadable.size() == (row.id ? 0U : 1U));
}

BOOST_AUTO_TEST_CASE(a_bad_record_is_set_aside_with_its_place_and_the_others_go_on) {
    const RecordPage page =
        records(R"({"id":"1"},{"id":"x"},{"id":"3","createdAt":"soon"},{"id":"4","properties":[]},)"
                R"({"id":"5","properties":{"a":{"b":1}}},7,{"id":"6"})");
    BOOST_TEST(page.records.size() == 2U);
    BOOST_TEST_REQUIRE(page.unreadable.size() == 5U);
    BOOST_TEST(page.unreadable[0].reason == "/results/1/id is no CRM id");
    BOOST_TEST(page.unreadable[1].record.id.text() == "3");
    BOOST_TEST(page.unreadable[1].reason == "/results/2: createdAt is no point in time");
    BOOST_TEST(page.unreadable[2].reason == "/results/3: properties is not an object");
    BOOST_TEST(page.unreadable[3].reason == "/results/4: a property is neither text nor null");
    BOOST_TEST(page.unreadable[4].reason == "/results/5/id is no CRM id");
}

BOOST_AUTO_TEST_CASE(empty_has_three_spellings_and_one_meaning) {
    const RecordPage page =
        records(R"({"id":"1","properties":{"a":null,"b":"","d":"x","n":5,"t":true}})");
    const Properties expected{{"d", "x"}, {"n", "5"}, {"t", "true"}};
    BOOST_TEST((page.records.at(0).properties == expected));
}

BOOST_AUTO_TEST_CASE(odd_text_is_kept_as_it_is) {
    const std::string large(std::size_t{1} << 20U, 'x');
    const RecordPage page = records(R"({"id":"1","properties":{"nul":"a\u0000b","bidi":"\u202e",)"
                                    R"("line":"a\r\nb","large":")" +
                                    large + "\"}}");
    const CrmRecord& record = page.records.at(0);
    BOOST_TEST(record.value("nul") == std::string_view("a\0b", 3));
    BOOST_TEST(record.value("bidi") == "\xE2\x80\xAE");
    BOOST_TEST(record.value("line") == "a\r\nb");
    BOOST_TEST(record.value("large").size() == large.size());
}

BOOST_AUTO_TEST_CASE(former_ids_are_moved_out_of_the_properties) {
    const RecordPage page =
        records(R"({"id":"9","properties":{"hs_merged_object_ids":"3;1;x;3;9;;"}})");
    const CrmRecord& record = page.records.at(0);
    const std::vector<RecordId> expected{RecordId("1"), RecordId("3")};
    BOOST_TEST((record.merged == expected));
    BOOST_TEST(record.properties.empty());
}

BOOST_AUTO_TEST_CASE(an_answer_without_results_is_none) {
    for (const char* body : {"{}", R"({"results":null})", R"({"results":{}})"}) {
        BOOST_TEST(!decode_records(RecordKind::Task, tree(body)).has_value());
        BOOST_TEST(!decode_links(RecordKind::Task, RecordKind::Contact, tree(body)).has_value());
        BOOST_TEST(!decode_owners(tree(body)).has_value());
        BOOST_TEST(!decode_members(tree(body)).has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_contact_beside_a_task_counts_once_whatever_the_types) {
    const RecordPage page = records(
        R"({"id":"5","associations":{"contacts":{"results":[{"id":"7","type":"task_to_contact"},)"
        R"({"id":"7","type":"learner"},{"id":"8","type":"task_to_contact"},{"id":"?"}],)"
        R"("paging":{"next":{"after":"9"}}}}})",
        RecordKind::Task);
    BOOST_TEST(page.links.size() == 2U);
    BOOST_TEST(page.unreadable.size() == 1U);
    BOOST_TEST_REQUIRE(page.with_more_links.size() == 1U);
    BOOST_TEST(page.with_more_links[0].text() == "5");
}

BOOST_AUTO_TEST_CASE(associations_come_with_their_types_and_their_next_pages) {
    const auto page =
        decode_links(RecordKind::Contact, RecordKind::Contact, recorded("links_of_contacts.json"));
    BOOST_TEST_REQUIRE(page.has_value());
    BOOST_TEST_REQUIRE(page->links.size() == 3U);
    BOOST_TEST(page->links[0].from.id.text() == "33451");
    BOOST_TEST(page->links[0].to.id.text() == "33452");
    const std::vector<LinkType> types{{"HUBSPOT_DEFINED", 449, ""}, {"USER_DEFINED", 36, "Mentor"}};
    BOOST_TEST((page->links[0].types == types));
    BOOST_TEST_REQUIRE(page->more.size() == 1U);
    BOOST_TEST(page->more[0].id == "33451");
    BOOST_TEST(page->more[0].after == "MzM0NTM=");
}

BOOST_AUTO_TEST_CASE(a_recorded_page_of_contacts_is_read_whole) {
    const json::Value body = recorded("page_of_contacts.json");
    const auto page = decode_records(RecordKind::Contact, body);
    BOOST_TEST_REQUIRE(page.has_value());
    BOOST_TEST_REQUIRE(page->records.size() == 2U);
    const CrmRecord& first = page->records[0];
    BOOST_TEST(first.id.text() == "33451");
    BOOST_TEST(first.value("firstname") == "\xC3\x85sa");
    BOOST_TEST(first.value("mentor_email").empty());
    BOOST_TEST(format_instant(first.updated) == "2026-09-14T10:21:33.007Z");
    BOOST_TEST(page->records[1].merged.size() == 2U);
    BOOST_TEST(decode_after(body) == "33460");
}

BOOST_AUTO_TEST_CASE(the_next_page_is_named_by_its_cursor_and_never_by_a_link) {
    BOOST_TEST(decode_after(tree(R"({"paging":{"next":{"link":"https://evil.example/"}}})")) == "");
    BOOST_TEST(decode_after(tree(R"({"paging":{"next":{"after":200}}})")) == "200");
    BOOST_TEST(decode_after(tree(R"({"paging":{"next":{"after":["x"]}}})")) == "");
    BOOST_TEST(decode_after(tree(R"({"paging":null})")) == "");
}

BOOST_AUTO_TEST_SUITE_END()
