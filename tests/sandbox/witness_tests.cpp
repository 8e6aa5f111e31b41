#include <boost/test/unit_test.hpp>

#include "tests/sandbox/bench.hpp"
#include "tests/sandbox/control.hpp"
#include "tests/sandbox/view.hpp"

using namespace mentorsync::sandbox;

namespace {

std::string first_id(const Reply& reply) {
    return reply.body["results"].items().at(0)["id"].text();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(witness_tests)

BOOST_AUTO_TEST_CASE(two_live_notes_of_one_key_are_seen_even_if_one_is_gone_at_the_end) {
    Bench bench;
    bench.create_notes({"ms1a"});
    const std::string second = bench.desk.add(Kind::Note, {{"mentorsync_key", "ms1a"}});
    bench.desk.remove(Kind::Note, second);
    BOOST_TEST(bench.crm.witness().most_live() == 2U);
    BOOST_TEST(bench.crm.witness().most_visible() == 0U);
    BOOST_TEST(bench.crm.witness().live(Bench::kPortal, "ms1a") == 1U);
}

BOOST_AUTO_TEST_CASE(equal_keys_of_two_portals_are_two_keys) {
    Bench bench;
    bench.crm.add_portal("5555");
    set_up_portal(bench.crm, "5555");
    Desk other(bench.crm, "5555");
    bench.create_notes({"ms1a"});
    other.add(Kind::Note, {{"mentorsync_key", "ms1a"}});
    BOOST_TEST(bench.crm.witness().most_live() == 1U);
}

BOOST_AUTO_TEST_CASE(a_note_is_visible_once_it_is_associated_with_a_contact) {
    Bench bench;
    const std::string contact = bench.contact("a@agency.example");
    const std::string note = first_id(bench.create_notes({"ms1a"}));
    BOOST_TEST(see_contact(bench.crm.world(), Bench::kPortal, contact)->notes.empty());
    BOOST_TEST(bench.crm.witness().most_visible() == 0U);
    BOOST_TEST(bench.associate(note, contact).status == 200);
    BOOST_TEST(bench.crm.witness().most_visible() == 1U);
    const auto view = see_contact(bench.crm.world(), Bench::kPortal, contact);
    BOOST_TEST(view->notes.at(0).key == "ms1a");
}

BOOST_AUTO_TEST_CASE(a_note_that_comes_back_after_a_person_deleted_it_has_risen) {
    Bench bench;
    const std::string contact = bench.contact("a@agency.example");
    const std::string note = first_id(bench.create_notes({"ms1a"}));
    BOOST_TEST(bench.associate(note, contact).status == 200);
    bench.desk.remove(Kind::Note, note);
    const std::string double_note = first_id(bench.create_notes({"ms1a"}));
    BOOST_TEST(bench.crm.witness().risen().empty());  // an orphan that nobody sees
    BOOST_TEST(bench.associate(double_note, contact).status == 200);
    BOOST_TEST(bench.crm.witness().risen().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_note_that_a_person_restores_has_not_risen) {
    Bench bench;
    const std::string contact = bench.contact("a@agency.example");
    const std::string note = first_id(bench.create_notes({"ms1a"}));
    BOOST_TEST(bench.associate(note, contact).status == 200);
    bench.desk.remove(Kind::Note, note);
    bench.desk.restore(Kind::Note, note);
    BOOST_TEST(bench.associate(note, contact).status == 200);
    BOOST_TEST(bench.crm.witness().risen().empty());
}

BOOST_AUTO_TEST_CASE(requests_are_counted_by_what_they_are_whatever_their_version) {
    Bench bench;
    const std::string id = bench.contact("a@agency.example");
    static_cast<void>(bench.api.get("/crm/v3/objects/contacts/" + id));
    static_cast<void>(bench.api.get("/crm/objects/2026-09/contacts/" + id));
    static_cast<void>(bench.api.get("/crm/objects/2026-09/contacts/merge/x"));
    const Witness& witness = bench.crm.witness();
    BOOST_TEST(witness.counts().at("GET objects/contacts/{id}") == 2U);
    BOOST_TEST(witness.counts().at("GET other") == 1U);
    BOOST_TEST(witness.request_count() == 3U);
    BOOST_TEST(witness.requests().at(2).status == 599);
}

BOOST_AUTO_TEST_CASE(a_crm_user_sees_tasks_labels_and_our_properties_on_a_contact) {
    Bench bench;
    bench.portal.links.define(Kind::Contact, Kind::Contact, "Mentor", "Aktori", "pair");
    const std::string mentor = bench.desk.add(Kind::Contact, {{"firstname", "Kaisa"}});
    const std::string mentee = bench.contact("a@agency.example");
    bench.desk.label(mentee, mentor, "Mentor");
    bench.desk.edit(Kind::Contact, mentee, {{"mentoring_progress", "50"}, {"city", "Åbo"}});
    const std::string task = bench.desk.add(
        Kind::Task, {{"hs_task_subject", "Haaste"}, {"hs_timestamp", "2026-11-30T00:00:00.000Z"}});
    bench.desk.link(Kind::Task, task, Kind::Contact, mentee);
    bench.desk.complete_task(task);
    const auto view = see_contact(bench.crm.world(), Bench::kPortal, mentee);
    BOOST_TEST(view->links.at(0).name == "Kaisa");
    BOOST_TEST(view->links.at(0).labels.at(0) == "Mentor");
    BOOST_TEST(view->mentorsync.size() == 1U);
    BOOST_TEST(view->tasks.at(0).status == "COMPLETED");
    BOOST_TEST(as_text(*view).find("[COMPLETED] Haaste (due 2026-11-30)") != std::string::npos);
    BOOST_TEST(!see_contact(bench.crm.world(), Bench::kPortal, "999"));
}

BOOST_AUTO_TEST_CASE(everything_a_person_does_can_be_done_through_the_control_port) {
    Bench bench;
    Controlled controlled{bench.crm, Bench::kPortal, {}, bench.token, true, {}};
    const auto send = [&](const char* method, const std::string& path, const Json& body) {
        return control(controlled, {method, "/_sandbox/" + path, "", body.dump()});
    };
    const auto made =
        Json::parse(send("POST", "create",
                         Json::object({{"kind", "tasks"},
                                       {"properties", Json::object({{"hs_task_subject", "x"}})}}))
                        .body);
    const std::string task = (*made)["id"].text();
    BOOST_TEST(send("POST", "tasks/" + task + "/complete", Json::object()).status == 200);
    BOOST_TEST(bench.portal.shelf(Kind::Task).find(task)->value(Kind::Task, "hs_task_status") ==
               "COMPLETED");
    BOOST_TEST(send("POST", "clock", Json::object({{"now", "2026-12-01"}})).status == 200);
    BOOST_TEST(iso_text(bench.crm.now()) == "2026-12-01T00:00:00.000Z");
    BOOST_TEST(!controlled.real_time);
    BOOST_TEST(send("POST", "faults", Json::object({{"do", "refuse"}})).status == 200);
    BOOST_TEST(bench.api.get("/account-info/2026-09/details").status == 0);
    BOOST_TEST(send("DELETE", "faults", Json::object()).status == 200);
    BOOST_TEST(bench.api.get("/account-info/2026-09/details").status == 200);
    BOOST_TEST(send("POST", "faults", Json::object({{"do", "explode"}})).status == 400);
    BOOST_TEST(send("POST", "token", Json::object({{"rotate", true}})).status == 200);
    BOOST_TEST(bench.api.get("/account-info/2026-09/details").status == 401);
    BOOST_TEST(controlled.token != bench.token);
    BOOST_TEST(send("POST", "switches", Json::object({{"search_lag_ms", 5}})).status == 200);
    BOOST_TEST(send("POST", "switches", Json::object({{"no_such", 5}})).status == 400);
    BOOST_TEST(send("POST", "no-such-deed", Json::object()).status == 404);
}

BOOST_AUTO_TEST_CASE(one_seed_answers_the_same_bytes_twice) {
    const auto run = [] {
        Bench bench;
        bench.crm.switches().shuffled_results = true;
        const Truth truth = generate_portal(bench.crm, Bench::kPortal, demo_size(), 3);
        std::string all;
        for (const char* path : {"/crm/objects/2026-09/contacts?limit=100&associations=tasks",
                                 "/crm/objects/2026-09/tasks?limit=100", "/nothing"}) {
            all += bench.crm.handle({"GET", path, bench.token, ""}).response.body;
        }
        return all + bench.crm
                         .handle({"POST", "/crm/objects/2026-09/contacts/batch/read", bench.token,
                                  id_inputs(truth.scope).dump()})
                         .response.body;
    };
    BOOST_TEST(run() == run());
}

BOOST_AUTO_TEST_SUITE_END()
