#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "mentorsync/own_names.hpp"
#include "tests/hubspot/answering_transport.hpp"
#include "tests/hubspot/bench.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using sandbox::Kind;
namespace data = boost::unit_test::data;

namespace {

Result<CrmAccount> account_from(const std::string& body) {
    AnsweringTransport network([&](const http::Request&) { return respond(200, body); });
    return HubspotConnector(network).account({});
}

const NewProperty kProgress{.kind = RecordKind::Contact,
                            .name = "mentoring_progress",
                            .label = "Progress",
                            .group = std::string(kPropertyGroup),
                            .description = "Done of all, in percent",
                            .type = "number"};

ErrorCode code_of(const Result<void>& result) {
    return result.error().code;
}

}  // namespace

// What a portal is and can name, and what setup adds to it.
BOOST_AUTO_TEST_SUITE(portal_tests)

BOOST_DATA_TEST_CASE(the_credentials_say_which_portal_they_open, data::make(kVersions), version) {
    Bench bench(version);
    const auto account = bench.hubspot.account({});
    BOOST_TEST_REQUIRE(account.has_value());
    BOOST_TEST(account->portal.text() == Bench::kPortal);
    BOOST_TEST(account->time_zone == "Europe/Helsinki");
    BOOST_TEST(account->ui_domain == "app-eu1.hubspot.com");
    BOOST_TEST(bench.crm.witness().violations().empty());
}

BOOST_AUTO_TEST_CASE(an_account_without_a_number_is_none) {
    const auto account = account_from(R"({"portalId":"../1","timeZone":"UTC"})");
    BOOST_TEST_REQUIRE(!account.has_value());
    BOOST_TEST((account.error().code == ErrorCode::BadResponse));
    BOOST_TEST(account.error().message ==
               "GET /account-info/2026-09/details: the answer is not as documented at /portalId: "
               "there is no account number");
}

BOOST_AUTO_TEST_CASE(what_is_no_zone_or_host_name_is_left_out) {
    const auto account = account_from(
        R"({"portalId":1,"timeZone":"../../etc/x\u0000","uiDomain":"a.example/<script>"})");
    BOOST_TEST_REQUIRE(account.has_value());
    BOOST_TEST(account->time_zone.empty());
    BOOST_TEST(account->ui_domain.empty());
}

BOOST_DATA_TEST_CASE(the_schema_names_what_a_mapping_may_refer_to, data::make(kVersions), version) {
    Bench bench(version);
    const auto types =
        bench.portal.links.define(Kind::Contact, Kind::Contact, "Mentor", "Mentee", "mentoring");
    for (int i = 0; i < 12; ++i) bench.add_list(std::to_string(100 + i), "List");
    for (int i = 0; i < 130; ++i) bench.add_owner(std::to_string(500 + i), "o@a.fi");
    bench.add_owner("900", "gone@a.fi", true);

    const auto schema = bench.hubspot.schema({});
    BOOST_TEST_REQUIRE(schema.has_value());
    const CrmProperty* const status = schema->find(RecordKind::Task, "hs_task_status");
    BOOST_TEST_REQUIRE(status != nullptr);
    BOOST_TEST(status->type == "enumeration");
    BOOST_TEST(status->options.size() >= 5U);
    BOOST_TEST(schema->find(RecordKind::Contact, "email")->unique);
    BOOST_TEST(schema->find(RecordKind::Contact, "hs_object_id")->read_only);
    BOOST_TEST(schema->find(RecordKind::Note, "hs_note_body") != nullptr);
    BOOST_TEST(!schema->contact_groups.empty());
    BOOST_TEST(!schema->note_groups.empty());
    const auto mentor = std::ranges::find(schema->contact_labels, "Mentor", &CrmLabel::label);
    BOOST_TEST_REQUIRE((mentor != schema->contact_labels.end()));
    BOOST_TEST(std::ranges::count(types, mentor->type_id) == 1);
    BOOST_TEST(schema->lists.size() == 12U);
    BOOST_TEST(schema->lists.at(0).size.value_or(9) == 0U);
    BOOST_TEST(schema->owners.size() == 131U);
    BOOST_TEST(std::ranges::count(schema->owners, true, &CrmOwner::archived) == 1);
    BOOST_TEST(bench.crm.witness().violations().empty());
}

BOOST_AUTO_TEST_CASE(lists_are_read_to_the_last_page_and_those_of_companies_left_out) {
    AnsweringTransport network([](const http::Request& request) {
        if (!request.target.ends_with("/crm/lists/2026-09/search")) {
            return respond(200, R"({"results":[]})");
        }
        const bool first = request.body.find("\"offset\":0") != std::string::npos;
        return respond(
            200, first ? R"({"lists":[{"listId":"1","name":"A","objectTypeId":"0-1","size":3},)"
                         R"({"listId":"2","objectTypeId":"0-2"}],"hasMore":true,"offset":2})"
                       : R"({"lists":[{"listId":"3","name":"B","objectTypeId":"0-1"}],)"
                         R"("hasMore":false,"offset":3})");
    });
    const auto schema = HubspotConnector(network).schema({});
    BOOST_TEST_REQUIRE(schema.has_value());
    BOOST_TEST_REQUIRE(schema->lists.size() == 2U);
    BOOST_TEST((schema->lists[0] == CrmList{ListId("1"), "A", 3}));
    BOOST_TEST((schema->lists[1] == CrmList{ListId("3"), "B", std::nullopt}));
}

BOOST_AUTO_TEST_CASE(pages_that_go_in_a_circle_are_noticed) {
    for (const char* body : {R"({"results":[],"lists":[],"hasMore":true,"offset":0})",
                             R"({"results":[],"lists":[],"paging":{"next":{"after":"7"}}})"}) {
        AnsweringTransport network([body](const http::Request&) { return respond(200, body); });
        const auto schema = HubspotConnector(network).schema({});
        BOOST_TEST_REQUIRE(!schema.has_value());
        BOOST_TEST((schema.error().code == ErrorCode::BadResponse));
    }
}

BOOST_DATA_TEST_CASE(setup_creates_what_is_named_and_says_what_exists, data::make(kVersions),
                     version) {
    Bench bench(version);
    HubspotConnector& crm = bench.hubspot;
    const NewLabelPair labels{"mentor_mentee", "Mentor", "Mentee"};
    for (const bool exists : {false, true}) {
        const auto group =
            crm.create_property_group(RecordKind::Contact, kPropertyGroup, kPropertyGroupLabel, {});
        const auto property = crm.create_property(kProgress, {});
        const auto pair = crm.create_label_pair(labels, {});
        for (const auto* result : {&group, &property, &pair}) {
            BOOST_TEST_REQUIRE(result->has_value() == !exists);
            if (exists) BOOST_TEST((code_of(*result) == ErrorCode::KeyTaken));
        }
    }
    const auto schema = crm.schema({}).value();
    const CrmProperty* const made = schema.find(RecordKind::Contact, kProgress.name);
    BOOST_TEST_REQUIRE(made != nullptr);
    BOOST_TEST(made->type == "number");
    BOOST_TEST(made->group == kPropertyGroup);
    BOOST_TEST(bench.crm.witness().violations().empty());
}

BOOST_AUTO_TEST_CASE(a_portal_that_has_no_unique_properties_on_notes_says_so) {
    Bench bench;
    bench.crm.switches().unique_on_activities = false;
    NewProperty key = kProgress;
    key.kind = RecordKind::Note;
    key.unique = true;
    static_cast<void>(bench.hubspot.create_property_group(RecordKind::Note, kPropertyGroup,
                                                          kPropertyGroupLabel, {}));
    BOOST_TEST((code_of(bench.hubspot.create_property(key, {})) == ErrorCode::Rejected));
}

BOOST_AUTO_TEST_CASE(a_missing_scope_is_named) {
    Bench bench;
    bench.transport.set_token(bench.crm.add_token(Bench::kPortal, sandbox::run_scopes()));
    const auto created = bench.hubspot.create_property(kProgress, {});
    BOOST_TEST_REQUIRE(!created.has_value());
    BOOST_TEST((code_of(created) == ErrorCode::MissingScope));
    BOOST_TEST(created.error().message.find("crm.schemas.contacts.write") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
