// What a sync finds in a generated portal, held record by record against what was true in it before
// any record existed.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>
#include <string>

#include "sync/run/sync.hpp"
#include "tests/run/world.hpp"

using namespace mentorsync;
namespace data = boost::unit_test::data;
using tests::World;

namespace {

std::string joined(const std::vector<PersonId>& people) {
    std::string text;
    for (const PersonId& person : people) text += (text.empty() ? "" : " ") + person.text();
    return text;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
    return all;
}

// Kind and people of each relationship, by id.
std::map<std::string, std::string> found_relationships(const Seen& seen) {
    std::map<std::string, std::string> found;
    for (const Relationship& one : seen.relationships) {
        found[one.id.text()] = one.kind == RelationshipKind::Pair
                                   ? "pair " + joined(one.mentors) + " > " + joined(one.mentees)
                                   : "group " + joined(one.members);
    }
    return found;
}

std::map<std::string, std::string> true_relationships(const sandbox::Truth& truth) {
    std::map<std::string, std::string> found;
    for (const auto& pair : truth.pairs) {
        found[pair.id()] = "pair " + pair.mentor + " > " + pair.mentee;
    }
    for (const auto& group : truth.groups) found[group.id] = "group " + joined(group.members);
    return found;
}

std::map<std::string, std::string> found_tasks(const Seen& seen) {
    std::map<std::string, std::string> found;
    for (const LearningTask& task : seen.tasks) {
        std::string text = std::string(name_of(task.kind)) + " " + std::string(name_of(task.state));
        for (const RelationshipId& id : task.relationships) text += " " + id.text();
        found[task.id.text()] = text;
    }
    return found;
}

std::map<std::string, std::string> true_tasks(const sandbox::Truth& truth) {
    std::map<std::string, std::string> found;
    for (const auto& task : truth.tasks) {
        found[task.id] = task.kind + " " + task.state + " " + joined(task.relationships);
    }
    return found;
}

// Prints each difference, so that one run tells them all.
void compare(const std::string& what, const std::map<std::string, std::string>& found,
             const std::map<std::string, std::string>& wanted) {
    for (const auto& [id, text] : wanted) {
        const auto at = found.find(id);
        BOOST_CHECK_MESSAGE(at != found.end(), what << " " << id << " was missed: " << text);
        if (at != found.end()) {
            BOOST_CHECK_MESSAGE(at->second == text, what << " " << id << " is '" << at->second
                                                         << "', but truly '" << text << "'");
        }
    }
    for (const auto& [id, text] : found) {
        BOOST_CHECK_MESSAGE(wanted.contains(id), what << " " << id << " is not there: " << text);
    }
}

// A record that nobody had to pull counts as excluded.
void compare_records(const Translation& translation, const sandbox::Truth& truth) {
    std::size_t accounted = 0;
    for (const sandbox::TrueRecord& record : truth.records) {
        const RecordRef ref{
            record.kind == sandbox::Kind::Contact ? RecordKind::Contact : RecordKind::Task,
            RecordId(record.id)};
        const auto at = translation.statuses.find(ref);
        if (at != translation.statuses.end()) ++accounted;
        const std::string found =
            at == translation.statuses.end() ? "excluded" : std::string(name_of(at->second));
        BOOST_CHECK_MESSAGE(found == sandbox::name_of(record.status),
                            ref << " is " << found << ", but truly "
                                << sandbox::name_of(record.status) << " " << record.reason);
    }
    BOOST_TEST(accounted == translation.statuses.size());
}

struct Portal {
    const char* name;
    sandbox::PortalSize size;
    std::uint64_t seed;
};
std::ostream& operator<<(std::ostream& out, const Portal& row) {
    return out << row.name << " with seed " << row.seed;
}

const Portal kPortals[] = {
    {"tiny", sandbox::tiny_size(), 1},   {"demo", sandbox::demo_size(), 1},
    {"demo", sandbox::demo_size(), 2},   {"demo", sandbox::demo_size(), 3},
    {"large", sandbox::large_size(), 1}, {"large", sandbox::large_size(), 2},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(truth_tests)

BOOST_DATA_TEST_CASE(a_sync_finds_what_is_true_record_by_record, data::make(kPortals), row) {
    World world(row.size, row.seed);
    const auto done = world.accept_and_sync();
    BOOST_TEST_REQUIRE(done.has_value());
    const Translation& translation = done->proposal.translation;
    compare("relationship", found_relationships(translation.seen), true_relationships(world.truth));
    compare("task", found_tasks(translation.seen), true_tasks(world.truth));
    compare_records(translation, world.truth);

    const store::Accounting sum = done->proposal.accounting();
    BOOST_TEST(sum.in_sync + sum.excluded_total() + sum.failing.size() == sum.total);
    BOOST_TEST(world.crm.witness().violations().empty());

    static_cast<void>(world.writes());
    const auto second = world.sync();
    BOOST_TEST_REQUIRE(second.has_value());
    BOOST_TEST(second->proposal.plan.actions.empty());
    BOOST_TEST(world.writes() == 0U);
}

BOOST_AUTO_TEST_CASE(the_large_portal_is_as_large_and_as_messy_as_promised) {
    const World world(sandbox::large_size());
    BOOST_TEST(world.truth.sizes.live_contacts >= 5'000U);
    BOOST_TEST(world.truth.sizes.live_tasks >= 3'000U);
    BOOST_TEST(world.truth.pairs.size() >= 200U);
    BOOST_TEST(world.truth.groups.size() >= 20U);
    BOOST_TEST(world.truth.messy * 10 >= world.truth.records.size());
}

BOOST_AUTO_TEST_SUITE_END()
