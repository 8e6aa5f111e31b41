#include <boost/test/unit_test.hpp>

#include <ostream>

#include "tests/sandbox/bench.hpp"

using namespace mentorsync::sandbox;

namespace {

const std::string kOnNotes = "/crm/properties/2026-09/notes";
const std::string kOnContacts = "/crm/properties/2026-09/contacts";

Json text_property(const std::string& name) {
    return Json::object({{"groupName", "mentorsync"},
                         {"name", name},
                         {"label", name},
                         {"type", "string"},
                         {"fieldType", "text"}});
}

struct Row {
    Kind kind;
    const char* property;
    const char* value;
    const char* code;  // empty: accepted

    friend std::ostream& operator<<(std::ostream& out, const Row& row) {
        return out << row.property << " = " << row.value;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(properties_tests)

BOOST_AUTO_TEST_CASE(a_value_that_does_not_fit_is_refused_with_its_code) {
    const Row rows[] = {
        {Kind::Task, "hs_task_status", "WAITING", ""},
        {Kind::Task, "hs_task_status", "ON_THE_MOON", "INVALID_OPTION"},
        {Kind::Task, "hs_timestamp", "2026-11-23", ""},
        {Kind::Task, "hs_timestamp", "1795413600000", ""},
        {Kind::Task, "hs_timestamp", "tomorrow", "INVALID_DATE"},
        {Kind::Task, "hs_timestamp", "2026-02-30", "INVALID_DATE"},
        {Kind::Task, "hs_object_id", "1", "READ_ONLY_VALUE"},
        {Kind::Task, "hs_task_subject", "", ""},  // clears
        {Kind::Contact, "email", "nobody", "INVALID_EMAIL"},
        {Kind::Contact, "lastmodifieddate", "0", "READ_ONLY_VALUE"},
        {Kind::Contact, "no_such", "x", "PROPERTY_DOESNT_EXIST"},
    };
    Bench bench;
    const std::string ids[] = {bench.contact("a@agency.example"),
                               bench.desk.add(Kind::Task, {{"hs_timestamp", "0"}})};
    for (const Row& row : rows) {
        const Json body = Json::object({{"properties", Json::object({{row.property, row.value}})}});
        const Reply reply = bench.api.send("PATCH",
                                           "/crm/objects/2026-09/" + std::string(plural(row.kind)) +
                                               "/" + ids[row.kind == Kind::Task ? 1 : 0],
                                           body.dump());
        const bool accepted = std::string_view(row.code).empty();
        BOOST_TEST(reply.status == (accepted ? 200 : 400), row);
        if (accepted) continue;
        BOOST_TEST(reply.body["errors"].items().at(0)["code"].text() == row.code, row);
    }
}

BOOST_AUTO_TEST_CASE(an_unknown_property_may_be_ignored_where_the_switch_says_so) {
    Bench bench;
    bench.crm.switches().unknown_property = UnknownProperty::Ignore;
    const std::string path = "/crm/objects/2026-09/contacts/" + bench.contact("a@agency.example");
    BOOST_TEST(bench.api.send("PATCH", path, R"({"properties":{"no_such":"x"}})").status == 200);
}

BOOST_AUTO_TEST_CASE(a_property_is_created_once_and_in_a_group_that_exists) {
    Bench bench;
    Json body = text_property("mentoring_note");
    BOOST_TEST(bench.api.post(kOnContacts, body).status == 201);
    BOOST_TEST(bench.api.post(kOnContacts, body).status == 409);
    BOOST_TEST(bench.api.get(kOnContacts + "/mentoring_note").body["label"].text() ==
               "mentoring_note");
    body = text_property("other");
    BOOST_TEST(bench.api.post(kOnContacts, body.set("groupName", "no_such")).status == 400);
    BOOST_TEST(bench.api.post(kOnContacts, text_property("With Capitals")).status == 400);
}

BOOST_AUTO_TEST_CASE(a_group_is_created_once) {
    Bench bench;
    const Json body = Json::object({{"name", "mentoring"}, {"label", "Mentorointi"}});
    BOOST_TEST(bench.api.post(kOnContacts + "/groups", body).status == 201);
    BOOST_TEST(bench.api.post(kOnContacts + "/groups", body).status == 409);
}

BOOST_AUTO_TEST_CASE(unique_properties_on_notes_are_allowed_or_refused_as_the_switch_says) {
    for (const bool allowed : {true, false}) {
        Bench bench;
        bench.crm.switches().unique_on_activities = allowed;
        Json body = text_property("second_key");
        const Reply reply = bench.api.post(kOnNotes, body.set("hasUniqueValue", true));
        BOOST_TEST(reply.status == (allowed ? 201 : 400));
        BOOST_TEST(bench.api.post(kOnContacts, body).status == 201);
    }
}

BOOST_AUTO_TEST_CASE(an_object_has_ten_unique_properties_at_most) {
    Bench bench;  // the key of notes is one of them
    for (int i = 1; i <= 10; ++i) {
        Json body = text_property("unique_" + std::to_string(i));
        body.set("hasUniqueValue", true);
        BOOST_TEST(bench.api.post(kOnNotes, body).status == (i < 10 ? 201 : 400));
    }
}

BOOST_AUTO_TEST_CASE(a_calculated_property_does_not_move_the_modified_date) {
    Bench bench;
    Property property;
    property.name = "score";
    property.calculated = true;
    bench.portal.shelf(Kind::Contact).schema.add(property);
    const std::string id = bench.contact("a@agency.example");
    const Time before = bench.crm.now();
    bench.pass(std::chrono::minutes(1));
    bench.desk.edit(Kind::Contact, id, {{"score", "7"}});
    BOOST_TEST((bench.portal.shelf(Kind::Contact).find(id)->updated == before));
}

BOOST_AUTO_TEST_CASE(the_portal_tells_who_it_is) {
    Bench bench;
    const Reply reply = bench.api.get("/account-info/2026-09/details");
    BOOST_TEST(reply.body["portalId"].text() == "4242");
    BOOST_TEST((reply.body["portalId"].type() == Json::Type::Number));
    BOOST_TEST(reply.body["timeZone"].text() == "Europe/Helsinki");
    BOOST_TEST(reply.body["utcOffset"].text() == "+02:00");
    BOOST_TEST(bench.api.get("/account-info/v3/details").status == 200);
}

BOOST_AUTO_TEST_CASE(an_archived_owner_is_listed_apart_and_has_no_user_id) {
    Bench bench;
    bench.portal.owners = {{"70001", "500001", "a@agency.example", "Aino", "A", {}, false},
                           {"70002", "500002", "b@agency.example", "Eino", "B", {}, false},
                           {"70003", "500003", "c@agency.example", "Oona", "C", {}, false}};
    bench.desk.deactivate_owner("70003");
    const std::string owners = "/crm/owners/2026-09";
    const Reply first = bench.api.get(owners + "?limit=1");
    BOOST_TEST(first.body["results"].items().at(0)["userId"].text() == "500001");
    const std::string after = first.body["paging"]["next"]["after"].text();
    const Reply second = bench.api.get(owners + "?limit=1&after=" + after);
    BOOST_TEST(second.body["results"].items().at(0)["id"].text() == "70002");
    BOOST_TEST(!second.body.has("paging"));
    const Reply archived = bench.api.get(owners + "?archived=true");
    BOOST_TEST(archived.body["results"].size() == 1U);
    BOOST_TEST(archived.body["results"].items().at(0)["userId"].is_null());
    BOOST_TEST(archived.body["results"].items().at(0)["userIdIncludingInactive"].text() ==
               "500003");
}

BOOST_AUTO_TEST_CASE(a_list_is_found_by_name_and_its_live_members_are_paged) {
    Bench bench;
    bench.portal.lists.push_back({"501", "Mentorointi", "MANUAL", {}});
    std::string last;
    for (int i = 0; i < 252; ++i) {
        last = bench.contact(std::to_string(i) + "@agency.example");
        bench.desk.add_to_list("501", last);
    }
    bench.desk.remove(Kind::Contact, last);
    const Reply list = bench.api.get("/crm/lists/2026-09/object-type-id/0-1/name/Mentorointi");
    BOOST_TEST(list.body["list"]["listId"].text() == "501");
    BOOST_TEST(bench.api.get("/crm/lists/2026-09/object-type-id/0-1/name/mentorointi").status ==
               404);
    const std::string members = "/crm/lists/2026-09/501/memberships?limit=250";
    const Reply page = bench.api.get(members);
    BOOST_TEST(page.body["results"].size() == 250U);
    const std::string after = page.body["paging"]["next"]["after"].text();
    const Reply rest = bench.api.get(members + "&after=" + after);
    BOOST_TEST(rest.body["results"].size() == 1U);
    BOOST_TEST(!rest.body.has("paging"));
    BOOST_TEST(bench.api.get("/crm/lists/2026-09/501/memberships?limit=251").status == 400);
}

BOOST_AUTO_TEST_SUITE_END()
