#include <boost/test/unit_test.hpp>

#include <ostream>

#include "tests/sandbox/bench.hpp"

using namespace mentorsync::sandbox;

namespace {

const std::string kSearch = "/crm/objects/2026-09/contacts/search";

Json filter(const char* property, const char* op, const char* value) {
    return Json::object({{"propertyName", property}, {"operator", op}, {"value", value}});
}

Json with_filter(Json one) {
    const Json group = Json::object({{"filters", Json::array({std::move(one)})}});
    return Json::object({{"filterGroups", Json::array({group})}, {"limit", 200}});
}

struct Row {
    const char* property;
    const char* op;
    const char* value;
    int found;

    friend std::ostream& operator<<(std::ostream& out, const Row& row) {
        return out << row.property << " " << row.op << " " << row.value;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(search_tests)

BOOST_AUTO_TEST_CASE(each_operator_finds_what_the_guide_says) {
    const Row rows[] = {
        {"firstname", "EQ", "AINO", 2},   // strings without letter case
        {"firstname", "NEQ", "aino", 1},  // a record without the property is not found
        {"city", "HAS_PROPERTY", "", 1},
        {"city", "NOT_HAS_PROPERTY", "", 3},
        {"mentoring_role", "EQ", "mentor", 1},  // one of several choices
        {"mentoring_role", "EQ", "Mentor", 0},  // choices with letter case
        {"email", "CONTAINS_TOKEN", "agency*", 3},
        {"email", "CONTAINS_TOKEN", "gency", 0},  // whole words only
        {"createdate", "GT", "2026-11-23T06:00:00.000Z", 1},
        {"createdate", "GTE", "1795413600000", 4},  // milliseconds, as HubSpot asks
        {"createdate", "LT", "1795413600000", 0},
        {"createdate", "LTE", "1795413600000", 3},
        {"hs_lastmodifieddate", "GT", "1", 0},  // contacts have another name for it
        {"no_such_property", "EQ", "x", 0},
    };
    Bench bench;
    Property role;
    role.name = "mentoring_role";
    role.type = "enumeration";
    bench.portal.shelf(Kind::Contact).schema.add(role);
    bench.contact("a@agency.example");
    bench.contact("b@agency.example");
    bench.desk.add(Kind::Contact, {{"email", "c@agency.example"},
                                   {"firstname", "Eino"},
                                   {"mentoring_role", "aktori;mentor"}});
    bench.pass(std::chrono::seconds(1));
    bench.desk.add(Kind::Contact, {{"city", "Åbo"}});
    bench.crm.switches().enforce_limits = false;
    for (const Row& row : rows) {
        const Reply reply =
            bench.api.post(kSearch, with_filter(filter(row.property, row.op, row.value)));
        BOOST_TEST(reply.body["total"].integer() == row.found, row);
    }
}

BOOST_AUTO_TEST_CASE(values_of_in_must_be_in_lower_case_to_be_found) {
    Bench bench;
    bench.contact("a@agency.example");
    const auto found = [&](const char* value) {
        Json one = Json::object({{"propertyName", "firstname"},
                                 {"operator", "IN"},
                                 {"values", Json::array({Json(value)})}});
        return bench.api.post(kSearch, with_filter(std::move(one))).body["total"].integer();
    };
    BOOST_TEST(found("aino") == 1);
    BOOST_TEST(found("Aino") == 0);
}

BOOST_AUTO_TEST_CASE(a_range_includes_both_ends) {
    Bench bench;
    bench.contact("a@agency.example");
    Json one = filter("createdate", "BETWEEN", "1795413600000");
    one.set("highValue", "1795413600000");
    BOOST_TEST(bench.api.post(kSearch, with_filter(std::move(one))).body["total"].integer() == 1);
}

BOOST_AUTO_TEST_CASE(tasks_are_found_by_the_contact_they_belong_to) {
    Bench bench;
    const std::string contact = bench.contact("a@agency.example");
    const std::string task = bench.desk.add(Kind::Task, {{"hs_timestamp", "0"}});
    bench.desk.add(Kind::Task, {{"hs_timestamp", "0"}});
    bench.desk.link(Kind::Task, task, Kind::Contact, contact);
    const Reply reply =
        bench.api.post("/crm/objects/2026-09/tasks/search",
                       with_filter(filter("associations.contact", "EQ", contact.c_str())));
    BOOST_TEST(reply.body["total"].integer() == 1);
    BOOST_TEST(reply.body["results"].items().at(0)["id"].text() == task);
}

BOOST_AUTO_TEST_CASE(what_exceeds_a_limit_of_search_is_refused) {
    Bench bench;
    bench.crm.switches().enforce_limits = false;
    const auto status = [&](Json body) { return bench.api.post(kSearch, body).status; };
    BOOST_TEST(status(Json::object({{"limit", 201}})) == 400);
    BOOST_TEST(status(Json::object({{"limit", 200}})) == 200);
    BOOST_TEST(status(Json::object({{"limit", 100}, {"after", "9901"}})) == 400);
    BOOST_TEST(status(Json::object({{"limit", 100}, {"after", "9900"}})) == 200);
    BOOST_TEST(status(Json::object({{"query", std::string(3'000, 'x')}})) == 400);
    std::vector<Json> filters(7, filter("city", "EQ", "x"));
    const Json group = Json::object({{"filters", Json::array(filters)}});
    BOOST_TEST(status(Json::object({{"filterGroups", Json::array({group})}})) == 400);
    const Json sort = Json::object({{"propertyName", "city"}});
    BOOST_TEST(status(Json::object({{"sorts", Json::array({sort, sort})}})) == 400);
}

BOOST_AUTO_TEST_CASE(search_sees_a_change_only_when_its_lag_is_over) {
    Bench bench;
    bench.crm.switches().search_lag = std::chrono::seconds(30);
    const std::string id = bench.contact("a@agency.example");
    const auto named = [&](const char* name) {
        bench.pass(std::chrono::seconds(1));
        return bench.api.post(kSearch, with_filter(filter("firstname", "EQ", name)))
            .body["total"]
            .integer();
    };
    BOOST_TEST(named("aino") == 0);
    bench.pass(std::chrono::seconds(30));
    BOOST_TEST(named("aino") == 1);
    bench.desk.edit(Kind::Contact, id, {{"firstname", "Eino"}});
    BOOST_TEST(named("eino") == 0);
    BOOST_TEST(named("aino") == 1);
    bench.pass(std::chrono::seconds(30));
    BOOST_TEST(named("eino") == 1);
    bench.desk.remove(Kind::Contact, id);
    BOOST_TEST(named("eino") == 0);
}

BOOST_AUTO_TEST_CASE(results_are_sorted_as_asked_and_oldest_first_otherwise) {
    Bench bench;
    const std::string first = bench.desk.add(Kind::Contact, {{"city", "Turku"}});
    bench.pass(std::chrono::seconds(1));
    const std::string second = bench.desk.add(Kind::Contact, {{"city", "Espoo"}});
    const auto top = [&](Json body) {
        return bench.api.post(kSearch, body).body["results"].items().at(0)["id"].text();
    };
    const auto sorted = [](const char* name, const char* direction) {
        return Json::object(
            {{"sorts",
              Json::array({Json::object({{"propertyName", name}, {"direction", direction}})})}});
    };
    BOOST_TEST(top(Json::object()) == first);
    BOOST_TEST(top(sorted("city", "ASCENDING")) == second);
    BOOST_TEST(top(sorted("hs_object_id", "DESCENDING")) == second);
}

BOOST_AUTO_TEST_SUITE_END()
