#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/plan/examples.hpp"

namespace mentorsync {

namespace {

using examples::all_of;
using examples::group;
using examples::in_state;
using examples::kLongAgo;
using examples::kNow;
using examples::last_week;
using examples::notes_in;
using examples::nothing_of;
using examples::only;
using examples::pair;
using examples::programme;
using examples::seen;
using examples::stored;
using examples::task;

using Notes = std::vector<std::string>;

const Relationship kPair = pair("1", "2");
const std::string kStart = "start pair:1:2";
const std::string kProgress = "progress pair:1:2 2026-W47";
const std::string kClosing = "closing pair:1:2";

Plan plan_for(const Seen& seen, const Known& known, const Programme& how = programme(),
              const std::optional<Period>& due = last_week()) {
    return make_plan(seen, known, how, due, kNow);
}

// The store has the pair; a note of it is missing since `first_seen`.
Known without_start() {
    Known known;
    known.without_start_note = {{kPair.id, kLongAgo}};
    return known;
}

Known without_progress(Instant first_seen = kLongAgo) {
    Known known;
    known.without_progress_note = {{kPair.id, first_seen}};
    return known;
}

Known holding(const Relationship& relationship, Instant first_seen = kLongAgo) {
    Known known;
    known.relationships = {stored(relationship, first_seen)};
    return known;
}

Known with_note(Known known, const RelationshipId& of, NoteKind kind, const char* period = "") {
    known.notes_of_others.insert({of, kind, period});
    return known;
}

std::vector<RecordId> contacts_for(const Relationship& relationship, const NoteAudience& audience) {
    const Seen all = seen({relationship});
    Programme how = programme();
    how.audience = audience;
    const auto notes = only<QueueNote>(plan_for(all, nothing_of(all), how));
    return notes.empty() ? std::vector<RecordId>() : notes.front().contacts;
}

std::vector<RecordId> ids(std::initializer_list<const char*> texts) {
    std::vector<RecordId> found;
    for (const char* text : texts) found.emplace_back(text);
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_notes_tests)

BOOST_AUTO_TEST_CASE(a_relationship_starts_with_a_note_when_it_is_first_active) {
    const Seen all = seen({kPair});
    BOOST_TEST(notes_in(plan_for(all, nothing_of(all))) == Notes{kStart});
    BOOST_TEST(notes_in(plan_for(all, without_start())) == Notes{kStart});
    const Relationship waiting = in_state(kPair, RelationshipState::Preparing);
    BOOST_TEST(notes_in(plan_for(all, holding(waiting, kNow))) == Notes{kStart});
    BOOST_TEST(notes_in(plan_for(all, all_of(all))) == Notes{});
}

BOOST_AUTO_TEST_CASE(what_is_not_active_has_not_started) {
    for (const auto state :
         {RelationshipState::Proposed, RelationshipState::Preparing, RelationshipState::Paused,
          RelationshipState::Closing, RelationshipState::Ended}) {
        const Seen all = seen({in_state(kPair, state)});
        BOOST_TEST(notes_in(plan_for(all, nothing_of(all))) == Notes{}, name_of(state));
        BOOST_TEST(notes_in(plan_for(all, without_start())) == Notes{}, name_of(state));
    }
}

BOOST_AUTO_TEST_CASE(a_start_note_that_exists_already_is_not_written_again) {
    const Seen all = seen({kPair});
    const Known rebuilt = with_note(nothing_of(all), kPair.id, NoteKind::Start);
    BOOST_TEST(notes_in(plan_for(all, rebuilt)) == Notes{});
    const Known back = with_note(holding(in_state(kPair, RelationshipState::Ended), kNow), kPair.id,
                                 NoteKind::Start);
    BOOST_TEST(notes_in(plan_for(all, back)) == Notes{});
}

BOOST_AUTO_TEST_CASE(a_period_is_told_about_relationships_that_were_there_before_its_end) {
    const Seen all = seen({kPair});
    const Instant end = last_week().end;
    const std::chrono::milliseconds moment(1);
    BOOST_TEST(notes_in(plan_for(all, without_progress(end - moment))) == Notes{kProgress});
    BOOST_TEST(notes_in(plan_for(all, without_progress(end))) == Notes{});
    BOOST_TEST(notes_in(plan_for(all, without_progress(), programme(), std::nullopt)) == Notes{});
}

BOOST_AUTO_TEST_CASE(a_relationship_that_is_active_again_gets_the_progress_note_it_lacks) {
    const Seen all = seen({kPair});
    Known known = holding(in_state(kPair, RelationshipState::Paused));
    known = with_note(known, kPair.id, NoteKind::Start);
    BOOST_TEST(notes_in(plan_for(all, known)) == Notes{kProgress});
    known = with_note(known, kPair.id, NoteKind::Progress, "2026-W47");
    BOOST_TEST(notes_in(plan_for(all, known)) == Notes{});
}

BOOST_AUTO_TEST_CASE(a_relationship_that_is_paused_by_now_gets_no_progress_note) {
    const Seen all = seen({in_state(kPair, RelationshipState::Paused)});
    BOOST_TEST(notes_in(plan_for(all, without_progress())) == Notes{});
}

BOOST_AUTO_TEST_CASE(an_end_is_told_once_and_instead_of_anything_else) {
    Known known = holding(kPair);
    known.without_start_note = without_start().without_start_note;
    known.without_progress_note = without_progress().without_progress_note;
    BOOST_TEST(notes_in(plan_for(seen({}), known)) == Notes{kClosing});
    known = with_note(known, kPair.id, NoteKind::Closing);
    BOOST_TEST(notes_in(plan_for(seen({}), known)) == Notes{});
}

BOOST_AUTO_TEST_CASE(no_schedule_means_no_notes) {
    Programme silent = programme();
    silent.schedule.reset();
    const Seen all = seen({kPair});
    BOOST_TEST(notes_in(plan_for(all, nothing_of(all), silent)) == Notes{});
    BOOST_TEST(notes_in(plan_for(seen({}), holding(kPair), silent)) == Notes{});
}

BOOST_AUTO_TEST_CASE(a_part_of_the_crm_is_not_enough_for_a_note) {
    Seen part = seen({kPair});
    Known known = without_progress();
    known.unknown_relationships.insert(kPair.id);
    BOOST_TEST(notes_in(plan_for(part, known)).size() == 2U);
    part.coverage = Coverage::Partial;
    BOOST_TEST(notes_in(plan_for(part, known)) == Notes{});
}

BOOST_AUTO_TEST_CASE(a_merge_of_contacts_moves_a_pair_without_a_note) {
    // 30 was merged into 2: pair:1:30 goes on as pair:1:2.
    const Relationship old = pair("1", "30");
    Seen all = seen({kPair});
    all.aliases = {{RecordId("30"), RecordId("2")}};
    Known known = holding(old);
    known.unknown_relationships.insert(kPair.id);
    BOOST_TEST(notes_in(plan_for(all, known)) == Notes{});

    // What the pair still lacked, it gets under its present id.
    known.without_start_note = {{old.id, kLongAgo}};
    known.without_progress_note = {{old.id, kLongAgo}};
    BOOST_TEST((notes_in(plan_for(all, known)) == Notes{kStart, kProgress}));

    // And one cycle later, when the old one is stored as ended.
    const Known later = with_note(without_start(), old.id, NoteKind::Start);
    BOOST_TEST(notes_in(plan_for(all, later)) == Notes{});
}

BOOST_AUTO_TEST_CASE(a_merge_into_a_pair_that_rested_tells_what_neither_has_told) {
    const Relationship old = pair("1", "30");
    Seen all = seen({kPair});
    all.aliases = {{RecordId("30"), RecordId("2")}};

    // Neither was ever active.
    Known known = holding(in_state(kPair, RelationshipState::Preparing), kNow);
    known.relationships.push_back(stored(in_state(old, RelationshipState::Preparing)));
    BOOST_TEST(notes_in(plan_for(all, known)) == Notes{kStart});

    // The former one is active and has told everything.
    known = holding(in_state(kPair, RelationshipState::Paused));
    known.relationships.push_back(stored(old));
    BOOST_TEST(notes_in(plan_for(all, known)) == Notes{});
}

BOOST_AUTO_TEST_CASE(an_end_that_was_told_under_a_present_id_is_not_told_under_a_former_one) {
    Seen none = seen({});
    none.aliases = {{RecordId("30"), RecordId("2")}};
    Known known = holding(pair("1", "30"));
    BOOST_TEST(notes_in(plan_for(none, known)) == Notes{"closing pair:1:30"});
    BOOST_TEST(notes_in(plan_for(none, with_note(known, kPair.id, NoteKind::Closing))) == Notes{});
}

BOOST_AUTO_TEST_CASE(a_note_names_the_mentor_of_today_if_that_is_disclosed) {
    Programme how = programme();
    Seen left = seen({pair("3", "4")});
    left.aliases = {{RecordId("1"), RecordId("3")}};
    const auto name = [&] {
        return only<QueueNote>(plan_for(left, holding(kPair), how)).front().facts.mentor_name;
    };
    BOOST_TEST(!name().has_value());
    how.disclosure = Disclosure({"mentor.name"});
    BOOST_TEST(name().value().value() == "Name 3");
    left.people.front().name = Private<std::string>();
    BOOST_TEST(!name().has_value());
}

BOOST_AUTO_TEST_CASE(the_audience_says_whose_timelines_carry_a_note) {
    const Relationship three = group("5", {"3", "1", "2"});
    BOOST_TEST(contacts_for(kPair, {}) == ids({"1", "2"}));
    BOOST_TEST(contacts_for(kPair, {.mentor = false}) == ids({"2"}));
    BOOST_TEST(contacts_for(kPair, {.mentee = false}) == ids({"1"}));
    BOOST_TEST(contacts_for(kPair, {.mentee = false, .mentor = false}) == ids({}));
    BOOST_TEST(contacts_for(three, {}) == ids({"1", "2", "3"}));
    BOOST_TEST(contacts_for(three, {.members = false}) == ids({}));
    // A CRM user has no timeline. Somebody who mentors himself has one.
    BOOST_TEST(contacts_for(pair("owner:1", "2"), {}) == ids({"2"}));
    BOOST_TEST(contacts_for(pair("2", "2"), {}) == ids({"2"}));
}

BOOST_AUTO_TEST_CASE(a_note_goes_to_the_contacts_of_today) {
    Seen all = seen({kPair});
    all.people.front().contact = RecordId("41");
    all.people.back().contact.reset();
    const Plan plan = plan_for(all, nothing_of(all));
    BOOST_TEST(only<QueueNote>(plan).front().contacts == ids({"41"}));

    // Who left is not seen: the canonical id is a contact's, or says where the contact went.
    Seen left = seen({});
    left.aliases = {{RecordId("2"), RecordId("02")}};
    const Plan closing = plan_for(left, holding(kPair));
    BOOST_TEST(only<QueueNote>(closing).front().contacts == ids({"02", "1"}));
    BOOST_TEST(notes_in(plan_for(seen({}), holding(pair("owner:1", "owner:2")))) == Notes{});
}

BOOST_AUTO_TEST_CASE(a_progress_note_stands_at_the_end_of_its_period_and_others_at_now) {
    const Seen all = seen({kPair});
    const auto progress = only<QueueNote>(plan_for(all, without_progress()));
    BOOST_TEST((progress.front().timestamp == last_week().end));
    BOOST_TEST((progress.front().facts.period == last_week()));
    const auto start = only<QueueNote>(plan_for(all, nothing_of(all)));
    BOOST_TEST((start.front().timestamp == kNow));
    BOOST_TEST(!start.front().facts.period.has_value());
    const auto closing = only<QueueNote>(plan_for(seen({}), holding(kPair)));
    BOOST_TEST((closing.front().timestamp == kNow));
    BOOST_TEST(!closing.front().facts.period.has_value());
}

BOOST_AUTO_TEST_CASE(a_note_counts_the_tasks_of_its_relationship) {
    const Relationship other = pair("1", "3");
    const Seen all = seen({kPair, other}, {task("7", TaskState::Done, {kPair.id, other.id}),
                                           task("8", TaskState::Open, {other.id})});
    const auto notes = only<QueueNote>(plan_for(all, without_progress()));
    const Progress progress = notes.front().facts.progress.value().confidential_value();
    BOOST_TEST(progress.all == 1);
    BOOST_TEST(progress.done == 1);
}

BOOST_AUTO_TEST_CASE(a_closing_note_counts_the_tasks_that_counted_last_as_they_stand_today) {
    const Relationship other = pair("1", "3");
    Known known = holding(kPair);
    known.tasks = {task("7", TaskState::Open, {kPair.id}),   // seen, and done by now
                   task("8", TaskState::Open, {kPair.id}),   // not seen any more
                   task("9", TaskState::Open, {other.id})};  // another's
    const Seen all = seen({other}, {task("6", TaskState::Started, {kPair.id}),
                                    task("7", TaskState::Done, {other.id})});
    const auto notes = only<QueueNote>(plan_for(all, known));
    const Progress progress = notes.front().facts.progress.value().confidential_value();
    BOOST_TEST(progress.all == 3);
    BOOST_TEST(progress.done == 1);
    BOOST_TEST(progress.open == 1);
    BOOST_TEST(progress.started == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync
