#include <sqlite3.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "sync/store/sql_store.hpp"
#include "tests/fakes/test_sealer.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/sqlite_faults.hpp"
#include "tests/store/temporary_directory.hpp"

namespace mentorsync::store {

namespace {

std::unique_ptr<SqlStore> open_store(const std::string& path) {
    return must(SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer()));
}

CrmPage page_of(int first, int contacts) {
    CrmPage page;
    for (int i = first; i < first + contacts; ++i) {
        page.records.push_back(sample_record(
            RecordKind::Contact, std::to_string(100'000 + i),
            {{"firstname", "Aino"}, {"lastname", "Östman"}, {"email", "aino@example.com"}}));
        page.memberships.push_back({ListId("3"), RecordId(std::to_string(100'000 + i))});
    }
    return page;
}

Upkeep upkeep_at(Instant now) {
    Upkeep upkeep;
    upkeep.cursors = {{"contacts", std::to_string(now.time_since_epoch().count())}};
    upkeep.audits = {{"trailing", now, 2, 0}};
    upkeep.coverage = Coverage::Everything;
    upkeep.now = now;
    return upkeep;
}

void pull_everything(SqlStore& store, int contacts) {
    must(store.begin("scope", PullKind::Everything, kNow));
    for (int first = 0; first < contacts; first += 100) {
        must(store.take(page_of(first, std::min(100, contacts - first))));
    }
    Commit commit = saving({sample_pair("1", "2")});
    must(store.commit(commit));
}

// What a daemon stores in five minutes: mostly nothing, now and then a change, a request, a note
// that is refused again.
void tick(SqlStore& store, int number) {
    const Instant now = kNow + std::chrono::minutes(5) * number;
    must(store.begin("scope", PullKind::Changes, now));
    if (number % 10 == 0) {
        must(store.take(page_of(number % 100, 1)));
        Commit commit = saving({sample_pair("1", "2")}, {}, now);
        commit.kind = PullKind::Changes;
        commit.notes = {sample_note("k", {RelationshipId("r"), NoteKind::Start, ""})};
        commit.properties = {sample_property("2", std::to_string(number))};
        must(store.commit(commit));
        must(store.advance(NoteKey("k"), RowState::Planned, change_to(RowState::Planned), "read",
                           "absent"));
        must(store.leave("sync", "{}", now));
    } else {
        must(store.keep_up(upkeep_at(now)));
    }
    for (const Request& request : must(store.open_requests(now))) {
        must(store.answer(request.id, {ErrorCode::Internal, true, std::string(300, 'x')}));
    }
}

std::uintmax_t bytes_of(const TemporaryDirectory& directory) {
    std::uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
        bytes += entry.file_size();
    }
    return bytes;
}

int number_from(const char* variable, int otherwise) {
    const char* const given = std::getenv(variable);
    return given == nullptr ? otherwise : std::atoi(given);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(growth_tests)

// MENTORSYNC_TICKS=20000 for ten weeks.
BOOST_AUTO_TEST_CASE(a_daemon_whose_portal_stays_as_it_is_stays_as_large_as_it_is) {
    const TemporaryDirectory directory;
    const auto store = open_store(directory.file("state.db"));
    pull_everything(*store, 300);
    const int ticks = number_from("MENTORSYNC_TICKS", 600);
    int number = 0;
    for (; number < ticks / 4; ++number) tick(*store, number);
    pull_everything(*store, 300);
    const auto warm = bytes_of(directory);
    for (; number < ticks; ++number) tick(*store, number);
    pull_everything(*store, 300);
    const auto later = bytes_of(directory);
    BOOST_TEST_MESSAGE(ticks << " ticks: " << warm << " bytes after a quarter, " << later
                             << " at the end");
    BOOST_TEST(later <= warm + warm / 50);
}

BOOST_AUTO_TEST_CASE(the_attempts_of_one_note_are_bounded) {
    const auto store = open_store(":memory:");
    Commit commit = saving({});
    commit.notes = {sample_note("k", {RelationshipId("r"), NoteKind::Start, ""})};
    must(store->commit(commit));
    for (int i = 0; i < 200; ++i) {
        must(store->due(kNow + std::chrono::minutes(i), 1));
        must(store->advance(NoteKey("k"), RowState::Planned, change_to(RowState::Planned), "read",
                            "absent"));
    }
    const std::string dump = must(store->canonical_dump());
    BOOST_TEST(dump.find("attempt \"blink\" \"k\" \"150\"") == std::string::npos);
    BOOST_TEST(dump.find("attempt \"blink\" \"k\" \"151\"") != std::string::npos);
    const Instant last = kNow + std::chrono::minutes(199);
    BOOST_TEST(dump.find("attempt \"blink\" \"k\" \"200\" \"read\" \"absent\" \"" +
                         std::to_string(last.time_since_epoch().count())) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_quiet_tick_costs_the_same_whatever_is_stored) {
    std::vector<std::size_t> instructions;
    for (const int contacts : {100, 3000}) {
        const SqliteFaults faults;
        const auto store = open_store(":memory:");
        pull_everything(*store, contacts);
        const auto before = must(store->portal());
        SqliteFaults::interrupt_at(0);
        const int changes_before = sqlite3_total_changes(SqliteFaults::connection());
        must(store->begin("scope", PullKind::Changes, kNow));
        must(store->keep_up(upkeep_at(kNow + std::chrono::minutes(5))));
        instructions.push_back(SqliteFaults::instructions());
        const int rows = sqlite3_total_changes(SqliteFaults::connection()) - changes_before;
        BOOST_TEST(rows <= 8);
    }
    BOOST_TEST(instructions[0] == instructions[1]);
}

// Killed in the middle of a pull, which is the most that opening can have to repair.
// MENTORSYNC_CONTACTS=100000 for the largest portal.
BOOST_AUTO_TEST_CASE(a_large_state_is_ready_within_five_seconds) {
    const TemporaryDirectory directory;
    const TemporaryDirectory killed;
    const int contacts = number_from("MENTORSYNC_CONTACTS", 10'000);
    {
        const auto store = open_store(directory.file("state.db"));
        pull_everything(*store, contacts);
        must(store->begin("scope", PullKind::Changes, kNow));
        for (int first = 0; first < 2000; first += 100) must(store->take(page_of(first, 100)));
        // A copy of an open database is what a kill leaves.
        for (const char* const name : {"state.db", "state.db-wal"}) {
            std::filesystem::copy_file(directory.file(name), killed.file(name));
        }
    }
    const auto begun = std::chrono::steady_clock::now();
    const auto store = open_store(killed.file("state.db"));
    const auto portal = must(store->portal());
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begun);
    BOOST_TEST(portal.scope == "scope");
    BOOST_TEST_MESSAGE(contacts << " contacts, " << bytes_of(killed) << " bytes: open after "
                                << took.count() << " ms");
    BOOST_TEST(took.count() < 5000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
