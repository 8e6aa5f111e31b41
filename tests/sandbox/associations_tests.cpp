#include <boost/test/unit_test.hpp>

#include <set>
#include <utility>

#include "tests/sandbox/bench.hpp"

using namespace mentorsync::sandbox;

namespace {

const std::string kRead = "/crm/associations/2026-09/contacts/notes/batch/read";
const std::string kLabels = "/crm/associations/2026-09/contacts/contacts/labels";

std::string first_label(const Reply& reply) {
    for (const Json& type :
         reply.body["results"].items().at(0)["to"].items().at(0)["associationTypes"].items()) {
        if (!type["label"].is_null()) return type["label"].text();
    }
    return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(associations_tests)

BOOST_AUTO_TEST_CASE(associating_twice_leaves_one_association) {
    Bench bench;
    const std::string contact = bench.contact("a@agency.example");
    const std::string note = bench.note("n");
    BOOST_TEST(bench.associate(note, contact).status == 200);
    const Reply again = bench.associate(note, contact);
    BOOST_TEST(again.status == 200);
    const Json& spec = again.body["results"].items().at(0)["associationSpec"];
    BOOST_TEST(spec["associationTypeId"].integer() == 202);
    BOOST_TEST(bench.portal.links.of(Kind::Contact, contact, Kind::Note).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_record_that_is_gone_is_named_and_the_others_are_associated) {
    Bench bench;
    const std::string contact = bench.contact("a@agency.example");
    const std::string note = bench.note("n");
    const auto pair = [](const std::string& from, const std::string& to) {
        return Json::object(
            {{"from", Json::object({{"id", from}})}, {"to", Json::object({{"id", to}})}});
    };
    const Reply reply = bench.api.post(
        "/crm/associations/2026-03/notes/contacts/batch/associate/default",
        Json::object({{"inputs", Json::array({pair(note, "999"), pair("888", contact),
                                              pair(note, contact)})}}));
    BOOST_TEST(reply.status == 207);
    BOOST_TEST(reply.body["results"].size() == 2U);  // both directions of one
    const Json& context = reply.body["errors"].items().at(0)["context"];
    BOOST_TEST(context["objectId"].items().at(0).text() == "999");
    BOOST_TEST(context["objectType"].items().at(0).text() == "CONTACT");
    BOOST_TEST(reply.body["errors"].items().at(1)["context"]["objectType"].items().at(0).text() ==
               "NOTE");
}

BOOST_AUTO_TEST_CASE(a_batch_read_pages_inside_each_record) {
    Bench bench;
    bench.crm.switches().association_page = 2;
    const std::string contact = bench.contact("a@agency.example");
    for (int i = 0; i < 5; ++i)
        bench.desk.link(Kind::Note, bench.note("n"), Kind::Contact, contact);
    std::set<std::string> seen;
    std::string after;
    int pages = 0;
    do {
        Json input = Json::object({{"id", contact}});
        if (!after.empty()) input.set("after", after);
        const Reply reply =
            bench.api.post(kRead, Json::object({{"inputs", Json::array({std::move(input)})}}));
        const Json& result = reply.body["results"].items().at(0);
        for (const Json& to : result["to"].items()) seen.insert(to["toObjectId"].text());
        after = result["paging"]["next"]["after"].text();
        ++pages;
    } while (!after.empty());
    BOOST_TEST(pages == 3);
    BOOST_TEST(seen.size() == 5U);
}

BOOST_AUTO_TEST_CASE(a_record_without_associations_is_an_error_or_left_out) {
    Bench bench;
    const std::string contact = bench.contact("a@agency.example");
    const Reply told = bench.api.post(kRead, id_inputs({contact}));
    BOOST_TEST(told.status == 207);
    BOOST_TEST(told.body["errors"].items().at(0)["subCategory"].text() ==
               "crm.associations.NO_ASSOCIATIONS_FOUND");
    bench.crm.switches().no_associations = NoAssociations::LeftOut;
    const Reply silent = bench.api.post(kRead, id_inputs({contact}));
    BOOST_TEST(silent.status == 200);
    BOOST_TEST(silent.body["results"].size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_thousand_records_are_read_at_once_and_no_more) {
    Bench bench;
    BOOST_TEST(bench.api.post(kRead, id_inputs(std::vector<std::string>(1'000, "1"))).status ==
               207);
    BOOST_TEST(bench.api.post(kRead, id_inputs(std::vector<std::string>(1'001, "1"))).status ==
               400);
}

BOOST_AUTO_TEST_CASE(ids_are_text_or_numbers_as_the_switch_says) {
    Bench bench;
    const std::string contact = bench.contact("a@agency.example");
    bench.desk.link(Kind::Note, bench.note("n"), Kind::Contact, contact);
    const auto type = [&] {
        const Reply reply = bench.api.post(kRead, id_inputs({contact}));
        return reply.body["results"].items().at(0)["to"].items().at(0)["toObjectId"].type();
    };
    BOOST_TEST((type() == Json::Type::String));
    bench.crm.switches().association_ids_are_numbers = true;
    BOOST_TEST((type() == Json::Type::Number));
}

BOOST_AUTO_TEST_CASE(a_paired_label_has_two_ids_and_the_inverse_comes_first) {
    Bench bench;
    const Json body =
        Json::object({{"label", "Mentor"}, {"inverseLabel", "Aktori"}, {"name", "mentor_aktori"}});
    const Reply reply = bench.api.post(kLabels, body);
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.body["results"].items().at(0)["label"].text() == "Aktori");
    BOOST_TEST(reply.body["results"].items().at(1)["label"].text() == "Mentor");
    BOOST_TEST(bench.api.post(kLabels, body).status == 409);
    BOOST_TEST(bench.api.get(kLabels).body["results"].size() == 3U);
    Json bad = body;
    BOOST_TEST(bench.api.post(kLabels, bad.set("name", "mentor-aktori")).status == 400);
    BOOST_TEST(bench.api.post(kLabels, bad.set("name", "1mentor")).status == 400);
}

BOOST_AUTO_TEST_CASE(a_pair_of_object_types_has_ten_labels_at_most) {
    Bench bench;
    const auto create = [&](int i) {
        return bench.api
            .post(kLabels, Json::object({{"label", "L"}, {"name", "l" + std::to_string(i)}}))
            .status;
    };
    for (int i = 0; i < 10; ++i) BOOST_TEST(create(i) == 200);
    BOOST_TEST(create(10) == 400);
}

BOOST_AUTO_TEST_CASE(which_side_a_label_describes_is_a_switch) {
    for (const bool target : {true, false}) {
        Bench bench;
        bench.crm.switches().label_describes_target = target;
        bench.portal.links.define(Kind::Contact, Kind::Contact, "Mentor", "Aktori", "pair");
        const std::string mentor = bench.contact("a@agency.example");
        const std::string mentee = bench.contact("b@agency.example");
        bench.desk.label(mentee, mentor, "Mentor");
        const Reply reply = bench.api.post("/crm/v4/associations/contacts/contacts/batch/read",
                                           id_inputs({mentee}));
        BOOST_TEST(first_label(reply) == (target ? "Mentor" : "Aktori"));
    }
}

BOOST_AUTO_TEST_CASE(writing_labels_replaces_those_that_are_there) {
    Bench bench;
    const auto first = bench.portal.links.define(Kind::Contact, Kind::Contact, "A", "", "a");
    const auto second = bench.portal.links.define(Kind::Contact, Kind::Contact, "B", "", "b");
    const std::string one = bench.contact("a@agency.example");
    const std::string two = bench.contact("b@agency.example");
    const auto write = [&](int type) {
        const Json types = Json::array(
            {Json::object({{"associationCategory", "USER_DEFINED"}, {"associationTypeId", type}})});
        return bench.api.send("PUT",
                              "/crm/v4/objects/contacts/" + one + "/associations/contacts/" + two,
                              types.dump());
    };
    BOOST_TEST(write(first[0]).status == 201);
    BOOST_TEST(write(second[0]).status == 201);
    const auto& types = bench.portal.links.of(Kind::Contact, one, Kind::Contact).at(two);
    BOOST_TEST((types == Links::TypeIds{second[0], 449}));
    BOOST_TEST(write(12'345).status == 400);
}

BOOST_AUTO_TEST_CASE(an_association_moves_modified_dates_only_where_a_switch_says_so) {
    for (const bool moves : {false, true}) {
        Bench bench;
        bench.crm.switches().association_moves_activity = moves;
        bench.crm.switches().association_moves_contact = moves;
        const std::string contact = bench.contact("a@agency.example");
        const std::string note = bench.note("n");
        const Time before = bench.crm.now();
        bench.pass(std::chrono::minutes(1));
        BOOST_TEST(bench.associate(note, contact).status == 200);
        for (const auto& [kind, id] : {std::pair(Kind::Contact, contact), {Kind::Note, note}}) {
            BOOST_TEST((bench.portal.shelf(kind).find(id)->updated > before) == moves);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_associations_of_one_record_are_not_in_2026_09_unless_switched_on) {
    Bench bench;
    const std::string path = "/crm/objects/2026-09/contacts/" + bench.contact("a@agency.example") +
                             "/associations/notes";
    BOOST_TEST(bench.api.get(path).status == 599);
    bench.crm.switches().single_association_get_in_2026_09 = true;
    BOOST_TEST(bench.api.get(path).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
