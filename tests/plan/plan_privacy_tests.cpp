// What a plan tells the outside: counts, and a name only where the mapping discloses it.

#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

#include <algorithm>
#include <string>

#include "sync/plan/brakes.hpp"
#include "sync/plan/plan.hpp"
#include "tests/plan/examples.hpp"
#include "tests/plan/worlds.hpp"

namespace mentorsync {

namespace {

using examples::kNow;
using examples::last_week;
using examples::only;
using worlds::any_seen;
using worlds::kCanary;

Programme telling(Disclosure disclosure) {
    Programme programme = worlds::any_programme();
    programme.schedule = NoteSchedule{};
    programme.disclosure = std::move(disclosure);
    return programme;
}

// A plan with start, progress and closing notes: the store saw another world a week ago.
Plan any_plan(const Seen& seen, const Programme& programme) {
    worlds::StoreModel store;
    const Seen before = any_seen();
    const Instant then = kNow - std::chrono::days(30);
    store.apply(make_plan(before, store.load(before, {}), programme, {}, then), then);
    return make_plan(seen, store.load(seen, last_week()), programme, last_week(), kNow);
}

bool has_canary(const std::string& text) {
    return text.find(kCanary) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_privacy_tests)

RC_BOOST_PROP(no_name_leaves_that_is_not_disclosed, ()) {
    const Plan plan = any_plan(any_seen(), telling(Disclosure({"goals", "mentee.name"})));
    for (const QueueNote& note : only<QueueNote>(plan)) {
        RC_ASSERT(!note.facts.mentor_name.has_value());
        RC_ASSERT(!has_canary(note.identity.relationship.text()));
    }
    for (const QueueProperty& property : only<QueueProperty>(plan)) {
        RC_ASSERT(!has_canary(property.value.value()));
    }
    RC_ASSERT(!has_canary(acceptance_text(plan, brakes_of(plan, {}, {.first_sync = true}, {}))));
}

RC_BOOST_PROP(a_disclosed_name_is_the_mentors_and_only_of_a_pair, ()) {
    const Seen seen = any_seen();
    const Plan plan = any_plan(seen, telling(Disclosure({"mentor.name"})));
    for (const QueueNote& note : only<QueueNote>(plan)) {
        if (!note.facts.mentor_name) continue;
        RC_ASSERT(note.facts.relationship == RelationshipKind::Pair);
        const std::string mentor =
            note.facts.mentor_name->value().substr(std::string(kCanary).size());
        RC_ASSERT(note.identity.relationship.text().starts_with("pair:" + mentor + ":"));
    }
}

RC_BOOST_PROP(a_group_of_fewer_than_three_is_not_counted, ()) {
    const Plan plan = any_plan(any_seen(), telling({}));
    for (const QueueNote& note : only<QueueNote>(plan)) {
        const bool is_group = note.facts.relationship == RelationshipKind::PeerGroup;
        const bool is_small = is_group && note.facts.people.confidential_value() < 3;
        RC_ASSERT(note.facts.progress.has_value() == !is_small);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync
