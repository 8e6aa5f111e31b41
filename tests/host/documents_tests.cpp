// What a host hands in, when it is right and when it is not.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

#include "connector/host/document.hpp"
#include "connector/host/handed_in.hpp"
#include "connector/host/read_schema.hpp"
#include "mentorsync/own_names.hpp"

using namespace mentorsync;
using namespace mentorsync::host;

namespace {

struct Wrong {
    const char* members;
    const char* says;
};
std::ostream& operator<<(std::ostream& out, const Wrong& row) {
    return out << row.members;
}

std::string records(const std::string& members) {
    return R"({"schema": "mentorsync.records/1", )" + members + "}";
}

std::string schema(const std::string& members) {
    return R"({"schema": "mentorsync.schema/1", )" + members + "}";
}

constexpr const char* kTimes =
    R"("created": "2026-11-01T00:00:00Z", "updated": "2026-11-01T00:00:00Z")";

std::string contact(const std::string& id, const std::string& properties = "{}") {
    return R"("contacts": [{"id": ")" + id + R"(", )" + kTimes + R"(, "properties": )" +
           properties + "}]";
}

const RecordRef kContact{RecordKind::Contact, RecordId("1")};
const RecordRef kTask{RecordKind::Task, RecordId("2")};

const Wrong kWrongRecords[] = {
    {R"("contact": [])", "the document has a member that is none of 'coverage'"},
    {R"("contacts": {})", "'contacts' must be a list"},
    {R"("contacts": [7])", "a record must be an object"},
    {R"("contacts": [{"created": "x"}])", "'id' is missing"},
    {R"("contacts": [{"id": 7}])", "an id must be text of one to twenty digits"},
    {R"("contacts": [{"id": "123456789012345678901"}])", "one to twenty digits"},
    {R"("contacts": [{"id": "1"}])", "'created' is missing"},
    {R"("contacts": [{"id": "1", "created": "2026-02-30T00:00:00Z"}])", "must be a time in UTC"},
    {R"("contacts": [{"id": "1", "created": "2026-11-01T00:00:00+02:00"}])", "a time in UTC"},
    {R"("tasks": [{"id": "1", "created": "2026-11-01T00:00:00Z",
        "updated": "2026-11-01T00:00:00Z", "properties": {"a": 1}}])",
     "a property must be text"},
    {R"("coverage": "most")", "'coverage' must be one of 'everything', 'changes'"},
    {R"("links": [{"from": {"kind": "contact", "id": "1"}}])", "'to' is missing"},
    {R"("links": [{"from": {"kind": "task", "id": "1"}, "to": {"kind": "task", "id": "2"}}])",
     "a link must have a contact"},
    {R"("links": [{"from": {"kind": "contact", "id": "1"}, "to": {"kind": "contact", "id": "2"},
        "labels": [""]}])",
     "a label must be text"},
    {R"("owners": [{"id": "1", "archived": "yes"}])", "'archived' must be true or false"},
    {R"("gone": [{"kind": "note", "id": "1"}])", "'kind' must be one of 'contact', 'task'"},
};

const Wrong kWrongSchemas[] = {
    {R"("labels": [])", "'portal_id' is missing"},
    {R"("portal_id": "x")", "one to twenty digits"},
    {R"("portal_id": "1", "properties": [{"kind": "contact"}])", "'name' is missing"},
    {R"("portal_id": "1", "properties": [{"name": "a", "type": "text"}])",
     "'type' must be one of 'string'"},
    {R"("portal_id": "1", "labels": [7])", "a label must be text"},
    {R"("portal_id": "1", "labels": ["Mentor", "Mentor"])", "cannot be told from another one"},
    {R"("portal_id": "1", "lists": [{"id": "1"}])", "'name' is missing"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(documents_tests)

BOOST_DATA_TEST_CASE(wrong_records_are_refused_with_the_place, kWrongRecords, wrong) {
    HandedIn handed_in;
    const auto added = add_records(records(wrong.members), handed_in);
    BOOST_TEST_REQUIRE(!added.has_value());
    BOOST_TEST((added.error().code == ErrorCode::InvalidArgument));
    const std::string message = added.error().message;
    BOOST_TEST(message.starts_with("records:"), message);
    BOOST_TEST(message.find(wrong.says) != std::string::npos, message);
    BOOST_TEST(handed_in.is_empty);
}

BOOST_DATA_TEST_CASE(a_wrong_schema_is_refused_with_the_place, kWrongSchemas, wrong) {
    const auto read = read_schema(schema(wrong.members));
    BOOST_TEST_REQUIRE(!read.has_value());
    BOOST_TEST((read.error().code == ErrorCode::Configuration));
    const std::string message = read.error().message;
    BOOST_TEST(message.find(wrong.says) != std::string::npos, message);
}

BOOST_AUTO_TEST_CASE(a_fault_shows_no_value) {
    HandedIn handed_in;
    const auto added = add_records(
        records(R"("contacts": [{"id": "CANARY", "CANARY": 1, "created": "CANARY"}])"), handed_in);
    BOOST_TEST(added.error().message.find("CANARY") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(documents_add_up_and_the_later_one_counts) {
    HandedIn handed_in;
    BOOST_TEST(add_records(records(contact("1", R"({"email": "a@x.fi"})")), handed_in).has_value());
    BOOST_TEST(add_records(records(contact("3")), handed_in).has_value());
    BOOST_TEST(
        add_records(records(contact("1", R"({"email": "b\u0000@x.fi"})")), handed_in).has_value());
    BOOST_TEST(handed_in.records.size() == 2U);
    BOOST_TEST(handed_in.records.at(kContact).value("email") == std::string("b\0@x.fi", 7));
    BOOST_TEST(handed_in.is_everything);
    BOOST_TEST(add_records(records(R"("coverage": "changes", "gone": [{"id": "1"}])"), handed_in)
                   .has_value());
    BOOST_TEST(!handed_in.records.contains(kContact));
    BOOST_TEST(!handed_in.is_everything);
    BOOST_TEST(add_records(records(contact("1")), handed_in).has_value());
    BOOST_TEST(handed_in.gone.empty());
}

BOOST_AUTO_TEST_CASE(the_members_of_a_list_may_come_in_parts) {
    HandedIn handed_in;
    for (const char* const part : {"1", "2"}) {
        const std::string list =
            R"("lists": [{"id": "5", "contacts": [")" + std::string(part) + "\"]}]";
        BOOST_TEST(add_records(records(list), handed_in).has_value());
    }
    BOOST_TEST(handed_in.lists.at(ListId("5")).size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_link_is_kept_from_the_task) {
    HandedIn handed_in;
    const auto added = add_records(records(R"("links": [{"from": {"kind": "contact", "id": "1"},
                                                         "to": {"kind": "task", "id": "2"}}])"),
                                   handed_in);
    BOOST_TEST(added.has_value());
    BOOST_TEST(handed_in.links.contains({kTask, kContact}));
}

BOOST_AUTO_TEST_CASE(only_what_the_scope_needs_is_passed_on) {
    HandedIn handed_in;
    BOOST_TEST(
        add_records(records(contact("1", R"({"email": "a@x.fi", "secret": "s"})")), handed_in)
            .has_value());
    PullScope scope;
    scope.contact_properties = {"email", "phone"};
    const CrmPage page = page_of(handed_in, scope);
    BOOST_TEST((page.records.at(0).properties == Properties{{"email", "a@x.fi"}}));
}

BOOST_AUTO_TEST_CASE(a_schema_has_what_is_ours_and_what_has_fixed_names) {
    const auto read = read_schema(schema(R"("portal_id": "1")"));
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(read->schema.find(RecordKind::Note, kKeyProperty)->unique);
    BOOST_TEST(read->schema.find(RecordKind::Contact, "email") != nullptr);
    BOOST_TEST((type_of_label("Mentor") == type_of_label("Mentor")));
    BOOST_TEST(!(type_of_label("Mentor") == type_of_label("Aktori")));
}

BOOST_AUTO_TEST_CASE(a_time_is_read_to_the_millisecond) {
    using namespace std::chrono;
    const Instant second = sys_days(2026y / 11 / 23) + 8h + 5min + 6s;
    BOOST_TEST((parse_instant("2026-11-23T08:05:06Z") == second));
    BOOST_TEST((parse_instant("2026-11-23T08:05:06.5Z") == second + 500ms));
    BOOST_TEST((parse_instant("2026-11-23T08:05:06.012Z") == second + 12ms));
    for (const char* const wrong :
         {"", "Z", "2026-11-23", "2026-11-23T08:05:06", "2026-11-23T24:00:00Z",
          "2026-11-23T08:05:06.Z", "2026-11-23T08:05:06.1234Z", "2026-13-01T00:00:00Z",
          "1969-12-31T23:59:59Z", "2026-11-23 08:05:06Z", "2026-11-23T08:05:0xZ"}) {
        BOOST_TEST(!parse_instant(wrong).has_value(), wrong);
    }
}

BOOST_AUTO_TEST_SUITE_END()
