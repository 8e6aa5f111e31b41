#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/hubspot/bench.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using sandbox::Kind;
namespace data = boost::unit_test::data;

namespace {

using Texts = std::set<std::string>;

const ListId kPeople{"11"};

PullScope list_scope() {
    PullScope scope;
    scope.people_list = kPeople;
    scope.contact_properties = {"firstname"};
    scope.task_properties = {"hs_task_subject"};
    return scope;
}

PullScope everybody() {
    PullScope scope = list_scope();
    scope.people_list.reset();
    return scope;
}

// A mentee on the list, their mentor who is not, and a customer who is nobody's business.
struct Pair : Bench {
    explicit Pair(ApiVersion version = kDefaultApiVersion) : Bench(version) {
        add_list(kPeople.text(), "Mentoring");
        desk.add_to_list(kPeople.text(), mentee);
        types = portal.links.define(Kind::Contact, Kind::Contact, "Mentor", "Mentee", "mentor");
        desk.label(mentee, mentor, "Mentor");
        link_task(challenge, mentee);
        link_task(challenge, mentor);
        link_task(sale, customer);
        link_task(preparation, mentor);
    }

    PullScope scope() const {
        PullScope scope = list_scope();
        scope.contact_links = true;
        scope.label_type_ids = types;
        return scope;
    }

    std::string mentee = contact("mentee@agency.example", {{"firstname", "Aino"}});
    std::string mentor = contact("mentor@agency.example");
    std::string customer = contact("customer@shop.example");
    std::string challenge = task("Challenge");
    std::string sale = task("Sale");
    std::string preparation = task("Preparation");
    std::vector<int> types;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(pull_tests)

BOOST_DATA_TEST_CASE(every_version_brings_the_people_of_a_list_and_what_is_linked_to_them,
                     data::make(kVersions), version) {
    Pair bench(version);
    const auto report = bench.pull(bench.scope());
    BOOST_TEST_REQUIRE(report.has_value());
    BOOST_TEST(bench.sink.ids(RecordKind::Contact) == (Texts{bench.mentee, bench.mentor}));
    BOOST_TEST(bench.sink.ids(RecordKind::Task) == (Texts{bench.challenge, bench.preparation}));
    BOOST_TEST(
        (bench.sink.link_names().contains("task " + bench.challenge + " > " + bench.mentor)));
    BOOST_TEST(
        (bench.sink.link_names().contains("task " + bench.challenge + " > " + bench.mentee)));
    BOOST_TEST((report->coverage == Coverage::Everything));
    BOOST_TEST(report->records == 4U);
    BOOST_TEST(bench.crm.witness().violations().empty());
}

BOOST_DATA_TEST_CASE(every_version_brings_everybody, data::make(kVersions), version) {
    Pair bench(version);
    const auto report = bench.pull(everybody());
    BOOST_TEST_REQUIRE(report.has_value());
    BOOST_TEST(bench.sink.ids(RecordKind::Contact) ==
               (Texts{bench.mentee, bench.mentor, bench.customer}));
    BOOST_TEST(bench.sink.ids(RecordKind::Task) ==
               (Texts{bench.challenge, bench.sale, bench.preparation}));
    BOOST_TEST(bench.sink.link_names().size() == 4U);
    BOOST_TEST(bench.crm.witness().violations().empty());
}

BOOST_AUTO_TEST_CASE(a_label_says_what_the_other_one_is_to_the_person_of_the_scope) {
    Pair bench;
    BOOST_TEST_REQUIRE(bench.pull(bench.scope()).has_value());
    std::vector<std::string> labels;
    for (const CrmLink& link : bench.sink.links) {
        if (link.from.kind != RecordKind::Contact) continue;
        BOOST_TEST(link.from.id.text() == bench.mentee);
        BOOST_TEST(link.to.id.text() == bench.mentor);
        for (const LinkType& type : link.types) {
            if (!type.label.empty()) labels.push_back(type.label);
        }
    }
    BOOST_TEST(labels == std::vector<std::string>{"Mentor"});
}

BOOST_AUTO_TEST_CASE(a_link_under_another_label_is_not_followed) {
    Pair bench;
    PullScope scope = bench.scope();
    scope.label_type_ids.clear();
    BOOST_TEST_REQUIRE(bench.pull(scope).has_value());
    BOOST_TEST(bench.sink.ids(RecordKind::Contact) == Texts{bench.mentee});
}

BOOST_AUTO_TEST_CASE(whoever_is_referred_to_by_an_address_is_pulled_and_not_followed_further) {
    Bench bench;
    bench.add_list(kPeople.text(), "Mentoring");
    const std::string chief = bench.contact("chief@agency.example");
    const std::string mentor =
        bench.contact("mentor@agency.example", {{"company", "chief@agency.example"}});
    const std::string mentee =
        bench.contact("mentee@agency.example", {{"company", " Mentor@Agency.example "}});
    bench.desk.add_to_list(kPeople.text(), mentee);
    PullScope scope = list_scope();
    scope.email_references = {"company"};
    BOOST_TEST_REQUIRE(bench.pull(scope).has_value());
    BOOST_TEST(bench.sink.ids(RecordKind::Contact) == (Texts{mentee, mentor}));
}

BOOST_AUTO_TEST_CASE(who_is_referred_to_is_not_looked_for_where_everybody_is_pulled) {
    Bench bench;
    bench.contact("mentee@agency.example", {{"company", "nobody@agency.example"}});
    PullScope scope = everybody();
    scope.email_references = {"company"};
    BOOST_TEST_REQUIRE(bench.pull(scope).has_value());
    for (const auto& request : bench.crm.witness().requests()) {
        BOOST_TEST(request.target.find("/batch/read") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_owner_of_a_person_leads_to_the_contact_with_the_owners_address) {
    Bench bench;
    bench.add_list(kPeople.text(), "Mentoring");
    bench.add_owner("501", "Mentor@agency.example");
    bench.add_owner("502", "gone@agency.example", true);
    const std::string mentor = bench.contact("mentor@agency.example");
    const std::string mentee =
        bench.contact("mentee@agency.example", {{"hubspot_owner_id", "501"}});
    bench.desk.add_to_list(kPeople.text(), mentee);
    PullScope scope = list_scope();
    BOOST_TEST_REQUIRE(bench.pull(scope).has_value());
    BOOST_TEST(bench.sink.ids(RecordKind::Contact) == Texts{mentee});

    bench.sink = {};
    scope.owner_references = true;
    BOOST_TEST_REQUIRE(bench.pull(scope).has_value());
    BOOST_TEST(bench.sink.ids(RecordKind::Contact) == (Texts{mentee, mentor}));
    BOOST_TEST_REQUIRE(bench.sink.owners.size() == 2U);
    BOOST_TEST(bench.sink.owners.back().archived);
}

BOOST_AUTO_TEST_CASE(a_task_that_has_only_an_owner_counts_when_the_owner_is_a_person) {
    Pair bench;
    bench.add_owner("501", "mentor@agency.example");
    bench.add_owner("502", "seller@agency.example");
    const std::string own = bench.task("Read a book", "501");
    bench.task("Somebody else's", "502");
    const std::string call = bench.task("Call the customer", "501");
    bench.link_task(call, bench.customer);
    // Many tasks of strangers, so that a list of all costs more than going from the people.
    for (int i = 0; i < 450; ++i) bench.task("Sale", "502");

    PullScope scope = bench.scope();
    scope.owned_tasks = true;
    BOOST_TEST_REQUIRE(bench.pull(scope).has_value());
    BOOST_TEST(bench.sink.ids(RecordKind::Task) ==
               (Texts{bench.challenge, bench.preparation, own}));
}

BOOST_AUTO_TEST_CASE(a_list_of_all_tasks_keeps_only_those_of_the_scope) {
    Pair bench;
    bench.add_owner("501", "mentor@agency.example");
    const std::string own = bench.task("Read a book", "501");
    const std::string call = bench.task("Call the customer", "501");
    bench.link_task(call, bench.customer);
    PullScope scope = bench.scope();
    scope.owned_tasks = true;
    const auto report = bench.pull(scope);
    BOOST_TEST_REQUIRE(report.has_value());
    BOOST_TEST(bench.sink.ids(RecordKind::Task) ==
               (Texts{bench.challenge, bench.preparation, own}));
    BOOST_TEST(!bench.sink.link_names().contains("task " + call + " > " + bench.customer));
}

BOOST_AUTO_TEST_CASE(a_task_with_more_contacts_than_a_list_shows_loses_none) {
    Bench bench;
    bench.crm.switches().inline_associations = 2;
    bench.crm.switches().association_page = 2;
    const std::string task = bench.task("Everybody's");
    for (int i = 0; i < 7; ++i) bench.link_task(task, bench.contact(std::to_string(i) + "@a.fi"));
    BOOST_TEST_REQUIRE(bench.pull(everybody()).has_value());
    BOOST_TEST(bench.sink.link_names().size() == 7U);
}

BOOST_AUTO_TEST_CASE(associations_of_one_person_are_read_to_their_last_page) {
    Pair bench;
    bench.crm.switches().association_page = 3;
    for (int i = 0; i < 10; ++i) bench.link_task(bench.task("More"), bench.mentee);
    for (int i = 0; i < 900; ++i) bench.task("Sale");
    BOOST_TEST_REQUIRE(bench.pull(bench.scope()).has_value());
    BOOST_TEST(bench.sink.ids(RecordKind::Task).size() == 12U);
}

BOOST_AUTO_TEST_CASE(a_merged_person_comes_under_the_new_id_with_the_old_ones) {
    Pair bench;
    const std::string heir = bench.desk.merge(bench.mentee, bench.customer);
    BOOST_TEST_REQUIRE(bench.pull(everybody()).has_value());
    const CrmRecord& record = bench.sink.records.at({RecordKind::Contact, RecordId(heir)});
    const Texts former{bench.mentee, bench.customer};
    Texts told;
    for (const RecordId& id : record.merged) told.insert(id.text());
    told.insert(heir);
    BOOST_TEST(std::includes(told.begin(), told.end(), former.begin(), former.end()));
    BOOST_TEST(!record.properties.contains("hs_merged_object_ids"));
}

BOOST_AUTO_TEST_CASE(a_list_that_does_not_exist_is_an_error_and_not_an_empty_one) {
    Bench bench;
    const auto report = bench.pull(list_scope());
    BOOST_TEST_REQUIRE(!report.has_value());
    BOOST_TEST((report.error().code == ErrorCode::NotFound));
}

BOOST_AUTO_TEST_CASE(an_interrupted_pull_goes_on_where_it_was) {
    for (std::size_t pages = 0;; ++pages) {
        BOOST_TEST_CONTEXT("broken off after " << pages << " pages") {
            Pair bench;
            for (int i = 0; i < 250; ++i) bench.contact(std::to_string(i) + "@shop.example");
            bench.sink.break_after(pages);
            const auto broken = bench.pull(everybody());
            const std::size_t before = bench.crm.witness().requests().size();
            bench.sink.mend();
            const auto whole = bench.pull(everybody());
            BOOST_TEST_REQUIRE(whole.has_value());
            BOOST_TEST(bench.sink.ids(RecordKind::Contact).size() == 253U);
            BOOST_TEST(bench.sink.link_names().size() == 4U);
            BOOST_TEST((whole->coverage == Coverage::Everything));
            const std::size_t after = bench.crm.witness().requests().size() - before;
            // Only the page that was broken off, and those after it, are asked for again.
            BOOST_TEST(after <= 8 - std::min<std::size_t>(pages, 6));
            if (broken) break;
        }
    }
}

BOOST_AUTO_TEST_CASE(contacts_are_read_in_batches_when_their_properties_do_not_fit_a_url) {
    Bench bench;
    for (int i = 0; i < 120; ++i) bench.contact(std::to_string(i) + "@a.fi");
    PullScope scope = everybody();
    for (int i = 0; i < 400; ++i) {
        scope.contact_properties.push_back("property_number_" + std::to_string(i));
    }
    BOOST_TEST_REQUIRE(bench.pull(scope).has_value());
    BOOST_TEST(bench.sink.ids(RecordKind::Contact).size() == 120U);
    const auto& [ref, record] = *bench.sink.records.begin();
    BOOST_TEST(!record.value("email").empty());
}

BOOST_AUTO_TEST_CASE(a_stop_ends_a_pull_before_its_next_wave) {
    Pair bench;
    std::stop_source stop;
    stop.request_stop();
    const auto report =
        bench.hubspot.pull(everybody(), bench.sink, bench.observer, stop.get_token());
    BOOST_TEST_REQUIRE(!report.has_value());
    BOOST_TEST((report.error().code == ErrorCode::Cancelled));
    BOOST_TEST(bench.crm.witness().requests().empty());
}

BOOST_AUTO_TEST_CASE(whoever_waits_is_told_of_records_requests_and_the_budget) {
    Pair bench;
    BOOST_TEST_REQUIRE(bench.pull(everybody()).has_value());
    BOOST_TEST(bench.observer.told > 0U);
    BOOST_TEST(bench.observer.last.records == 6U);
    BOOST_TEST(bench.observer.last.expected_records.value_or(0) == 6U);
    BOOST_TEST(bench.observer.last.daily_budget_left.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
