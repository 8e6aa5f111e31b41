#include <sqlite3.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "sync/store/sql_store.hpp"
#include "tests/fakes/test_sealer.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/sqlite_faults.hpp"
#include "tests/store/temporary_directory.hpp"

namespace mentorsync::store {

namespace {

const Relationship kOld = sample_pair("1", "2");

std::unique_ptr<SqlStore> open_store(const std::string& path, Mode mode = Mode::ReadWrite) {
    return must(SqlStore::open(path, "blink", mode, test_sealer()));
}

// A state that every kind of change can be made to.
Commit first_commit() {
    Commit commit = saving({kOld, sample_pair("1", "3")}, {sample_task("501"), sample_task("502")});
    commit.notes = {sample_note("k", start_of(kOld))};
    commit.properties = {sample_property("2", "50")};
    return commit;
}

// Every kind of change at once.
Commit second_commit() {
    Commit commit = saving({sample_group("77", {PersonId("3"), PersonId("4")})},
                           {sample_task("503")}, kNow + std::chrono::hours(1));
    commit.plan.actions.emplace_back(EndRelationship{kOld.id});
    commit.plan.actions.emplace_back(DropTask{RecordId("501")});
    commit.notes = {sample_note("k2", {kOld.id, NoteKind::Closing, ""})};
    commit.properties = {sample_property("2", "60"), sample_property("3", "1")};
    commit.aliases = {{RecordId("5"), RecordId("1")}};
    commit.accepted_mapping = "mapping-2";
    commit.accounting = {3, 1, {{"archived", 1}}, {}};
    commit.accounting.failing.resize(1);
    commit.people_in_list = 4;
    return commit;
}

CrmPage staged_page() {
    CrmPage page = page_with({sample_record(RecordKind::Contact, "7", {{"firstname", "Aino"}}),
                              sample_record(RecordKind::Contact, "8")});
    page.stream = "contacts";
    page.resume_after = "8";
    return page;
}

struct Change {
    const char* name;
    Result<void> (*make)(SqlStore& store);
};
std::ostream& operator<<(std::ostream& out, const Change& row) {
    return out << row.name;
}

const Change kChanges[] = {
    {"commit", [](SqlStore& store) { return store.commit(second_commit()); }},
    {"take", [](SqlStore& store) { return store.take(staged_page()); }},
    {"begin", [](SqlStore& store) { return store.begin("other", PullKind::Everything, kNow); }},
    {"discard", [](SqlStore& store) { return store.discard(); }},
    {"advance",
     [](SqlStore& store) -> Result<void> {
         const auto moved = store.advance(NoteKey("k"), RowState::Planned,
                                          change_to(RowState::Sent), "create", "sent");
         if (!moved) return Failure(moved.error());
         return {};
     }},
    {"finish a property",
     [](SqlStore& store) { return store.finish_property(sample_property("2", "50"), "refused"); }},
};

// The state, and what is staged.
std::string everything_in(SqlStore& store) {
    std::ostringstream out;
    out << must(store.canonical_dump()) << "staged";
    const CrmSnapshot taken = must(store.taken());
    for (const auto& record : taken.records) out << ' ' << record.id;
    out << ' ' << must(store.resume_point("contacts")).value_or("finished");
    return out.str();
}

void prepare(SqlStore& store) {
    must(store.commit(first_commit()));
    must(store.begin("scope", PullKind::Everything, kNow));
    must(store.take(page_with({sample_record(RecordKind::Task, "501")})));
}

std::unique_ptr<SqlStore> open_prepared() {
    auto store = open_store(":memory:");
    prepare(*store);
    return store;
}

bool holds(const std::string& bytes, const char* text) {
    return bytes.find(text) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(durability_tests)

BOOST_DATA_TEST_CASE(a_statement_that_fails_undoes_those_before_it,
                     boost::unit_test::data::make(kChanges), change) {
    const SqliteFaults faults;
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    prepare(*open_store(path));
    const std::string before = everything_in(*open_store(path));

    // A store that was just opened has prepared none of these statements, so that each can be
    // refused when it is.
    std::size_t refused = 0;
    for (bool failed = true; failed; refused += failed ? 1 : 0) {
        const auto store = open_store(path);
        faults.refuse_access(refused + 1);
        failed = !change.make(*store).has_value();
        faults.refuse_access(0);
        if (failed) BOOST_TEST_REQUIRE(everything_in(*store) == before, "access " << refused + 1);
    }
    BOOST_TEST(refused > 3U);  // at least to begin, to change one column, and to commit
    BOOST_TEST(everything_in(*open_store(path)) != before);
}

// An interruption may be told of a call whose last instruction had just succeeded.
BOOST_DATA_TEST_CASE(an_interruption_leaves_all_of_a_change_or_nothing,
                     boost::unit_test::data::make(kChanges), change) {
    const SqliteFaults faults;
    std::size_t steps = 0;
    std::string after;
    {
        const auto whole = open_prepared();
        faults.interrupt_at(0);
        must(change.make(*whole));
        steps = faults.instructions();
        after = everything_in(*whole);
    }
    const auto store = open_prepared();
    const std::string before = everything_in(*store);
    std::string now = before;
    for (std::size_t step = 1; step <= steps && now == before; ++step) {
        faults.interrupt_at(step);
        static_cast<void>(change.make(*store));
        faults.interrupt_at(0);
        now = everything_in(*store);
        BOOST_TEST_REQUIRE((now == before || now == after), "step " << step << " of " << steps);
    }
    BOOST_TEST(now == after);
}

BOOST_DATA_TEST_CASE(a_commit_that_the_database_refuses_changes_nothing,
                     boost::unit_test::data::make(kChanges), change) {
    const SqliteFaults faults;
    const auto store = open_prepared();
    const std::string before = everything_in(*store);
    faults.refuse_next_commit();
    BOOST_TEST(!change.make(*store).has_value());
    BOOST_TEST(everything_in(*store) == before);
    must(change.make(*store));
    BOOST_TEST(everything_in(*store) != before);
}

BOOST_AUTO_TEST_CASE(a_full_disk_changes_nothing_and_is_named) {
    const SqliteFaults faults;
    const auto store = open_prepared();
    const std::string before = everything_in(*store);
    BOOST_TEST_REQUIRE(sqlite3_exec(SqliteFaults::connection(), "PRAGMA max_page_count = 1",
                                    nullptr, nullptr, nullptr) == SQLITE_OK);
    Commit large = second_commit();
    for (int i = 0; i < 2000; ++i) {
        large.plan.actions.emplace_back(SaveTask{sample_task(std::to_string(9000 + i)), true});
    }
    const auto refused = store->commit(large);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == ErrorCode::StoreFailed));
    BOOST_TEST(refused.error().message.find("make room on its disk") != std::string::npos);
    BOOST_TEST(everything_in(*store) == before);
}

BOOST_AUTO_TEST_CASE(another_connection_sees_only_what_is_committed) {
    const TemporaryDirectory directory;
    const auto writer = open_store(directory.file("state.db"));
    const auto reader = open_store(directory.file("state.db"), Mode::ReadOnly);
    const std::string before = must(reader->canonical_dump());

    std::string meanwhile;
    const SqliteFaults faults;
    const auto second = open_store(directory.file("state.db"));
    auto look = [&] { meanwhile = must(reader->canonical_dump()); };
    // Called when everything is written and nothing is committed.
    sqlite3_commit_hook(
        SqliteFaults::connection(),
        [](void* context) {
            (*static_cast<decltype(look)*>(context))();
            return 0;
        },
        &look);
    must(second->commit(first_commit()));
    BOOST_TEST(meanwhile == before);
    BOOST_TEST(must(reader->canonical_dump()) == must(second->canonical_dump()));
    BOOST_TEST(must(writer->canonical_dump()) == must(second->canonical_dump()));
    BOOST_TEST(must(writer->canonical_dump()) != before);
}

BOOST_AUTO_TEST_CASE(of_two_who_advance_one_row_one_wins) {
    const TemporaryDirectory directory;
    const auto one = open_store(directory.file("state.db"));
    const auto two = open_store(directory.file("state.db"));
    must(one->commit(first_commit()));
    // Both have read the row as planned.
    const OutboxRow read = must(one->due(kNow, 1)).at(0);
    BOOST_TEST((must(two->due(kNow, 1)).at(0).state == read.state));
    const auto send = [&](SqlStore& store) {
        return must(store.advance(read.key, read.state, change_to(RowState::Sent), "create", "x"));
    };
    BOOST_TEST(send(*two));
    BOOST_TEST(!send(*one));
    // One attempt, not two.
    const std::string dump = must(one->canonical_dump());
    BOOST_TEST(holds(dump, "attempt \"blink\" \"k\" \"1\" \"create\" \"x\""));
    BOOST_TEST(!holds(dump, "attempt \"blink\" \"k\" \"2\""));
}

BOOST_AUTO_TEST_CASE(a_busy_database_is_reported_as_held_by_another) {
    const TemporaryDirectory directory;
    const SqliteFaults faults;
    const auto one = open_store(directory.file("state.db"));
    sqlite3* const held = SqliteFaults::connection();
    const auto two = open_store(directory.file("state.db"));
    sqlite3_busy_timeout(SqliteFaults::connection(), 0);
    BOOST_TEST_REQUIRE(sqlite3_exec(held, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) ==
                       SQLITE_OK);
    const auto refused = two->commit(first_commit());
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == ErrorCode::StoreLocked));
    BOOST_TEST(must(two->relationships()).empty());
}

struct Setting {
    const char* pragma;
    const char* value;
};
std::ostream& operator<<(std::ostream& out, const Setting& row) {
    return out << row.pragma;
}

const Setting kSettings[] = {
    {"PRAGMA journal_mode", "wal"}, {"PRAGMA synchronous", "2"},  // FULL
    {"PRAGMA foreign_keys", "1"},   {"PRAGMA secure_delete", "1"},
    {"PRAGMA temp_store", "2"},  // MEMORY
};
BOOST_DATA_TEST_CASE(opens_with_settings_that_last, boost::unit_test::data::make(kSettings),
                     setting) {
    const SqliteFaults faults;
    const TemporaryDirectory directory;
    const auto store = open_store(directory.file("state.db"));
    std::string value;
    const auto keep = [](void* into, int, char** columns, char**) {
        *static_cast<std::string*>(into) = columns[0];
        return 0;
    };
    BOOST_TEST_REQUIRE(sqlite3_exec(SqliteFaults::connection(), setting.pragma, keep, &value,
                                    nullptr) == SQLITE_OK);
    BOOST_TEST(value == setting.value);
}

BOOST_AUTO_TEST_CASE(a_load_reads_no_row_that_is_equal) {
    const SqliteFaults faults;
    const auto store = open_store(":memory:");
    std::vector<Relationship> pairs;
    std::vector<LearningTask> tasks;
    for (int i = 0; i < 500; ++i) {
        pairs.push_back(sample_pair("1", std::to_string(1000 + i)));
        tasks.push_back(sample_task(std::to_string(5000 + i)));
    }
    Commit commit = saving(pairs, tasks);
    for (const auto& pair : pairs) {
        commit.notes.push_back(sample_note("k" + pair.id.text(), start_of(pair)));
    }
    must(store->commit(commit));

    tasks[7].state = TaskState::Done;
    faults.count_rows();
    const Known known = must(store->load(seen_of(pairs, tasks), std::nullopt));
    BOOST_TEST(known.tasks.size() == 1U);
    BOOST_TEST(faults.rows() == 3U);  // the task, and two counts
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
