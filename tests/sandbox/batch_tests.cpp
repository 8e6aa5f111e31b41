#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "tests/sandbox/bench.hpp"

using namespace mentorsync::sandbox;

namespace {

const std::string kNotes = "/crm/objects/2026-09/notes";
const std::string kContacts = "/crm/objects/2026-09/contacts";

std::string code_of(const Json& error) {
    return error["errors"].items().at(0)["code"].text();
}

Json by_key(const std::vector<std::string>& keys) {
    return id_inputs(keys).set("idProperty", "mentorsync_key");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(batch_tests)

BOOST_AUTO_TEST_CASE(more_than_a_hundred_inputs_are_refused_whole) {
    Bench bench;
    std::vector<std::string> keys;
    keys.reserve(101);
    for (int i = 0; i < 101; ++i) keys.push_back("ms1" + std::to_string(i));
    BOOST_TEST(bench.create_notes(keys).status == 400);
    BOOST_TEST(bench.portal.shelf(Kind::Note).records().empty());
    keys.pop_back();
    BOOST_TEST(bench.create_notes(keys).status == 201);
    BOOST_TEST(bench.portal.shelf(Kind::Note).records().size() == 100U);
}

BOOST_AUTO_TEST_CASE(a_read_of_ids_of_which_some_are_unknown_is_partial) {
    struct Row {
        const char* path;
        bool folded;
        int status;
    };
    const Row rows[] = {{"/crm/v3/objects/contacts/batch/read", true, 207},
                        {"/crm/objects/2026-03/contacts/batch/read", true, 207},
                        {"/crm/objects/2026-09/contacts/batch/read", false, 207},
                        {"/crm/objects/2026-09/contacts/batch/read", true, 200}};
    for (const Row& row : rows) {
        Bench bench;
        bench.crm.switches().partial_is_207_in_2026_09 = !row.folded;
        const std::string id = bench.contact("a@agency.example");
        const Reply reply = bench.api.post(row.path, id_inputs({id, "999", id}));
        BOOST_TEST(reply.status == row.status, row.path);
        BOOST_TEST(reply.body["results"].size() == 1U);
        BOOST_TEST(reply.body["numErrors"].integer() == 1);
        const Json& error = reply.body["errors"].items().at(0);
        BOOST_TEST(error["category"].text() == "OBJECT_NOT_FOUND");
        BOOST_TEST(error["context"]["ids"].items().at(0).text() == "999");
    }
}

BOOST_AUTO_TEST_CASE(a_read_of_which_nothing_exists_is_404_only_where_the_switch_says_so) {
    Bench bench;
    BOOST_TEST(bench.api.post(kContacts + "/batch/read", id_inputs({"999"})).status == 207);
    bench.crm.switches().read_none_is_404 = true;
    BOOST_TEST(bench.api.post(kContacts + "/batch/read", id_inputs({"999"})).status == 404);
}

BOOST_AUTO_TEST_CASE(a_note_is_read_by_its_key_live_and_archived) {
    Bench bench;
    const Reply made = bench.create_notes({"ms1a"});
    const std::string id = made.body["results"].items().at(0)["id"].text();
    BOOST_TEST(bench.api.post(kNotes + "/batch/read", by_key({"ms1a"})).body["results"].size() ==
               1U);
    bench.desk.remove(Kind::Note, id);
    BOOST_TEST(bench.api.post(kNotes + "/batch/read", by_key({"ms1a"})).body["results"].size() ==
               0U);
    const Reply gone = bench.api.post(kNotes + "/batch/read?archived=true", by_key({"ms1a"}));
    BOOST_TEST(gone.body["results"].items().at(0)["id"].text() == id);
}

BOOST_AUTO_TEST_CASE(reading_by_a_property_that_is_not_unique_is_refused) {
    Bench bench;
    for (const char* name : {"hs_object_id", "firstname", "no_such"}) {
        Json body = id_inputs({"1"});
        body.set("idProperty", name);
        BOOST_TEST(bench.api.post(kContacts + "/batch/read", body).status == 400, name);
    }
}

BOOST_AUTO_TEST_CASE(with_trace_ids_a_taken_key_fails_alone_and_is_named) {
    Bench bench;
    BOOST_TEST(bench.create_notes({"ms1a"}).status == 201);
    const Reply reply = bench.create_notes({"ms1a", "ms1b"});
    BOOST_TEST(reply.status == 207);
    BOOST_TEST(reply.body["results"].size() == 1U);
    BOOST_TEST(reply.body["results"].items().at(0)["objectWriteTraceId"].text() == "ms1b");
    const Json& error = reply.body["errors"].items().at(0);
    BOOST_TEST(error["category"].text() == "VALIDATION_ERROR");
    BOOST_TEST(code_of(error) == "CONFLICTING_UNIQUE_VALUE");
    BOOST_TEST(error["context"]["objectWriteTraceId"].items().at(0).text() == "ms1a");
    BOOST_TEST(bench.crm.witness().most_live() == 1U);
}

BOOST_AUTO_TEST_CASE(without_trace_ids_a_taken_key_fails_the_whole_batch) {
    Bench bench;
    BOOST_TEST(bench.create_notes({"ms1a"}).status == 201);
    const Reply reply = bench.create_notes({"ms1b", "ms1a"}, false);
    BOOST_TEST(reply.status == 400);
    BOOST_TEST(code_of(reply.body) == "CONFLICTING_UNIQUE_VALUE");
    BOOST_TEST(bench.portal.shelf(Kind::Note).records().size() == 1U);
    bench.crm.switches().unique_conflict_status = 409;
    BOOST_TEST(bench.create_notes({"ms1a"}, false).status == 409);
}

BOOST_AUTO_TEST_CASE(two_equal_keys_in_one_batch_are_refused_even_with_trace_ids) {
    Bench bench;
    Json body = Bench::keyed_notes({"ms1a", "ms1a"});
    body.find("inputs")->items()[1].set("objectWriteTraceId", "other");
    BOOST_TEST(bench.api.post(kNotes + "/batch/create", body).status == 400);
    BOOST_TEST(bench.portal.shelf(Kind::Note).records().empty());
}

BOOST_AUTO_TEST_CASE(the_key_of_an_archived_note_is_free_or_held_as_the_switch_says) {
    for (const ArchivedKey answer : {ArchivedKey::Free, ArchivedKey::Held}) {
        Bench bench;
        bench.crm.switches().archived_key = answer;
        const Reply made = bench.create_notes({"ms1a"});
        bench.desk.remove(Kind::Note, made.body["results"].items().at(0)["id"].text());
        const Reply again = bench.create_notes({"ms1a"});
        BOOST_TEST(again.status == (answer == ArchivedKey::Free ? 201 : 207));
    }
}

BOOST_AUTO_TEST_CASE(letter_case_of_a_key_counts_unless_the_switch_says_otherwise) {
    Bench bench;
    BOOST_TEST(bench.create_notes({"ms1a"}).status == 201);
    BOOST_TEST(bench.create_notes({"MS1A"}).status == 201);
    bench.crm.switches().unique_ignores_case = true;
    BOOST_TEST(bench.create_notes({"Ms1a"}).status == 207);
}

BOOST_AUTO_TEST_CASE(an_update_takes_record_ids_only_and_not_those_of_merged_records) {
    Bench bench;
    const std::string first = bench.contact("a@agency.example");
    const std::string second = bench.contact("b@agency.example");
    const auto update = [&](const std::string& id) {
        Json input = Json::object(
            {{"id", id}, {"properties", Json::object({{"mentoring_progress", "50"}})}});
        return bench.api.post(kContacts + "/batch/update",
                              Json::object({{"inputs", Json::array({input})}}));
    };
    BOOST_TEST(update(first).status == 200);
    bench.desk.merge(first, second);
    const Reply merged = update(first);
    BOOST_TEST(merged.status == 207);
    BOOST_TEST(merged.body["errors"].items().at(0)["category"].text() == "OBJECT_NOT_FOUND");
    Json by_mail = id_inputs({"a@agency.example"});
    by_mail.find("inputs")->items()[0].set("idProperty", "email");
    BOOST_TEST(bench.api.post(kContacts + "/batch/update", by_mail).status == 400);
}

BOOST_AUTO_TEST_CASE(an_upsert_creates_once_and_then_changes) {
    Bench bench;
    bench.crm.switches().enforce_allowlist = false;
    const auto upsert = [&](const char* text) {
        Json input = Json::object(
            {{"id", "ms1a"},
             {"idProperty", "mentorsync_key"},
             {"properties", Json::object({{"hs_note_body", text}, {"hs_timestamp", "0"}})}});
        return bench.api.post(kNotes + "/batch/upsert",
                              Json::object({{"inputs", Json::array({input})}}));
    };
    const Reply first = upsert("one");
    const Reply second = upsert("two");
    BOOST_TEST(first.body["results"].items().at(0)["new"].truth());
    BOOST_TEST(!second.body["results"].items().at(0)["new"].truth());
    BOOST_TEST(bench.portal.shelf(Kind::Note).records().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_an_admin_requires_is_enforced_by_2026_09_alone) {
    Bench bench;
    bench.crm.switches().required["notes"] = {"hubspot_owner_id"};
    const Json body = Bench::keyed_notes({"ms1a"}, false);
    const Reply refused = bench.api.post(kNotes + "/batch/create", body);
    BOOST_TEST(refused.status == 400);
    BOOST_TEST(code_of(refused.body) == "REQUIRED_FIELD");
    BOOST_TEST(bench.api.post("/crm/objects/2026-03/notes/batch/create", body).status == 201);
}

BOOST_AUTO_TEST_CASE(a_string_ends_at_65536_characters) {
    Bench bench;
    const auto create = [&](std::size_t length) {
        Json input = Json::object(
            {{"properties",
              Json::object({{"hs_timestamp", "0"}, {"hs_note_body", std::string(length, 'x')}})}});
        return bench.api.post(kNotes + "/batch/create",
                              Json::object({{"inputs", Json::array({input})}}));
    };
    BOOST_TEST(create(65'536).status == 201);
    BOOST_TEST(create(65'537).status == 400);
}

BOOST_AUTO_TEST_CASE(results_come_in_an_order_of_their_own_where_the_switch_says_so) {
    Bench bench;
    bench.crm.switches().shuffled_results = true;
    std::vector<std::string> ids;
    ids.reserve(30);
    for (int i = 0; i < 30; ++i) ids.push_back(bench.note("n"));
    const Reply reply = bench.api.post(kNotes + "/batch/read", id_inputs(ids));
    std::vector<std::string> read;
    for (const Json& row : reply.body["results"].items()) read.push_back(row["id"].text());
    BOOST_TEST((read != ids));
    std::sort(read.begin(), read.end(), IdLess{});
    BOOST_TEST((read == ids));
}

BOOST_AUTO_TEST_SUITE_END()
