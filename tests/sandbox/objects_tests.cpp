#include <boost/test/unit_test.hpp>

#include <set>

#include "tests/sandbox/bench.hpp"

using namespace mentorsync::sandbox;

BOOST_AUTO_TEST_SUITE(objects_tests)

BOOST_AUTO_TEST_CASE(every_version_of_the_paths_leads_to_the_same_records) {
    Bench bench;
    const std::string id = bench.contact("a@agency.example");
    for (const char* path : {"/crm/v3/objects/contacts", "/crm/objects/2026-03/contacts",
                             "/crm/objects/2026-09/contacts", "/crm/objects/2026-09/0-1"}) {
        const Reply reply = bench.api.get(path);
        BOOST_TEST(reply.status == 200, path);
        BOOST_TEST(reply.body["results"].items().at(0)["id"].text() == id, path);
    }
    BOOST_TEST(bench.crm.witness().violations().empty());
}

BOOST_AUTO_TEST_CASE(a_list_is_walked_to_its_end_by_its_cursor) {
    Bench bench;
    for (int i = 0; i < 250; ++i) bench.contact(std::to_string(i) + "@agency.example");
    std::set<std::string> seen;
    std::string after;
    int pages = 0;
    do {
        const Reply reply = bench.api.get("/crm/objects/2026-09/contacts?limit=100" +
                                          (after.empty() ? std::string() : "&after=" + after));
        for (const Json& row : reply.body["results"].items()) seen.insert(row["id"].text());
        after = reply.body["paging"]["next"]["after"].text();
        ++pages;
    } while (!after.empty());
    BOOST_TEST(pages == 3);
    BOOST_TEST(seen.size() == 250U);
}

BOOST_AUTO_TEST_CASE(a_page_of_more_than_a_hundred_is_refused) {
    Bench bench;
    BOOST_TEST(bench.api.get("/crm/objects/2026-09/contacts?limit=101").status == 400);
    BOOST_TEST(bench.api.get("/crm/objects/2026-09/contacts?limit=100").status == 200);
}

BOOST_AUTO_TEST_CASE(an_unknown_property_is_dropped_on_reads_and_refused_on_writes) {
    Bench bench;
    const std::string id = bench.contact("a@agency.example");
    const std::string path = "/crm/objects/2026-09/contacts/" + id;
    const Reply read = bench.api.get(path + "?properties=firstname,no_such");
    BOOST_TEST(read.body["properties"]["firstname"].text() == "Aino");
    BOOST_TEST(!read.body["properties"].has("no_such"));
    const Reply write = bench.api.send("PATCH", path, R"({"properties":{"no_such":"x"}})");
    BOOST_TEST(write.status == 400);
    BOOST_TEST(write.body["errors"].items().at(0)["code"].text() == "PROPERTY_DOESNT_EXIST");
}

BOOST_AUTO_TEST_CASE(an_empty_property_comes_back_in_the_way_the_switch_says) {
    Bench bench;
    const std::string path =
        "/crm/objects/2026-09/contacts/" + bench.contact("a@agency.example") + "?properties=city";
    BOOST_TEST(bench.api.get(path).body["properties"].has("city"));
    BOOST_TEST(bench.api.get(path).body["properties"]["city"].is_null());
    bench.crm.switches().empty_value = EmptyValue::EmptyString;
    BOOST_TEST(bench.api.get(path).body["properties"]["city"].is_string());
    bench.crm.switches().empty_value = EmptyValue::Missing;
    BOOST_TEST(!bench.api.get(path).body["properties"].has("city"));
}

BOOST_AUTO_TEST_CASE(a_write_moves_the_modified_date_and_a_write_of_the_same_value_does_not) {
    Bench bench;
    const std::string path = "/crm/objects/2026-09/contacts/" + bench.contact("a@agency.example");
    const std::string before = bench.api.get(path).body["updatedAt"].text();
    bench.crm.set_now(bench.crm.now() + std::chrono::minutes(5));
    static_cast<void>(bench.api.send("PATCH", path, R"({"properties":{"firstname":"Aino"}})"));
    BOOST_TEST(bench.api.get(path).body["updatedAt"].text() == before);
    static_cast<void>(bench.api.send("PATCH", path, R"({"properties":{"firstname":"Eino"}})"));
    BOOST_TEST(bench.api.get(path).body["updatedAt"].text() > before);
    BOOST_TEST(bench.api.get(path).body["properties"]["lastmodifieddate"].text() > before);
}

BOOST_AUTO_TEST_CASE(an_archived_record_is_found_only_where_archived_ones_are_asked_for) {
    Bench bench;
    const std::string id = bench.note("hello");
    const std::string path = "/crm/objects/2026-09/notes/" + id;
    BOOST_TEST(bench.api.send("DELETE", path, "").status == 204);
    BOOST_TEST(bench.api.get(path).status == 404);
    BOOST_TEST(bench.api.get(path + "?archived=true").body["archived"].truth());
    BOOST_TEST(bench.api.get("/crm/objects/2026-09/notes").body["results"].size() == 0U);
    BOOST_TEST(bench.api.get("/crm/objects/2026-09/notes?archived=true").body["results"].size() ==
               1U);
}

BOOST_AUTO_TEST_CASE(a_merged_contact_answers_under_its_old_ids_with_a_new_one) {
    Bench bench;
    const std::string first = bench.contact("a@agency.example");
    const std::string second = bench.contact("b@agency.example");
    const std::string merged = bench.desk.merge(first, second);
    BOOST_TEST((merged != first && merged != second));
    for (const std::string& old : {first, second}) {
        const Reply reply = bench.api.get("/crm/objects/2026-09/contacts/" + old +
                                          "?properties=hs_merged_object_ids");
        BOOST_TEST(reply.body["id"].text() == merged);
        BOOST_TEST(reply.body["properties"]["hs_merged_object_ids"].text() == first + ";" + second);
    }
    const Reply by_mail =
        bench.api.get("/crm/objects/2026-09/contacts/b@agency.example?idProperty=email");
    BOOST_TEST(by_mail.body["id"].text() == merged);
}

BOOST_AUTO_TEST_CASE(a_contact_erased_for_privacy_leaves_nothing_to_read) {
    Bench bench;
    const std::string id = bench.contact("a@agency.example");
    bench.desk.link(Kind::Note, bench.note("hello"), Kind::Contact, id);
    bench.desk.erase_for_privacy(id);
    const std::string path = "/crm/objects/2026-09/contacts/" + id;
    BOOST_TEST(bench.api.get(path).status == 404);
    BOOST_TEST(bench.api.get(path + "?archived=true").status == 404);
    BOOST_TEST(bench.portal.links.of(Kind::Contact, id, Kind::Note).empty());
}

BOOST_AUTO_TEST_CASE(inline_associations_stop_at_a_hundred_and_page_inside_the_record) {
    Bench bench;
    const std::string id = bench.contact("a@agency.example");
    for (int i = 0; i < 101; ++i) bench.desk.link(Kind::Note, bench.note("n"), Kind::Contact, id);
    const Reply reply =
        bench.api.get("/crm/objects/2026-03/contacts/" + id + "?associations=notes");
    const Json& notes = reply.body["associations"]["notes"];
    BOOST_TEST(notes["results"].size() == 100U);
    const std::string after = notes["paging"]["next"]["after"].text();
    const Reply rest =
        bench.api.get("/crm/objects/2026-03/contacts/" + id + "/associations/notes?after=" + after);
    BOOST_TEST(rest.body["results"].size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
