#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <set>

#include "tests/sandbox/reading.hpp"

using namespace mentorsync::sandbox;

BOOST_AUTO_TEST_SUITE(generator_tests)

BOOST_AUTO_TEST_CASE(the_seed_of_this_run_is_printed) {
    BOOST_TEST_MESSAGE("MENTORSYNC_SEED=" << seed_of_run());
    BOOST_TEST(seed_of_run() == seed_of_run());
}

BOOST_AUTO_TEST_CASE(the_records_say_exactly_the_pairs_of_the_truth) {
    for (const PortalSize& size : {tiny_size(), demo_size(), large_size()}) {
        const Village village(size);
        const Reading reading = read_pairs(village);
        std::map<std::string, std::string> pairs;
        for (const TruePair& pair : village.truth.pairs) pairs.emplace(pair.id(), pair.rule);
        for (const auto& [id, rule] : reading.pairs) {
            BOOST_TEST(pairs[id] == rule, id << " is " << pairs[id] << ", read as " << rule);
        }
        BOOST_TEST(reading.pairs.size() == pairs.size());
        BOOST_TEST(village.truth.pairs.size() == static_cast<std::size_t>(size.pairs));
    }
}

// A rule of the generator that is wrong once in a while shows only over many portals.
BOOST_AUTO_TEST_CASE(the_records_of_many_portals_say_their_pairs) {
    PortalSize size = demo_size();
    size.people = 120;
    size.pairs = 60;
    size.outsiders = 20;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Village village(size, seed);
        std::map<std::string, std::string> pairs;
        for (const TruePair& pair : village.truth.pairs) pairs.emplace(pair.id(), pair.rule);
        BOOST_TEST((read_pairs(village).pairs == pairs), "seed " << seed);
    }
}

BOOST_AUTO_TEST_CASE(the_records_say_exactly_who_fails_and_why) {
    const Village village(large_size());
    std::map<std::string, std::string> faults = read_pairs(village).faults;
    for (const auto& [id, members] : read_groups(village)) {
        if (members.size() == 1) faults.emplace(*members.begin(), "group_of_one");
    }
    std::map<std::string, std::string> truth;
    for (const TrueRecord& record : village.truth.records) {
        const bool failing = record.status == Accounted::Failing;
        if (record.kind == Kind::Contact && failing) truth.emplace(record.id, record.reason);
    }
    BOOST_TEST((faults == truth));
    std::set<std::string> reasons;
    for (const auto& [id, reason] : truth) reasons.insert(reason);
    BOOST_TEST(reasons.size() == 6U);
}

BOOST_AUTO_TEST_CASE(the_records_say_exactly_the_groups_of_the_truth) {
    const Village village(large_size());
    auto groups = read_groups(village);
    std::erase_if(groups, [](const auto& group) { return group.second.size() < 2; });
    BOOST_TEST(groups.size() == village.truth.groups.size());
    for (const TrueGroup& group : village.truth.groups) {
        const std::set<std::string> members(group.members.begin(), group.members.end());
        BOOST_TEST((groups[group.id] == members), group.id);
    }
    BOOST_TEST(groups.size() == 21U);
}

BOOST_AUTO_TEST_CASE(the_records_say_exactly_which_tasks_count_and_for_whom) {
    for (const PortalSize& size : {tiny_size(), demo_size(), large_size()}) {
        const Village village(size);
        std::vector<TrueTask> tasks;
        std::map<std::string, std::string> reasons;
        for (const auto& [id, task] : village.portal().shelf(Kind::Task).records()) {
            if (task.archived) continue;
            const TrueTask read{id, read_kind(task), read_state(task),
                                task.value(Kind::Task, "hs_timestamp"), counted_for(village, task)};
            if (read.kind.empty()) {
                reasons[id] = "no_learning_rule";
            } else if (read.relationships.empty()) {
                reasons[id] = "person_outside";
            } else if (read.state.empty()) {
                reasons[id] = "state_unknown";
            } else {
                tasks.push_back(read);
            }
        }
        BOOST_TEST((tasks == village.truth.tasks));
        for (const TrueRecord& record : village.truth.records) {
            if (record.kind == Kind::Task) {
                BOOST_TEST(record.reason == reasons[record.id], record.id);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_live_contact_and_task_is_accounted_for_once) {
    const Village village(demo_size());
    std::set<std::pair<Kind, std::string>> accounted;
    for (const TrueRecord& record : village.truth.records) {
        BOOST_TEST(accounted.insert({record.kind, record.id}).second);
        BOOST_TEST((record.status == Accounted::InSync) == record.reason.empty());
    }
    std::size_t live = 0;
    for (const Kind kind : {Kind::Contact, Kind::Task}) {
        for (const auto& [id, record] : village.portal().shelf(kind).records()) {
            if (record.archived) continue;
            ++live;
            BOOST_TEST((accounted.contains({kind, id})));
        }
    }
    BOOST_TEST(live == accounted.size());
}

BOOST_AUTO_TEST_CASE(a_tenth_of_the_records_is_messy) {
    for (const PortalSize& size : {demo_size(), large_size()}) {
        const Village village(size);
        BOOST_TEST(village.truth.messy * 10 >= village.truth.records.size());
    }
}

BOOST_AUTO_TEST_CASE(the_large_portal_has_the_size_it_promises) {
    const Village village(large_size());
    BOOST_TEST(village.truth.sizes.live_contacts >= 5'000U);
    BOOST_TEST(village.truth.sizes.live_tasks >= 3'000U);
    BOOST_TEST(village.truth.pairs.size() == 200U);
}

BOOST_AUTO_TEST_CASE(the_same_seed_makes_the_same_portal_and_another_makes_another) {
    const Village first(demo_size(), 5);
    const Village second(demo_size(), 5);
    const Village other(demo_size(), 6);
    BOOST_TEST((first.truth == second.truth));
    BOOST_TEST((first.truth != other.truth));
    const Record& a = *first.contact(first.truth.scope[3]);
    BOOST_TEST((a.properties == second.contact(first.truth.scope[3])->properties));
}

BOOST_AUTO_TEST_CASE(the_people_of_the_story_are_a_pair_under_their_names) {
    for (const std::uint64_t from : {1U, 2U, 3U}) {
        const Village village(demo_size(), from);
        const TruePair story{"1001", "1002", "association_label"};
        BOOST_TEST(village.truth.mentor_of_story == story.mentor);
        BOOST_TEST(village.truth.mentee_of_story == story.mentee);
        const auto& pairs = village.truth.pairs;
        BOOST_TEST((std::find(pairs.begin(), pairs.end(), story) != pairs.end()));
        BOOST_TEST(village.contact("1001")->value(Kind::Contact, "lastname") == "Lehtovaara");
    }
}

BOOST_AUTO_TEST_CASE(the_smallest_pull_of_the_large_portal_reads_each_task_page_once) {
    const Village village(large_size());
    const RequestCount count = minimum_requests(village.truth);
    BOOST_TEST(count.tasks == (village.truth.sizes.live_tasks + 99) / 100);
    BOOST_TEST(count.memberships == 3U);
    BOOST_TEST(count.contacts == 5U);
    BOOST_TEST(count.total() < 60U);
}

BOOST_AUTO_TEST_CASE(a_portal_smaller_than_its_batches_is_listed_whole) {
    const Village village(tiny_size());
    const RequestCount count = minimum_requests(village.truth);
    BOOST_TEST(count.contacts + count.mentors + count.associations == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
