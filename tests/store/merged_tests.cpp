#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <random>

#include "tests/store/pulling.hpp"

namespace mentorsync::store {

namespace {

// Random pages over few ids, so that everything meets everything.
CrmPage random_page(std::mt19937& random) {
    const auto pick = [&random](unsigned below) { return static_cast<unsigned>(random() % below); };
    const auto id = [&pick] { return std::to_string(1 + pick(6)); };
    CrmPage page;
    for (unsigned i = pick(3); i > 0; --i) {
        CrmRecord record = sample_record(pick(2) == 0 ? RecordKind::Contact : RecordKind::Task,
                                         id(), {{"firstname", id()}});
        if (pick(4) == 0) record.merged = {RecordId(id())};
        page.records.push_back(record);
    }
    for (unsigned i = pick(3); i > 0; --i) {
        page.links.push_back(pick(2) == 0 ? link(contact(id()), contact(id()), "Mentor")
                                          : link(task(id()), contact(id())));
    }
    if (pick(3) == 0) page.gone = {{contact(id()), GoneRecord::How::Archived}};
    if (pick(3) == 0) page.links_of = {{contact(id()), RecordKind::Task}};
    if (pick(3) == 0) page.links_of.push_back({contact(id()), RecordKind::Contact});
    if (pick(3) == 0) {
        page.stream = "list:3";
        page.memberships = {{ListId("3"), RecordId(id())}};
    }
    if (pick(4) == 0) page.unreadable = {{contact(id()), "odd"}};
    return page;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(merged_tests)

BOOST_AUTO_TEST_CASE(merged_is_always_what_a_commit_then_makes) {
    const char* const given = std::getenv("MENTORSYNC_SEED");
    const unsigned seed = given == nullptr ? 20261 : static_cast<unsigned>(std::stoul(given));
    BOOST_TEST_MESSAGE("MENTORSYNC_SEED=" << seed);
    std::mt19937 random(seed);
    const auto state = implementations().back().make();
    const Doors doors = state->open();
    for (int round = 0; round < 300; ++round) {
        std::vector<CrmPage> pages;
        for (unsigned i = static_cast<unsigned>(random() % 4); i > 0; --i) {
            pages.push_back(random_page(random));
        }
        pull_changes(doors, pages);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
