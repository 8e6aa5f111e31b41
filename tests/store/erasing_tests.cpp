#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/store/canaries.hpp"
#include "tests/store/store_contract.hpp"

namespace mentorsync::store {

namespace {

const RecordId kErased("900001");
const RecordId kOther("900002");

// A mentor with one mentee, both in a group of three, known by a former id as well.
void fill(const Doors& doors) {
    CrmPage page = page_with(
        {sample_record(RecordKind::Contact, "900001", {{"firstname", "CANARY"}}),
         sample_record(RecordKind::Contact, "900002"), sample_record(RecordKind::Contact, "900003"),
         sample_record(RecordKind::Task, "501")});
    page.records[0].merged = {RecordId("800001")};
    page.links = {{{RecordKind::Contact, kErased}, {RecordKind::Contact, kOther}, {}},
                  {{RecordKind::Contact, kOther}, {RecordKind::Contact, kErased}, {}},
                  {{RecordKind::Task, RecordId("501")}, {RecordKind::Contact, kErased}, {}}};
    page.memberships = {{ListId("3"), kErased}, {ListId("3"), kOther}};
    page.unreadable = {{{RecordKind::Contact, kErased}, "odd"}};
    must(doors.staging.begin("scope", PullKind::Everything, kNow));
    must(doors.staging.take(page));

    const Relationship pair = sample_pair("900001", "900002");
    const Relationship other = sample_pair("900003", "900002");
    LearningTask task = sample_task("501");
    task.relationships = {pair.id};
    task.owner = PersonId("900001");
    LearningTask shared = sample_task("502");
    shared.relationships = {pair.id, other.id};
    Commit commit =
        saving({pair, other,
                sample_group("77", {PersonId("900001"), PersonId("900002"), PersonId("900003")})},
               {task, shared});
    commit.aliases = {{RecordId("700001"), kErased}};
    commit.properties = {sample_property("900001", "50"), sample_property("900002", "60")};
    commit.accounting.failing = {{{RecordKind::Task, RecordId("8")},
                                  RecordStatus::Failing,
                                  "r",
                                  "c",
                                  "task 8: contact 900001 is no mentor"},
                                 {{RecordKind::Task, RecordId("9")},
                                  RecordStatus::Failing,
                                  "r",
                                  "c",
                                  "task 9: it has no date"}};
    must(doors.model.commit(commit));
}

void add_note(const Doors& doors, const std::string& key, const std::string& relationship,
              std::vector<RecordId> contacts, RowState state = RowState::Planned) {
    Commit commit = saving({});
    commit.kind = PullKind::Changes;
    OutboxRow note = sample_note(key, {RelationshipId(relationship), NoteKind::Progress, key});
    note.contacts = std::move(contacts);
    commit.notes = {note};
    must(doors.model.commit(commit));
    if (state == RowState::Planned) return;
    RowChange change = change_to(state);
    change.error = "contact 900001 was refused";
    BOOST_TEST(must(doors.outbox.advance(NoteKey(key), RowState::Planned, change, "x", "y")));
}

OutboxRow note_in(const Doors& doors, const std::string& key) {
    for (const OutboxRow& row : must(doors.reader.notes())) {
        if (row.key.text() == key) return row;
    }
    throw std::runtime_error("no note " + key);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(erasing_tests)

BOOST_DATA_TEST_CASE(an_erased_contact_is_known_as_such_by_all_its_ids, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    fill(doors);
    BOOST_TEST(!must(doors.personal.is_erased(kErased)));
    must(doors.personal.erase(kErased, kNow));
    for (const char* const id : {"900001", "800001", "700001"}) {
        BOOST_TEST(must(doors.personal.is_erased(RecordId(id))), id);
    }
    BOOST_TEST(!must(doors.personal.is_erased(kOther)));
    BOOST_TEST(!must(state->open("other").personal.is_erased(kErased)));
    BOOST_TEST(must(doors.model.aliases()).empty());
}

BOOST_DATA_TEST_CASE(relationships_with_an_erased_person_end_and_groups_go_on, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    fill(doors);
    must(doors.personal.erase(kErased, kNow));
    for (const KnownRelationship& known : must(doors.reader.relationships())) {
        const Relationship& row = known.relationship;
        BOOST_TEST(row.id.text().find("900001") == std::string::npos);
        BOOST_TEST((known.first_seen == kNow));
        if (row.kind == RelationshipKind::PeerGroup) {
            BOOST_TEST((row.members == std::vector{PersonId("900002"), PersonId("900003")}));
            BOOST_TEST((row.state == RelationshipState::Active));
        } else {
            const bool other = row.id.text() == "pair:900003:900002";
            BOOST_TEST(((row.state == RelationshipState::Active) == other));
        }
    }
    // What goes on is seen as it is stored.
    const Known known = must(
        doors.model.load(seen_of({sample_pair("900003", "900002"),
                                  sample_group("77", {PersonId("900002"), PersonId("900003")})}),
                         std::nullopt));
    BOOST_TEST(known.relationships.empty());
    BOOST_TEST(known.active_relationships == 2U);
}

BOOST_DATA_TEST_CASE(tasks_of_an_erased_person_alone_are_dropped, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    fill(doors);
    must(doors.personal.erase(kErased, kNow));
    const auto tasks = must(doors.reader.tasks());
    BOOST_TEST_REQUIRE(tasks.size() == 2U);
    BOOST_TEST((tasks[0].state == TaskState::Dropped));
    BOOST_TEST((tasks[0].owner != PersonId("900001")));
    BOOST_TEST((tasks[1].state == TaskState::Open));
    for (const LearningTask& task : tasks) {
        for (const RelationshipId& id : task.relationships) {
            BOOST_TEST(id.text().find("900001") == std::string::npos);
        }
    }
}

BOOST_DATA_TEST_CASE(what_was_pulled_and_waits_for_an_erased_person_goes, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    fill(doors);
    must(doors.personal.erase(kErased, kNow));
    const CrmSnapshot stored = must(doors.mirror.snapshot());
    BOOST_TEST(stored.records.size() == 3U);
    BOOST_TEST(stored.links.empty());
    BOOST_TEST(stored.memberships.size() == 1U);
    BOOST_TEST(stored.unreadable.empty());
    BOOST_TEST(must(doors.outbox.waiting_properties(9)).size() == 1U);
    BOOST_TEST(must(doors.reader.accounting()).failing.size() == 1U);
    BOOST_TEST(must(doors.personal.about(kErased)).empty());
}

struct NoteRow {
    const char* name;
    const char* relationship;
    bool for_others;
    RowState before;
    RowState after;
    bool keeps_body;
};
std::ostream& operator<<(std::ostream& out, const NoteRow& row) {
    return out << row.name;
}

constexpr const char* kAsMentor = "pair:900001:900002";
constexpr const char* kAsMentee = "pair:900002:900001";
constexpr const char* kInGroup = "group:list:77";

const NoteRow kNotes[] = {
    {"planned for nobody else", kAsMentee, false, RowState::Planned, RowState::Gone, false},
    {"sent for nobody else", kAsMentee, false, RowState::Sent, RowState::Gone, false},
    {"created for nobody else", kInGroup, false, RowState::Created, RowState::Gone, false},
    {"parked for nobody else", kInGroup, false, RowState::Parked, RowState::Gone, false},
    {"planned for a mentor too", kAsMentee, true, RowState::Planned, RowState::Planned, true},
    {"sent to a group", kInGroup, true, RowState::Sent, RowState::Sent, true},
    {"created for others too", kInGroup, true, RowState::Created, RowState::Created, false},
    {"planned, and may name the mentor", kAsMentor, true, RowState::Planned, RowState::Gone, false},
    {"sent, and may name the mentor", kAsMentor, true, RowState::Sent, RowState::Gone, false},
    {"created, and may name the mentor", kAsMentor, true, RowState::Created, RowState::Created,
     false},
    {"told", kAsMentor, true, RowState::Done, RowState::Done, false},
};

BOOST_DATA_TEST_CASE(notes_of_an_erased_person,
                     implementations() * boost::unit_test::data::make(kNotes), implementation,
                     row) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    std::vector<RecordId> contacts = {kErased};
    if (row.for_others) contacts.push_back(kOther);
    add_note(doors, "k", row.relationship, contacts, row.before);
    must(doors.personal.erase(kErased, kNow));
    const OutboxRow note = note_in(doors, "k");
    BOOST_TEST((note.state == row.after));
    BOOST_TEST(note.body.value().empty() != row.keeps_body);
    BOOST_TEST(note.contacts.size() == (row.for_others ? 1U : 0U));
    BOOST_TEST(note.error.empty());
    BOOST_TEST(note.identity.relationship.text().find("900001") == std::string::npos);
}

BOOST_DATA_TEST_CASE(erasing_again_changes_nothing, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    fill(doors);
    must(doors.personal.erase(kErased, kNow));
    const auto before = must(doors.reader.relationships());
    must(doors.personal.erase(kErased, kNow + std::chrono::hours(1)));
    BOOST_TEST((must(doors.reader.relationships()) == before));
}

BOOST_DATA_TEST_CASE(a_pull_that_finds_a_contact_erased_erases_it, implementations(),
                     implementation) {
    for (const bool quiet : {false, true}) {
        const auto state = implementation.make();
        const Doors doors = state->open();
        fill(doors);
        must(doors.staging.begin("scope", PullKind::Changes, kNow));
        CrmPage page;
        page.gone = {{{RecordKind::Contact, kErased}, GoneRecord::How::Erased},
                     {{RecordKind::Contact, kOther}, GoneRecord::How::Archived}};
        must(doors.staging.take(page));
        Commit commit = saving({});
        commit.kind = PullKind::Changes;
        if (quiet) {
            must(doors.model.keep_up({}));
        } else {
            must(doors.model.commit(commit));
        }
        BOOST_TEST(must(doors.personal.is_erased(kErased)));
        BOOST_TEST(!must(doors.personal.is_erased(kOther)));
        BOOST_TEST(must(doors.reader.counts()).pairs == 1U);
    }
}

BOOST_DATA_TEST_CASE(an_export_tells_a_person_everything_and_of_nobody_else, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    must(doors.staging.begin("scope", PullKind::Everything, kNow));
    CrmPage page = canary_page();
    page.records.push_back(sample_record(RecordKind::Contact, "9", {{"firstname", "STRANGER"}}));
    must(doors.staging.take(page));
    must(doors.model.commit(canary_commit()));
    std::string all;
    for (const auto& [where, what] : must(doors.personal.about(RecordId("7001")))) {
        all += where + ": " + what + "\n";
    }
    for (const char* const word : {"property firstname: CANARY-name", "CANARY-label", "on list: 3",
                                   "CANARY-body", "CANARY-value", "pair:7001:7002: active"}) {
        BOOST_TEST(holds(all, word), word << " in " << all);
    }
    BOOST_TEST(!holds(all, "STRANGER"));
    BOOST_TEST(must(doors.personal.about(RecordId("12345"))).empty());
}

// Ids are not sealed, so that they show whether rows were overwritten.
BOOST_DATA_TEST_CASE(the_mentee_of_a_crm_user_is_erased_in_their_pair_too, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    must(doors.staging.begin("scope", PullKind::Everything, kNow));
    const Relationship pair = sample_pair("owner:9", "900001");
    LearningTask task = sample_task("501");
    task.relationships = {pair.id};
    must(doors.model.commit(saving({pair}, {task})));
    add_note(doors, "k1", pair.id.text(), {kErased, kOther});
    must(doors.personal.erase(kErased, kNow));
    for (const KnownRelationship& known : must(doors.reader.relationships())) {
        BOOST_TEST(known.relationship.id.text().starts_with("pair:owner:9:erased-"));
        BOOST_TEST((known.relationship.mentors == std::vector{PersonId("owner:9")}));
    }
    for (const LearningTask& each : must(doors.reader.tasks())) {
        for (const RelationshipId& id : each.relationships) {
            BOOST_TEST(id.text().find("900001") == std::string::npos, id.text());
        }
    }
    BOOST_TEST(note_in(doors, "k1").identity.relationship.text().find("900001") ==
               std::string::npos);
}

// The CRM still has its user, and their mentees.
BOOST_DATA_TEST_CASE(a_crm_user_who_was_the_erased_contact_goes_on_in_their_pair, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    must(doors.staging.begin("scope", PullKind::Everything, kNow));
    Commit commit = saving({sample_pair("owner:9", "900002")});
    commit.aliases = {{RecordId("owner:9"), kErased}};
    must(doors.model.commit(commit));
    add_note(doors, "k1", "pair:owner:9:900002", {kOther}, RowState::Sent);
    must(doors.personal.erase(kErased, kNow));
    BOOST_TEST(note_in(doors, "k1").identity.relationship.text() == "pair:owner:9:900002");
}

BOOST_DATA_TEST_CASE(backups_are_owed_a_look_from_an_erasure_on, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    fill(doors);
    BOOST_TEST(!must(doors.personal.has_unclean_backups()));
    must(doors.personal.erase(kErased, kNow));
    BOOST_TEST(must(doors.personal.has_unclean_backups()));
    BOOST_TEST(!must(state->open("other").personal.has_unclean_backups()));
    must(doors.personal.mark_backups_clean());
    BOOST_TEST(!must(doors.personal.has_unclean_backups()));
}

BOOST_AUTO_TEST_CASE(no_byte_of_an_erased_id_stays_on_the_disk) {
    const TemporaryDirectory directory;
    const auto store =
        must(SqlStore::open(directory.file("state.db"), "blink", Mode::ReadWrite, test_sealer()));
    const Doors doors{*store, *store, *store, *store, *store, *store, *store, *store, *store};
    fill(doors);
    add_note(doors, "k1", kAsMentor, {kErased, kOther}, RowState::Parked);
    add_note(doors, "k2", kInGroup, {kErased});
    must(store->begin("scope", PullKind::Changes, kNow));
    must(store->take(page_with({sample_record(RecordKind::Contact, "900001")})));
    BOOST_TEST(holds(all_bytes_in(directory), "900001"));
    must(store->erase(kErased, kNow));
    BOOST_TEST(!holds(all_bytes_in(directory), "900001"));
    BOOST_TEST(!holds(all_bytes_in(directory), "800001"));
    BOOST_TEST(!holds(all_bytes_in(directory), "700001"));
    BOOST_TEST(holds(all_bytes_in(directory), "900002"));
}

BOOST_AUTO_TEST_CASE(a_tombstone_is_read_while_its_key_is_given) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    const auto open = [&path](const char* keys) {
        return must(SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer(keys)));
    };
    must(open("a")->erase(kErased, kNow));
    BOOST_TEST(must(open("ba")->is_erased(kErased)));
    BOOST_TEST(!must(open("b")->is_erased(kErased)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
