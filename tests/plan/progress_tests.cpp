#include <vector>

#include <boost/test/unit_test.hpp>

#include "sync/plan/progress.hpp"
#include "tests/plan/examples.hpp"

namespace mentorsync {

namespace {

using examples::kLongAgo;
using examples::kNow;
using examples::task;

const RelationshipId kPair("pair:1:2");
const RelationshipId kGroup("group:list:5");

LearningTask due(LearningTask task, Instant at) {
    task.due = at;
    return task;
}

const std::chrono::milliseconds kMoment(1);

}  // namespace

BOOST_AUTO_TEST_SUITE(progress_tests)

BOOST_AUTO_TEST_CASE(tasks_count_by_their_state_and_dropped_ones_not_as_work) {
    const std::vector<LearningTask> tasks{
        task("1", TaskState::Open, {kPair}),    task("2", TaskState::Started, {kPair}),
        task("3", TaskState::Waiting, {kPair}), task("4", TaskState::Done, {kPair}),
        task("5", TaskState::Done, {kPair}),    task("6", TaskState::Dropped, {kPair}),
        task("7", TaskState::Done, {kGroup}),
    };
    const Progress progress = progress_of(kPair, tasks, kNow);
    const Progress expected{.all = 6,
                            .open = 1,
                            .started = 1,
                            .waiting = 1,
                            .done = 2,
                            .dropped = 1,
                            .overdue = 0,
                            .last_sign_of_life = kLongAgo};
    BOOST_TEST((progress == expected));
    BOOST_TEST(progress.done_percent().value() == 40);
}

BOOST_AUTO_TEST_CASE(a_task_is_overdue_from_the_moment_after_it_is_due_until_it_is_finished) {
    const std::vector<LearningTask> tasks{
        due(task("1", TaskState::Open, {kPair}), kNow - kMoment),
        due(task("2", TaskState::Waiting, {kPair}), kNow - kMoment),
        due(task("3", TaskState::Open, {kPair}), kNow),
        due(task("4", TaskState::Done, {kPair}), kNow - kMoment),
        due(task("5", TaskState::Dropped, {kPair}), kNow - kMoment),
    };
    BOOST_TEST(progress_of(kPair, tasks, kNow).overdue == 2);
}

BOOST_AUTO_TEST_CASE(the_sign_of_life_is_the_latest_change_of_any_task) {
    std::vector<LearningTask> tasks{task("1", TaskState::Open, {kPair}),
                                    task("2", TaskState::Dropped, {kPair}),
                                    task("3", TaskState::Open, {kPair})};
    tasks[1].updated = kNow;
    BOOST_TEST((progress_of(kPair, tasks, kNow).last_sign_of_life == kNow));
    BOOST_TEST(!progress_of(kPair, {}, kNow).last_sign_of_life.has_value());
}

BOOST_AUTO_TEST_CASE(a_task_of_two_relationships_counts_once_over_both) {
    const std::vector<LearningTask> tasks{task("1", TaskState::Done, {kGroup, kPair}),
                                          task("2", TaskState::Open, {kGroup})};
    BOOST_TEST(progress_of({kPair, kGroup}, tasks, kNow).all == 2);
    BOOST_TEST(progress_of({kPair, kGroup}, tasks, kNow).done_percent().value() == 50);
}

BOOST_AUTO_TEST_CASE(there_is_no_percentage_of_nothing) {
    const std::vector<LearningTask> tasks{task("1", TaskState::Dropped, {kPair})};
    BOOST_TEST(!progress_of(kPair, tasks, kNow).done_percent().has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync
