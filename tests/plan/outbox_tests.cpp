#include <ostream>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "sync/plan/outbox.hpp"
#include "tests/plan/examples.hpp"

namespace mentorsync {

namespace {

using examples::kNow;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

OutboxRow row_in(RowState state, int attempts = 0, int absent_after = kNotLookedUp) {
    OutboxRow row{.key = NoteKey("ms1key"),
                  .identity = {},
                  .contacts = {RecordId("1"), RecordId("2")},
                  .timestamp = {},
                  .body = Disclosure::stored(std::string("<p>Hi</p>")),
                  .state = state,
                  .note = {},
                  .attempts = attempts,
                  .absent_after = absent_after,
                  .next_at = {},
                  .error = "an earlier reason"};
    if (state == RowState::Created) row.note = RecordId("77");
    return row;
}

struct Chosen {
    OutboxRow row;
    bool read_first;
    Step step;
};

std::ostream& operator<<(std::ostream& out, const Chosen& chosen) {
    return out << name_of(chosen.row.state) << ", " << chosen.row.attempts << " sent, absent after "
               << chosen.row.absent_after << (chosen.read_first ? ", read first" : "");
}

const std::vector<Chosen> kChosen{
    {row_in(RowState::Planned), false, Step::Create},
    {row_in(RowState::Planned), true, Step::ReadByKey},
    {row_in(RowState::Planned, 0, 0), true, Step::Create},
    {row_in(RowState::Planned, 1), false, Step::ReadByKey},  // never trust it
    {row_in(RowState::Sent, 1), false, Step::ReadByKey},
    {row_in(RowState::Sent, 1, 0), false, Step::ReadByKey},  // looked up before it was sent
    {row_in(RowState::Sent, 1, 1), false, Step::Create},
    {row_in(RowState::Sent, 2, 1), false, Step::ReadByKey},
    {row_in(RowState::Created, 1), false, Step::Associate},
    {row_in(RowState::Created, 1), true, Step::Associate},
    {row_in(RowState::Done, 1), false, Step::None},
    {row_in(RowState::Gone, 1), false, Step::None},
    {row_in(RowState::Parked, 1), false, Step::None},
    {row_in(RowState::Cancelled), false, Step::None},
};

struct Answered {
    const char* what;
    RowOutcome outcome;
    RowState to;
    minutes wait;
};

std::ostream& operator<<(std::ostream& out, const Answered& answered) {
    return out << answered.what;
}

RowOutcome refused(ErrorCode code, std::optional<std::chrono::milliseconds> after = {}) {
    return {.id = {}, .error = Error{code, "why", after}};
}

// After the second create.
const std::vector<Answered> kAnswered{
    {"created", {.id = RecordId("77"), .error = {}}, RowState::Created, minutes(0)},
    {"an answer without the row", {}, RowState::Sent, minutes(2)},
    {"taken", refused(ErrorCode::KeyTaken), RowState::Sent, minutes(0)},
    {"ambiguous", refused(ErrorCode::Ambiguous), RowState::Sent, minutes(2)},
    {"not as documented", refused(ErrorCode::BadResponse), RowState::Sent, minutes(2)},
    {"limited", refused(ErrorCode::RateLimited), RowState::Sent, minutes(2)},
    {"asked to wait", refused(ErrorCode::RateLimited, minutes(7)), RowState::Sent, minutes(7)},
    {"out of order", refused(ErrorCode::Unavailable), RowState::Sent, minutes(2)},
    {"bad key", refused(ErrorCode::Unauthorized), RowState::Sent, minutes(2)},
    {"no scope", refused(ErrorCode::MissingScope), RowState::Sent, minutes(2)},
    {"stopped", refused(ErrorCode::Cancelled), RowState::Sent, minutes(0)},
    {"our own fault", refused(ErrorCode::Internal), RowState::Sent, minutes(2)},
    {"refused", refused(ErrorCode::Rejected), RowState::Parked, minutes(0)},
    {"not possible", refused(ErrorCode::InvalidArgument), RowState::Parked, minutes(0)},
    {"nothing to create it in", refused(ErrorCode::NotFound), RowState::Parked, minutes(0)},
};

using Link = CrmWriter::LinkOutcome;

Link link_error(ErrorCode code, std::optional<std::chrono::milliseconds> after = {}) {
    return {.error = Error{code, "why", after}, .missing_note = false, .missing_contact = false};
}

const Link kLinked{};
const Link kNoNote{Error{ErrorCode::NotFound, "no note"}, true, false};
const Link kNoContact{Error{ErrorCode::NotFound, "no contact"}, false, true};
const Link kLimited = link_error(ErrorCode::RateLimited, minutes(9));
const Link kDown = link_error(ErrorCode::Unavailable);
const Link kRefused = link_error(ErrorCode::Rejected);

struct Associated {
    const char* what;
    std::vector<Link> outcomes;
    RowState to;
    minutes wait;
};

std::ostream& operator<<(std::ostream& out, const Associated& associated) {
    return out << associated.what;
}

const std::vector<Associated> kAssociated{
    {"both linked", {kLinked, kLinked}, RowState::Done, kAuditAfter},
    {"one contact is left", {kNoContact, kLinked}, RowState::Done, kAuditAfter},
    {"no contact is left", {kNoContact, kNoContact}, RowState::Gone, minutes(0)},
    {"the note was deleted", {kDown, kNoNote}, RowState::Gone, minutes(0)},
    {"one must wait", {kLinked, kDown}, RowState::Created, minutes(1)},
    {"the longest wait counts", {kLimited, kDown}, RowState::Created, minutes(9)},
    {"waiting comes before parking", {kRefused, kDown}, RowState::Created, minutes(1)},
    {"one is refused", {kLinked, kRefused}, RowState::Parked, minutes(0)},
    {"an answer is missing", {kLinked}, RowState::Created, minutes(1)},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(outbox_tests)

BOOST_AUTO_TEST_CASE(every_state_has_a_name_of_its_own) {
    std::set<std::string> names;
    for (int i = 0; i <= static_cast<int>(RowState::Cancelled); ++i) {
        const auto state = static_cast<RowState>(i);
        const std::string name(name_of(state));
        BOOST_TEST(names.insert(name).second, name);
        BOOST_TEST((row_state_named(name) == state), name);
    }
    BOOST_TEST(!row_state_named("DONE").has_value());
}

BOOST_AUTO_TEST_CASE(a_row_that_was_sent_is_looked_up_before_it_is_sent_again) {
    for (const Chosen& chosen : kChosen) {
        BOOST_TEST((next_step(chosen.row, chosen.read_first) == chosen.step), chosen);
    }
}

BOOST_AUTO_TEST_CASE(a_create_is_counted_before_it_is_sent) {
    const RowChange change = before_create(row_in(RowState::Planned, 0, 0), kNow);
    const RowChange expected{.to = RowState::Sent,
                             .note = {},
                             .next_at = kNow,
                             .attempts = 1,
                             .absent_after = 0,
                             .error = ""};
    BOOST_TEST((change == expected));
}

BOOST_AUTO_TEST_CASE(only_a_refusal_of_the_note_itself_parks_its_row) {
    const OutboxRow row = row_in(RowState::Sent, 2, 1);
    for (const Answered& answered : kAnswered) {
        const RowChange change = after_create(row, answered.outcome, kNow);
        BOOST_TEST((change.to == answered.to), answered << ": " << name_of(change.to));
        BOOST_TEST((change.next_at - kNow == answered.wait), answered);
        BOOST_TEST((change.note == answered.outcome.id), answered);
        BOOST_TEST(change.attempts == 2, answered);
        const bool says_why = change.to == RowState::Parked || answered.wait > minutes(0);
        BOOST_TEST((!says_why || !change.error.empty()), answered);
        // Whatever the answer, a row that is still Sent is looked up before its next create.
        BOOST_TEST((next_step(changed(row, change), false) != Step::Create), answered);
    }
}

BOOST_AUTO_TEST_CASE(a_note_that_is_found_under_the_key_is_adopted) {
    const KeyState live{KeyState::Where::Live, RecordId("77")};
    const OutboxRow row =
        changed(row_in(RowState::Sent, 1), after_read(row_in(RowState::Sent, 1), live, kNow));
    BOOST_TEST((row.state == RowState::Created));
    BOOST_TEST(row.note.value() == RecordId("77"));
    BOOST_TEST(row.error == "");
}

BOOST_AUTO_TEST_CASE(a_note_that_a_person_deleted_is_never_written_again) {
    const KeyState archived{KeyState::Where::Archived, RecordId("77")};
    const RowChange change = after_read(row_in(RowState::Sent, 1), archived, kNow);
    BOOST_TEST((change.to == RowState::Gone));
    BOOST_TEST(change.error == "a person deleted the note");
}

BOOST_AUTO_TEST_CASE(an_absent_key_allows_one_create) {
    for (const RowState state : {RowState::Planned, RowState::Sent}) {
        const int attempts = state == RowState::Sent ? 1 : 0;
        OutboxRow row = row_in(state, attempts);
        row = changed(row, after_read(row, {}, kNow));
        BOOST_TEST((row.state == state));
        BOOST_TEST((next_step(row, true) == Step::Create));
        row = changed(row, before_create(row, kNow));
        BOOST_TEST((next_step(row, true) == Step::ReadByKey));
    }
}

BOOST_AUTO_TEST_CASE(a_note_is_done_when_everybody_who_is_left_carries_it) {
    const OutboxRow row = row_in(RowState::Created, 1);
    for (const Associated& associated : kAssociated) {
        const RowChange change = after_associate(row, associated.outcomes, kNow);
        BOOST_TEST((change.to == associated.to), associated << ": " << name_of(change.to));
        BOOST_TEST((change.next_at - kNow == associated.wait), associated);
        BOOST_TEST((change.note == row.note), associated);
        BOOST_TEST(change.error.empty() == (change.to == RowState::Done), associated);
    }
}

BOOST_AUTO_TEST_CASE(a_call_that_fails_as_a_whole_leaves_its_rows_where_they_are) {
    for (const RowState state : {RowState::Planned, RowState::Sent, RowState::Created}) {
        const OutboxRow row = row_in(state, 1);
        const Error down{ErrorCode::Unavailable, "down"};
        const RowChange change = after_failed_call(row, down, kNow);
        BOOST_TEST((change.to == state));
        BOOST_TEST((change.note == row.note));
        BOOST_TEST((change.next_at == kNow + minutes(1)));
        BOOST_TEST(change.error == "down");
    }
}

BOOST_AUTO_TEST_CASE(a_retry_goes_on_where_the_row_was_parked) {
    OutboxRow row = row_in(RowState::Parked, 1, 1);
    const OutboxRow unsent = changed(row, retried(row, kNow));
    BOOST_TEST((next_step(unsent, false) == Step::ReadByKey));
    BOOST_TEST((unsent.state == RowState::Sent));
    BOOST_TEST(unsent.error == "");
    row.note = RecordId("77");
    BOOST_TEST((next_step(changed(row, retried(row, kNow)), false) == Step::Associate));
}

BOOST_AUTO_TEST_CASE(waits_double_from_a_minute_to_an_hour) {
    const std::vector<std::pair<int, minutes>> waits{
        {-1, minutes(1)}, {0, minutes(1)},  {1, minutes(1)},
        {2, minutes(2)},  {3, minutes(4)},  {6, minutes(32)},
        {7, minutes(60)}, {8, minutes(60)}, {1'000'000, minutes(60)}};
    for (const auto& [attempts, wait] : waits) {
        BOOST_TEST((wait_after(attempts) == wait), attempts);
    }
}

BOOST_AUTO_TEST_CASE(an_audit_sends_back_only_what_nobody_can_have_taken_away) {
    using Where = KeyState::Where;
    struct Audited {
        const char* what;
        Where where;
        bool somebody_erased;
        std::chrono::milliseconds after;
        RowState to;
    };
    const Audited cases[] = {
        {"it is there", Where::Live, false, minutes(0), RowState::Done},
        {"it is there, and somebody was erased", Where::Live, true, minutes(0), RowState::Done},
        {"a person deleted it", Where::Archived, false, minutes(0), RowState::Gone},
        {"nobody wrote it", Where::Absent, false, minutes(0), RowState::Sent},
        {"it went with somebody", Where::Absent, true, minutes(0), RowState::Gone},
        {"it may have been purged", Where::Absent, false, hours(31 * 24), RowState::Gone},
    };
    for (const Audited& one : cases) {
        OutboxRow row = row_in(RowState::Done, 1, 0);
        row.next_at = kNow;
        const KeyState found{one.where, one.where == Where::Absent ? RecordId() : RecordId("77")};
        const Instant now = kNow + one.after;
        const RowChange change = after_audit(row, found, one.somebody_erased, now);
        BOOST_TEST((change.to == one.to), one.what);
        BOOST_TEST((change.next_at == kAudited) == (one.to == RowState::Done), one.what);
        if (one.to == RowState::Sent) {
            BOOST_TEST((next_step(changed(row, change), false) == Step::ReadByKey), one.what);
        }
    }
}

BOOST_AUTO_TEST_CASE(of_several_keys_a_deleted_note_outranks_a_live_one) {
    using Where = KeyState::Where;
    const KeyState absent{};
    const KeyState live{Where::Live, RecordId("1")};
    const KeyState archived{Where::Archived, RecordId("2")};
    BOOST_TEST((joined({}).where == Where::Absent));
    BOOST_TEST((joined({absent, absent}).where == Where::Absent));
    BOOST_TEST((joined({absent, live}).where == Where::Live));
    BOOST_TEST(joined({absent, live}).id == RecordId("1"));
    BOOST_TEST((joined({live, archived}).where == Where::Archived));
}

BOOST_AUTO_TEST_CASE(a_host_says_what_became_of_a_row_that_was_handed_out) {
    using What = HostOutcome::What;
    BOOST_TEST(is_handed_out(row_in(RowState::Sent)));
    for (const RowState state : {RowState::Planned, RowState::Done, RowState::Gone,
                                 RowState::Parked, RowState::Cancelled}) {
        BOOST_TEST(!is_handed_out(row_in(state)), name_of(state));
    }
    const OutboxRow row = row_in(RowState::Sent, 1);
    const RowChange done = after_host(row, {.what = What::Done, .note = RecordId("9")}, kNow);
    BOOST_TEST((done.to == RowState::Done && done.note == RecordId("9")));
    // Nobody looks for it in a CRM that cannot be asked.
    BOOST_TEST((done.next_at == kAudited && done.error.empty()));
    const RowChange gone = after_host(row, {.what = What::Gone}, kNow);
    BOOST_TEST((gone.to == RowState::Gone && !gone.error.empty()));
    const RowChange parked = after_host(row, {.what = What::Rejected, .why = "locked"}, kNow);
    BOOST_TEST((parked.to == RowState::Parked && parked.error == "locked"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync
