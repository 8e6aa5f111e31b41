// Laws that hold for every plan. RapidCheck prints the seed it starts from, and takes one from
// RC_PARAMS: RC_PARAMS="seed=1".

#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "sync/plan/plan.hpp"
#include "sync/plan/present_id.hpp"
#include "tests/plan/examples.hpp"
#include "tests/plan/worlds.hpp"

namespace mentorsync {

namespace {

using examples::kNow;
using examples::only;
using worlds::any_programme;
using worlds::any_seen;
using worlds::StoreModel;

// A life of some weeks: a week each step, at whose start the week before it is due.
struct Week {
    Instant now;
    std::optional<Period> due;
};

Week week(int number) {
    Period period = examples::last_week();
    period.id = "week " + std::to_string(number);
    period.begin += std::chrono::days(7 * number);
    period.end += std::chrono::days(7 * number);
    return {kNow + std::chrono::days(7 * number), period};
}

// From the third week on, contact 6 is merged into 5.
Aliases merged_in(int number) {
    if (number < 3) return {};
    return {{RecordId("6"), RecordId("5")}};
}

int total(const PlanCounts& counts) {
    return counts.relationships_new + counts.relationships_changed + counts.relationships_ended +
           counts.tasks_new + counts.tasks_changed + counts.tasks_dropped + counts.notes +
           counts.properties;
}

bool has_any_start_note(const StoreModel& store, const Relationship& relationship,
                        const Aliases& aliases) {
    return std::ranges::any_of(store.notes(), [&](const NoteIdentity& note) {
        return note.kind == NoteKind::Start &&
               present_id(note.relationship, aliases) == relationship.id;
    });
}

// Whether somebody can carry a note: everybody is in the audience of these laws.
bool has_contact(const Relationship& relationship, const Seen& seen) {
    return std::ranges::any_of(seen.people, [&](const Person& person) {
        const auto is_in = [&](const std::vector<PersonId>& people) {
            return std::ranges::find(people, person.id) != people.end();
        };
        return person.contact && (is_in(relationship.mentors) || is_in(relationship.mentees) ||
                                  is_in(relationship.members));
    });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_laws_tests)

RC_BOOST_PROP(what_was_done_is_not_planned_again, ()) {
    const Programme programme = any_programme();
    StoreModel store;
    for (int number = 0; number < 6; ++number) {
        const auto [now, due] = week(number);
        Seen seen = any_seen(merged_in(number));
        const Plan plan = make_plan(seen, store.load(seen, due), programme, due, now);
        store.apply(plan, now);
        worlds::apply_properties(plan, seen);
        const Plan again = make_plan(seen, store.load(seen, due), programme, due, now);
        RC_ASSERT(again.actions.empty());
    }
}

RC_BOOST_PROP(no_history_queues_a_note_twice, ()) {
    const Programme programme = any_programme();
    StoreModel store;
    for (int number = 0; number < 6; ++number) {
        const auto [now, due] = week(number);
        const Seen seen = any_seen(merged_in(number));
        const Plan plan = make_plan(seen, store.load(seen, due), programme, due, now);
        for (const QueueNote& note : only<QueueNote>(plan)) {
            RC_ASSERT(!store.has_note(note.identity));
        }
        store.apply(plan, now);
    }
}

RC_BOOST_PROP(nobody_who_can_carry_a_note_goes_without_a_start_note, ()) {
    const Programme programme = examples::programme();
    StoreModel store;
    for (int number = 0; number < 6; ++number) {
        const auto [now, due] = week(number);
        const Seen seen = any_seen(merged_in(number));
        store.apply(make_plan(seen, store.load(seen, due), programme, due, now), now);
        for (const Relationship& each : seen.relationships) {
            if (each.state != RelationshipState::Active || !has_contact(each, seen)) continue;
            RC_ASSERT(has_any_start_note(store, each, seen.aliases));
        }
    }
}

RC_BOOST_PROP(the_order_of_what_was_seen_does_not_matter, ()) {
    const Programme programme = any_programme();
    StoreModel store;
    const Seen before = any_seen();
    const auto [now, due] = week(1);
    store.apply(make_plan(before, store.load(before, due), programme, due, now), now);

    const Seen seen = any_seen();
    const Known known = store.load(seen, due);
    const Plan plan = make_plan(seen, known, programme, due, now);
    Known other = store.load(worlds::shuffled(seen), due);
    std::ranges::reverse(other.relationships);
    std::ranges::reverse(other.tasks);
    RC_ASSERT(make_plan(worlds::shuffled(seen), other, programme, due, now) == plan);
}

RC_BOOST_PROP(a_part_of_the_crm_ends_nothing_and_tells_nothing, ()) {
    const Programme programme = any_programme();
    StoreModel store;
    const Seen before = any_seen();
    const auto [now, due] = week(1);
    store.apply(make_plan(before, store.load(before, due), programme, due, now), now);

    Seen seen = any_seen();
    seen.coverage = Coverage::Partial;
    const Plan plan = make_plan(seen, store.load(seen, due), programme, due, now);
    for (const EndRelationship& end : only<EndRelationship>(plan)) {
        const auto found = std::ranges::find(seen.relationships, end.relationship,
                                             [](const Relationship& each) { return each.id; });
        RC_ASSERT(found != seen.relationships.end());
        RC_ASSERT(found->state == RelationshipState::Ended);
    }
    RC_ASSERT(only<DropTask>(plan).empty());
    RC_ASSERT(only<QueueNote>(plan).empty());
    RC_ASSERT(only<QueueProperty>(plan).empty());
}

// Also when the store and what was seen have nothing to do with each other.
RC_BOOST_PROP(a_plan_counts_all_of_its_actions_and_sorts_the_contacts_of_its_notes, ()) {
    const auto [now, due] = week(1);
    StoreModel store;
    const Seen before = any_seen();
    store.apply(make_plan(before, store.load(before, due), any_programme(), due, now), now);
    const Known known = store.load(any_seen(), due);
    const Plan plan = make_plan(any_seen(merged_in(3)), known, any_programme(), due, now);
    RC_ASSERT(total(count(plan)) == static_cast<int>(plan.actions.size()));
    for (const QueueNote& note : only<QueueNote>(plan)) {
        RC_ASSERT(!note.contacts.empty());
        RC_ASSERT(std::ranges::is_sorted(note.contacts));
        RC_ASSERT(std::ranges::adjacent_find(note.contacts) == note.contacts.end());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync
