// Whatever people do in a portal: what pulls of changes have made of the mirror is what a complete
// pull brings.

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "tests/hubspot/people_at_work.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSeeds = 60;
constexpr int kRounds = 6;

struct Story {
    explicit Story(std::uint64_t seed_of_story)
        : seed(seed_of_story), bench(kVersions[seed % std::size(kVersions)]), people(bench, seed) {
        auto& switches = bench.crm.switches();
        switches.merge_keeps_primary = seed % 2 == 0;
        switches.shuffled_results = true;
        switches.association_page = seed % 5 == 0 ? 2 : 500;
        switches.no_associations =
            seed % 3 == 0 ? sandbox::NoAssociations::LeftOut : sandbox::NoAssociations::InErrors;
        switches.read_none_is_404 = seed % 7 == 0;
        switches.association_moves_activity = seed % 11 == 0;
        bench.mirror.links_go_both_ways = seed % 4 < 2;
        bench.crm.witness().keep_requests(false);
        scope = seed % 8 < 5 ? bench.list_scope() : bench.everybody_scope();
        scope.owned_tasks = seed % 6 != 0;
        bench.pass(3h);
    }

    void edit(std::size_t edits) {
        for (; edits > 0; --edits) {
            told += "\n  " + people.edit_something();
            bench.pass(std::chrono::seconds((seed * 7 + edits * 13) % 90));
        }
    }

    void pull(std::vector<Audit> audits) {
        const auto report = bench.pull_changes(scope, std::move(audits));
        BOOST_TEST_REQUIRE(report.has_value(), (report ? "" : report.error().message));
        BOOST_TEST((report->coverage == Coverage::Everything));
        told += "\n  -- pulled";
    }

    [[nodiscard]] bool is_equal() {
        const auto mine = bench.mirror.lines();
        const auto truth = bench.truth(scope);
        for (const std::string& line : truth) {
            if (!mine.contains(line)) told += "\n  missing: " + line;
        }
        for (const std::string& line : mine) {
            if (!truth.contains(line)) told += "\n  too much: " + line;
        }
        return mine == truth;
    }

    std::uint64_t seed;
    MirrorBench bench;
    PeopleAtWork people;
    PullScope scope;
    std::string told;
};

// One seed alone when MENTORSYNC_SEED is set.
std::vector<std::uint64_t> seeds() {
    const char* const given = std::getenv("MENTORSYNC_SEED");
    if (given != nullptr) return {std::strtoull(given, nullptr, 10)};
    std::vector<std::uint64_t> all;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) all.push_back(seed);
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(change_oracle_tests)

BOOST_AUTO_TEST_CASE(changes_with_all_audits_are_equal_to_a_complete_pull) {
    for (const std::uint64_t seed : seeds()) {
        Story story(seed);
        BOOST_TEST_REQUIRE(story.bench.pull_everything(story.scope).has_value());
        for (int round = 0; round < kRounds; ++round) {
            story.edit(1 + (seed + static_cast<std::uint64_t>(round)) % 6);
            if (round % 3 == 1) story.pull({});
            story.pull(kAllAudits);
            BOOST_TEST_REQUIRE(story.is_equal(), "MENTORSYNC_SEED=" << seed << story.told);
        }
        BOOST_TEST(story.bench.crm.witness().violations().empty());
    }
}

BOOST_AUTO_TEST_CASE(an_index_that_lags_delays_changes_and_loses_none) {
    for (const std::uint64_t seed : seeds()) {
        Story story(seed);
        auto& switches = story.bench.crm.switches();
        switches.search_lag = std::chrono::seconds(1 + seed % 200);
        switches.late_every = seed % 2 == 0 ? 3 : 0;
        switches.late_lag = 50min;
        BOOST_TEST_REQUIRE(story.bench.pull_everything(story.scope).has_value());
        for (int round = 0; round < kRounds; ++round) {
            story.edit(1 + seed % 5);
            story.pull(round % 2 == 0 ? std::vector<Audit>{} : kAllAudits);
        }
        story.bench.pass(55min);
        story.pull(kAllAudits);
        BOOST_TEST_REQUIRE(story.is_equal(), "MENTORSYNC_SEED=" << seed << story.told);
    }
}

BOOST_AUTO_TEST_SUITE_END()
