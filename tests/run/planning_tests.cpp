#include "sync/run/planning.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>
#include <vector>

using namespace mentorsync;
using namespace std::chrono_literals;
using store::PullKind;

namespace {

constexpr Instant kNow{std::chrono::milliseconds{1'795'413'900'000}};

struct Case {
    const char* what;
    PlanningFacts facts;
    PlanReason reason;
};

std::ostream& operator<<(std::ostream& out, const Case& one) {
    return out << one.what;
}

// Nothing new, planned an hour ago.
PlanningFacts quiet() {
    return {.kind = PullKind::Changes,
            .due_period = "2026-W47",
            .planned_period = "2026-W47",
            .planned_at = kNow - 1h,
            .now = kNow};
}

template <class Change>
PlanningFacts with(Change change) {
    PlanningFacts facts = quiet();
    change(facts);
    return facts;
}

const std::vector<Case> kCases{
    {"nothing new", quiet(), PlanReason::None},
    {"consent", with([](auto& f) { f.has_consent = true; }), PlanReason::Consent},
    {"everything was pulled", with([](auto& f) { f.kind = PullKind::Everything; }),
     PlanReason::Everything},
    {"something changed", with([](auto& f) { f.changed = true; }), PlanReason::Changed},
    {"another mapping", with([](auto& f) { f.mapping_accepted = false; }), PlanReason::NewMapping},
    {"a slot has come", with([](auto& f) { f.due_period = "2026-W48"; }), PlanReason::Slot},
    {"the clock went back a week", with([](auto& f) { f.due_period = "2026-W46"; }),
     PlanReason::Slot},
    {"a task is due later", with([](auto& f) { f.next_due = kNow + 1ms; }), PlanReason::None},
    {"a task is due at this moment", with([](auto& f) { f.next_due = kNow; }), PlanReason::None},
    {"a task became overdue", with([](auto& f) { f.next_due = kNow - 1ms; }), PlanReason::TaskDue},
    {"almost a day", with([](auto& f) { f.planned_at = kNow - 24h + 1ms; }), PlanReason::None},
    {"a day", with([](auto& f) { f.planned_at = kNow - 24h; }), PlanReason::DayPassed},
    {"never planned", with([](auto& f) { f.planned_at.reset(); }), PlanReason::DayPassed},
    {"planned in the future", with([](auto& f) { f.planned_at = kNow + 1ms; }),
     PlanReason::DayPassed},
    {"several: the first one", with([](auto& f) {
         f.changed = true;
         f.planned_at.reset();
     }),
     PlanReason::Changed},
};

LearningTask task(TaskState state, std::optional<Instant> due) {
    LearningTask task;
    task.state = state;
    task.due = due;
    return task;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(planning_tests)

BOOST_DATA_TEST_CASE(a_tick_plans_when_the_plan_could_differ, kCases, one) {
    BOOST_TEST(name_of(reason_to_plan(one.facts)) == name_of(one.reason));
}

BOOST_AUTO_TEST_CASE(the_next_task_to_fall_due_is_an_open_one_that_is_not_overdue_yet) {
    BOOST_TEST(!next_due_of({}, kNow).has_value());
    BOOST_TEST(!next_due_of({task(TaskState::Open, std::nullopt), task(TaskState::Open, kNow - 1ms),
                             task(TaskState::Done, kNow + 1h), task(TaskState::Dropped, kNow + 1h)},
                            kNow)
                    .has_value());
    const auto next =
        next_due_of({task(TaskState::Open, kNow + 3h), task(TaskState::Waiting, kNow + 2h),
                     task(TaskState::Started, kNow + 4h)},
                    kNow);
    BOOST_TEST_REQUIRE(next.has_value());
    BOOST_TEST((*next == kNow + 2h));
}

BOOST_AUTO_TEST_SUITE_END()
