// The pull of a believable portal, against the truth that its generator wrote down beforehand.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/hubspot/bench.hpp"
#include "tests/sandbox/generator.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using sandbox::Accounted;
using sandbox::Kind;
namespace data = boost::unit_test::data;

namespace {

PullScope scope_of(const sandbox::Truth& truth, const sandbox::Portal& portal) {
    PullScope scope;
    scope.people_list = ListId(truth.programme_list);
    if (!truth.group_list.empty()) scope.member_lists = {ListId(truth.group_list)};
    scope.contact_properties = {"firstname", "lastname", "growth_group"};
    scope.task_properties = {"hs_task_subject", "hs_task_status", "hs_timestamp"};
    scope.contact_links = true;
    for (const auto* type : portal.links.types(Kind::Contact, Kind::Contact)) {
        if (type->user_defined) scope.label_type_ids.push_back(type->id);
    }
    scope.email_references = {"mentor_email"};
    scope.owner_references = true;
    scope.owned_tasks = true;
    return scope;
}

// What the generator counts beside the pull itself.
std::size_t least_requests(const sandbox::Truth& truth) {
    const sandbox::RequestCount count = sandbox::minimum_requests(truth);
    return count.total() - count.account - count.labels - count.lists;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(generated_portal_tests)

BOOST_DATA_TEST_CASE(brings_all_of_the_programme_and_little_else, data::make(kVersions), version) {
    Bench bench(version);
    const auto truth =
        sandbox::generate_portal(bench.crm, Bench::kPortal, sandbox::demo_size(), 2026);
    bench.crm.switches().shuffled_results = true;
    const auto report = bench.pull(scope_of(truth, bench.portal));
    BOOST_TEST_REQUIRE(report.has_value());
    BOOST_TEST((report->coverage == Coverage::Everything));

    const auto contacts = bench.sink.ids(RecordKind::Contact);
    const auto tasks = bench.sink.ids(RecordKind::Task);
    for (const std::string& id : truth.scope) BOOST_TEST(contacts.contains(id), "contact " + id);
    for (const auto& task : truth.tasks) BOOST_TEST(tasks.contains(task.id), "task " + task.id);
    for (const auto& record : truth.records) {
        if (record.status != Accounted::InSync) continue;
        const auto& pulled = record.kind == Kind::Contact ? contacts : tasks;
        BOOST_TEST(pulled.contains(record.id), record.id);
    }
    // Of a thousand others, only whoever somebody in the programme refers to.
    BOOST_TEST(contacts.size() < truth.scope.size() + 40);
    BOOST_TEST(bench.sink.unreadable.empty());
    BOOST_TEST(bench.crm.witness().violations().empty());

    const auto spent = static_cast<double>(report->requests - report->search_requests);
    BOOST_TEST(spent <= 1.05 * static_cast<double>(least_requests(truth)));
    BOOST_TEST(spent <= 1.05 * static_cast<double>(report->minimum_requests));
}

BOOST_AUTO_TEST_CASE(a_second_pull_brings_the_same) {
    Bench bench;
    const auto truth = sandbox::generate_portal(bench.crm, Bench::kPortal, sandbox::demo_size(), 7);
    const PullScope scope = scope_of(truth, bench.portal);
    BOOST_TEST_REQUIRE(bench.pull(scope).has_value());
    const ListSink first = std::exchange(bench.sink, {});
    BOOST_TEST_REQUIRE(bench.pull(scope).has_value());
    BOOST_TEST((first.records == bench.sink.records));
    BOOST_TEST((first.link_names() == bench.sink.link_names()));
}

BOOST_AUTO_TEST_SUITE_END()
