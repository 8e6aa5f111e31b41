#include <ostream>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "sync/plan/known.hpp"
#include "tests/plan/examples.hpp"

namespace mentorsync {

namespace {

using examples::pair;
using examples::task;

template <class T>
struct Changed {
    const char* field;
    T value;
};

template <class T, class Change>
Changed<T> with(const char* field, T value, Change change) {
    change(value);
    return {field, std::move(value)};
}

std::vector<Changed<Relationship>> changed_relationships() {
    const Relationship base = pair("1", "2");
    return {
        {"none", base},
        with("id", base, [](auto& r) { r.id = RelationshipId("pair:1:3"); }),
        with("kind", base, [](auto& r) { r.kind = RelationshipKind::PeerGroup; }),
        with("state", base, [](auto& r) { r.state = RelationshipState::Paused; }),
        with("mentors", base, [](auto& r) { r.mentors.emplace_back("9"); }),
        with("mentees", base, [](auto& r) { r.mentees.emplace_back("9"); }),
        with("members", base, [](auto& r) { r.members.emplace_back("9"); }),
        with("source_rule", base, [](auto& r) { r.source_rule = "relationships[1]"; }),
        // The same texts in the same order, in other lists.
        with("roles", base, [](auto& r) { r.members = std::exchange(r.mentees, {}); }),
        with("one or two", base,
             [](auto& r) {
                 r.mentees = {PersonId("2"), PersonId("")};
             }),
    };
}

std::vector<Changed<LearningTask>> changed_tasks() {
    const LearningTask base = task("7", TaskState::Open, {RelationshipId("pair:1:2")});
    return {
        {"none", base},
        with("id", base, [](auto& t) { t.id = RecordId("8"); }),
        with("kind", base, [](auto& t) { t.kind = TaskKind::Tip; }),
        with("state", base, [](auto& t) { t.state = TaskState::Done; }),
        with("due", base, [](auto& t) { t.due = Instant{}; }),
        with("updated", base, [](auto& t) { t.updated += std::chrono::milliseconds(1); }),
        with("owner", base, [](auto& t) { t.owner = PersonId(""); }),
        with("relationships", base, [](auto& t) { t.relationships.clear(); }),
    };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(known_tests)

BOOST_AUTO_TEST_CASE(every_field_of_a_relationship_changes_its_digest) {
    std::set<std::uint64_t> digests;
    for (const auto& [field, relationship] : changed_relationships()) {
        BOOST_TEST(digests.insert(digest_of(relationship)).second, field);
    }
}

BOOST_AUTO_TEST_CASE(every_field_of_a_task_changes_its_digest) {
    std::set<std::uint64_t> digests;
    for (const auto& [field, task] : changed_tasks()) {
        BOOST_TEST(digests.insert(digest_of(task)).second, field);
    }
}

// Stores hold these numbers: whoever makes them differ makes every relationship and task of every
// portal look changed.
BOOST_AUTO_TEST_CASE(a_digest_stays_the_same_for_ever) {
    BOOST_TEST(digest_of(pair("1", "2")) == 10784272356275961412U);
    BOOST_TEST(digest_of(task("7", TaskState::Open, {RelationshipId("pair:1:2")})) ==
               1154919816768683497U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync
