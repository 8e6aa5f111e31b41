// How a search for changes walks where there are many, and what pulls and audits cost.

#include <boost/test/unit_test.hpp>

#include "connector/hubspot/changes.hpp"
#include "tests/hubspot/mirror_bench.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using sandbox::Kind;
using namespace std::chrono_literals;

namespace {

// A programme of this many people, each with a mentor's label and a task, an hour after all of it
// was pulled.
struct Programme : MirrorBench {
    explicit Programme(std::size_t size) {
        crm.witness().keep_requests(false);
        const std::string mentor = contact("mentor@agency.example");
        for (std::size_t i = 0; i < size; ++i) {
            people.push_back(contact("p" + std::to_string(i) + "@agency.example"));
            desk.add_to_list("11", people.back());
            desk.label(people.back(), mentor, "Mentor");
            link_task(task("Haaste"), people.back());
            pass(1s);
        }
        pass(1h);
        BOOST_TEST_REQUIRE(pull_everything(list_scope()).has_value());
    }
    PullReport changes(std::vector<Audit> audits = {}, std::size_t budget = SIZE_MAX) {
        auto report = pull_changes(list_scope(), std::move(audits), budget);
        BOOST_TEST_REQUIRE(report.has_value(), (report ? "" : report.error().message));
        return *std::move(report);
    }
    std::vector<std::string> people;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(change_walk_tests)

BOOST_AUTO_TEST_CASE(a_thousand_people_with_nothing_new_cost_two_searches_and_their_pages) {
    Programme programme(1'000);
    const PullReport first = programme.changes();
    const PullReport second = programme.changes();
    for (const PullReport& report : {first, second}) {
        // With the account, which a tick asks for, this is three beside the membership pages: four
        // of the people and one of the empty group.
        BOOST_TEST(report.requests - 5 == 2U);
        BOOST_TEST(!report.changed);
    }
    BOOST_TEST(programme.mirror.snapshots == 0U);
    BOOST_TEST((second.coverage == Coverage::Everything));
}

BOOST_AUTO_TEST_CASE(twelve_thousand_changes_pass_the_wall_of_one_search) {
    MirrorBench bench;
    bench.crm.witness().keep_requests(false);
    const PullScope scope = [&] {
        PullScope everybody;
        everybody.contact_properties = {"firstname"};
        return everybody;
    }();
    bench.contact("first@agency.example");
    BOOST_TEST_REQUIRE(bench.pull_everything(scope).has_value());
    bench.pass(1h);
    // Two thousand in one moment, and five a moment after it.
    for (int i = 0; i < 2'000; ++i) bench.contact("a" + std::to_string(i) + "@agency.example");
    for (int i = 0; i < 10'000; ++i) {
        if (i % 5 == 0) bench.pass(1ms);
        bench.contact("b" + std::to_string(i) + "@agency.example");
    }
    const auto report = bench.pull_changes(scope);
    BOOST_TEST_REQUIRE(report.has_value(), (report ? "" : report.error().message));
    BOOST_TEST(report->records == 12'000U);
    // A page of 200 less the moment that is withheld, or of one moment: little more than the least.
    BOOST_TEST(report->search_requests < 80U);
    BOOST_TEST(bench.crm.witness().violations().empty());
    BOOST_TEST(!bench.pull_changes(scope)->changed);
}

BOOST_AUTO_TEST_CASE(what_is_changed_during_a_walk_is_left_to_the_next_one) {
    MirrorBench bench;
    PullScope scope;
    bench.contact("first@agency.example");
    BOOST_TEST_REQUIRE(bench.pull_everything(scope).has_value());
    bench.pass(1h);
    for (int i = 0; i < 450; ++i) {
        bench.pass(1s);
        bench.contact("a" + std::to_string(i) + "@agency.example");
    }
    const Instant start = bench.crm.now();
    BOOST_TEST_REQUIRE(bench.pull_changes(scope).has_value());
    BOOST_TEST(bench.cursors.at(std::string(kContactsCursor)) ==
               std::to_string(start.time_since_epoch().count()));
}

BOOST_AUTO_TEST_CASE(a_cursor_of_a_complete_pull_is_where_the_index_stood_when_it_began) {
    MirrorBench bench;
    bench.contact("first@agency.example");
    const Instant shown = bench.crm.now();
    bench.pass(1h);
    bench.crm.switches().search_lag = 2h;
    bench.contact("second@agency.example");
    BOOST_TEST_REQUIRE(bench.pull_everything(PullScope{}).has_value());
    BOOST_TEST(bench.cursors.at(std::string(kContactsCursor)) ==
               std::to_string(shown.time_since_epoch().count()));
    // No task at all: the earliest moment, which is not the epoch.
    BOOST_TEST(bench.cursors.at(std::string(kTasksCursor)) == "1000");
}

BOOST_AUTO_TEST_CASE(an_audit_of_links_stays_within_its_budget_and_goes_on) {
    Programme programme(2'500);
    programme.desk.link(Kind::Task, "101", Kind::Contact, programme.people.back());
    std::size_t found = 0;
    std::size_t calls = 0;
    for (bool finished = false; !finished; ++calls) {
        BOOST_TEST_REQUIRE(calls < 10U);
        const PullReport report = programme.changes({Audit::Associations}, 4);
        BOOST_TEST_REQUIRE(report.audits.size() == 1U);
        BOOST_TEST(report.audits[0].requests <= 4U);
        finished = report.audits[0].finished;
        found += report.audits[0].found;
    }
    BOOST_TEST(calls == 3U);
    BOOST_TEST(found == 1U);
    BOOST_TEST(programme.mirror.lines() == programme.truth(programme.list_scope()),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_sweep_of_the_archived_goes_on_from_pull_to_pull) {
    Programme programme(20);
    for (int i = 0; i < 350; ++i) {
        const std::string id = programme.contact("x" + std::to_string(i) + "@shop.example");
        programme.desk.remove(Kind::Contact, id);
    }
    const std::string task = "105";
    programme.desk.remove(Kind::Task, task);
    std::size_t found = 0;
    std::size_t calls = 0;
    for (bool finished = false; !finished; ++calls) {
        BOOST_TEST_REQUIRE(calls < 10U);
        const PullReport report = programme.changes({Audit::Archived}, 2);
        finished = report.audits[0].finished;
        found += report.audits[0].found;
        if (found == 1) {
            BOOST_TEST((programme.gone(RecordKind::Task, task) == GoneRecord::How::Archived));
            break;
        }
    }
    BOOST_TEST(found == 1U);
    BOOST_TEST(calls >= 2U);
}

BOOST_AUTO_TEST_SUITE_END()
