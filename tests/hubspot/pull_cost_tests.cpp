// What a pull costs in requests, against the least that the page sizes allow.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "tests/hubspot/bench.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using sandbox::Kind;
namespace data = boost::unit_test::data;

namespace {

const ListId kPeople{"11"};

struct Size {
    const char* why;
    int mentees;
    int mentors;
    int strangers;
    int learning_tasks;
    int sales_tasks;
};
std::ostream& operator<<(std::ostream& out, const Size& row) {
    return out << row.why;
}

const Size kSizes[] = {
    {"a programme that is half of its portal", 1'150, 250, 1'500, 2'900, 3'000},
    {"a programme that is most of its portal", 1'500, 300, 50, 2'800, 100},
    {"a small programme in a large portal", 480, 120, 2'500, 2'300, 3'000},
};

// A portal of this size, and what of it belongs to the programme.
struct World : Bench {
    explicit World(const Size& size) {
        add_list(kPeople.text(), "Mentoring");
        types = portal.links.define(Kind::Contact, Kind::Contact, "Mentor", "Mentee", "mentoring");
        for (int i = 0; i < size.mentees; ++i) mentees.push_back(person("mentee", i));
        for (int i = 0; i < size.mentors; ++i) mentors.push_back(person("mentor", i));
        for (int i = 0; i < size.strangers; ++i) strangers.push_back(person("stranger", i));
        for (std::size_t i = 0; i < mentees.size(); ++i) {
            desk.add_to_list(kPeople.text(), mentees[i]);
            desk.label(mentees[i], mentors[i % mentors.size()], "Mentor");
        }
        for (int i = 0; i < size.learning_tasks; ++i) {
            const auto place = static_cast<std::size_t>(i);
            const std::string id = task("Haaste");
            link_task(id, mentees[place % mentees.size()]);
            if (i % 3 == 0) link_task(id, mentors[place % mentors.size()]);
            learning.insert(id);
        }
        for (int i = 0; i < size.sales_tasks; ++i) {
            link_task(task("Sale"), strangers[static_cast<std::size_t>(i) % strangers.size()]);
        }
        crm.switches().shuffled_results = true;
        crm.witness().keep_requests(false);
    }

    std::string person(const char* kind, int number) {
        return contact(kind + std::to_string(number) + "@agency.example");
    }

    PullScope scope(bool everybody) const {
        PullScope scope;
        if (!everybody) scope.people_list = kPeople;
        scope.contact_links = true;
        scope.label_type_ids = types;
        return scope;
    }

    std::vector<int> types;
    std::vector<std::string> mentees;
    std::vector<std::string> mentors;
    std::vector<std::string> strangers;
    std::set<std::string> learning;
};

std::size_t pages(std::size_t count, std::size_t page) {
    return (count + page - 1) / page;
}

// From the truth: the cheaper of going from the people and of listing, with pages of 100, 250 and
// batches of 100 and 1,000; owners cost two.
std::size_t least_requests(const Size& size, bool everybody) {
    const auto mentees = static_cast<std::size_t>(size.mentees);
    const auto people = mentees + static_cast<std::size_t>(size.mentors);
    const auto all = people + static_cast<std::size_t>(size.strangers);
    const auto learning = static_cast<std::size_t>(size.learning_tasks);
    const auto tasks = learning + static_cast<std::size_t>(size.sales_tasks);
    if (everybody) return 2 + pages(all, 100) + pages(all, 1000) + pages(tasks, 100);
    return 2 + pages(mentees, 250) + pages(people, 100) + pages(mentees, 1000) +
           std::min(pages(people, 1000) + pages(learning, 100), pages(tasks, 100));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pull_cost_tests)

BOOST_DATA_TEST_CASE(stays_within_a_twentieth_of_the_least_requests,
                     data::make(kSizes) * data::make({false, true}), size, everybody) {
    World world(size);
    const auto report = world.pull(world.scope(everybody));
    BOOST_TEST_REQUIRE(report.has_value());
    const std::size_t least = least_requests(size, everybody);
    BOOST_TEST(report->minimum_requests == least);
    const auto spent = static_cast<double>(report->requests - report->search_requests);
    BOOST_TEST(spent <= 1.05 * static_cast<double>(least));
    BOOST_TEST(report->search_requests <= 2U);
    BOOST_TEST((report->coverage == Coverage::Everything));

    const auto contacts = world.sink.ids(RecordKind::Contact);
    const auto tasks = world.sink.ids(RecordKind::Task);
    BOOST_TEST(
        std::includes(tasks.begin(), tasks.end(), world.learning.begin(), world.learning.end()));
    if (everybody) return;
    BOOST_TEST(contacts.size() == world.mentees.size() + world.mentors.size());
    BOOST_TEST(tasks.size() == world.learning.size());
}

BOOST_AUTO_TEST_CASE(a_programme_that_is_the_portal_lists_its_tasks) {
    World world({"", 100, 20, 0, 150, 0});
    const auto report = world.pull(world.scope(false));
    BOOST_TEST_REQUIRE(report.has_value());
    // Owners, live and archived; members; two batches of people; links; two pages of tasks.
    BOOST_TEST(report->requests - report->search_requests == 8U);
}

BOOST_AUTO_TEST_CASE(a_pull_broken_off_anywhere_reads_nothing_twice) {
    const Size size{"", 230, 40, 300, 700, 2'000};
    World whole(size);
    const auto expected = whole.pull(whole.scope(false));
    BOOST_TEST_REQUIRE(expected.has_value());

    World world(size);
    Result<PullReport> report = fail(ErrorCode::Internal, "not run");
    std::size_t tries = 0;
    while (!report) {
        BOOST_TEST_REQUIRE(++tries < 40U);
        // Enough for a step's associations and one page of records more.
        world.sink.break_after(3);
        report = world.pull(world.scope(false));
    }
    BOOST_TEST(tries > 5U);
    BOOST_TEST(world.sink.ids(RecordKind::Contact) == whole.sink.ids(RecordKind::Contact),
               boost::test_tools::per_element());
    BOOST_TEST(world.sink.ids(RecordKind::Task) == whole.sink.ids(RecordKind::Task),
               boost::test_tools::per_element());
    BOOST_TEST(world.sink.link_names() == whole.sink.link_names(),
               boost::test_tools::per_element());
    // What the last try had to repeat is what cannot be resumed: the associations.
    BOOST_TEST(report->requests - report->search_requests <= 2U + 3U);
}

BOOST_AUTO_TEST_SUITE_END()
