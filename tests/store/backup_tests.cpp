#include "sync/store/backup.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "sync/store/sql_store.hpp"
#include "tests/fakes/test_sealer.hpp"
#include "tests/store/canaries.hpp"

namespace mentorsync::store {

namespace {

const std::array<std::string, 1> kPortals = {"blink"};

std::unique_ptr<SqlStore> open_store(const std::string& path) {
    return must(SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer()));
}

void fill(SqlStore& store) {
    must(store.begin("scope", PullKind::Everything, kNow));
    must(store.take(canary_page()));
    Commit commit = canary_commit();
    commit.cursors = {{"contacts", "1"}};
    commit.notes.push_back(sample_note("k2", {RelationshipId("r"), NoteKind::Progress, "w"}));
    must(store.commit(commit));
    BOOST_TEST(
        must(store.advance(NoteKey("k2"), RowState::Planned, change_to(RowState::Done), "x", "y")));
    must(store.keep_secret("token", Secret("CANARY-token")));
    must(store.leave("sync", "CANARY-argument", kNow));
    must(store.erase(RecordId("66"), kNow));
}

struct Folder {
    TemporaryDirectory directory;
    std::string state = directory.file("state.db");
    std::string backup = directory.file("backup.db");
    std::string restored = directory.file("restored.db");
};

std::string message_of(const Result<void>& result) {
    return result ? "" : result.error().message;
}

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backup_tests)

BOOST_AUTO_TEST_CASE(a_backup_holds_ids_states_and_keys_and_no_word) {
    const Folder folder;
    fill(*open_store(folder.state));
    must(back_up(folder.state, folder.backup));
    const std::string bytes = bytes_of(folder.backup);
    BOOST_TEST(holds(bytes, "pair:7001:7002"));
    BOOST_TEST(!holds(bytes, "CANARY"));
    const auto store = must(SqlStore::open(folder.backup, "blink", Mode::ReadOnly, test_sealer()));
    BOOST_TEST(must(store->snapshot()).records.empty());
    BOOST_TEST(must(store->notes()).size() == 2U);
    for (const OutboxRow& note : must(store->notes())) BOOST_TEST(note.body.value().empty());
    BOOST_TEST(must(store->waiting_properties(9)).empty());
    BOOST_TEST(!must(store->secret("token")).has_value());
    BOOST_TEST(must(store->portal()).cursors.empty());
    BOOST_TEST(must(store->portal()).scope.empty());
    BOOST_TEST(must(store->is_erased(RecordId("66"))));
}

BOOST_AUTO_TEST_CASE(a_backup_is_private_and_replaces_nothing) {
    const Folder folder;
    fill(*open_store(folder.state));
    must(back_up(folder.state, folder.backup));
    struct stat status {};
    BOOST_TEST(lstat(folder.backup.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777U) == 0600U);
    BOOST_TEST(!std::filesystem::exists(folder.backup + ".new"));
    const std::string before = bytes_of(folder.backup);
    BOOST_TEST(holds(message_of(back_up(folder.state, folder.backup)), "never overwritten"));
    BOOST_TEST(bytes_of(folder.backup) == before);
    BOOST_TEST(!back_up(folder.directory.file("none.db"), folder.restored).has_value());
    BOOST_TEST(!std::filesystem::exists(folder.restored));
}

// Each commit adds a pair and a task together; a backup must never hold one without the other.
BOOST_AUTO_TEST_CASE(a_backup_is_of_one_moment_while_somebody_writes) {
    const Folder folder;
    const auto store = open_store(folder.state);
    must(store->commit(saving({})));
    std::jthread writer([&folder](const std::stop_token& stop) {
        const auto other = open_store(folder.state);
        for (int i = 1; !stop.stop_requested() && i < 5000; ++i) {
            const std::string id = std::to_string(1000 + i);
            must(other->commit(saving({sample_pair("1", id)}, {sample_task(id)})));
        }
    });
    for (int round = 0; round < 10; ++round) {
        const std::string backup = folder.directory.file("backup" + std::to_string(round));
        must(back_up(folder.state, backup));
        const auto copy = must(SqlStore::open(backup, "blink", Mode::ReadOnly));
        BOOST_TEST(must(copy->relationships()).size() == must(copy->tasks()).size());
    }
}

BOOST_AUTO_TEST_CASE(a_restored_state_knows_what_was_told_and_plans_the_rest_again) {
    const Folder folder;
    fill(*open_store(folder.state));
    must(back_up(folder.state, folder.backup));
    must(restore_backup(folder.backup, folder.restored, kPortals));
    const auto store = open_store(folder.restored);
    BOOST_TEST(must(store->relationships()).size() == 1U);
    BOOST_TEST(must(store->portal()).accepted_mapping == "mapping-1");
    const auto notes = must(store->notes());
    BOOST_TEST_REQUIRE(notes.size() == 1U);
    BOOST_TEST(notes[0].key.text() == "k2");
    BOOST_TEST(must(store->to_audit(kNow, 9)).empty());
    const Known known = must(store->load(seen_of({}), std::nullopt));
    BOOST_TEST(known.without_start_note.size() == 1U);
    // And it can be written to.
    must(store->commit(canary_commit()));
    BOOST_TEST(must(store->notes()).size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_no_backup_of_ours_is_not_restored) {
    const Folder folder;
    fill(*open_store(folder.state));
    must(back_up(folder.state, folder.backup));
    const auto refusal = [&](const std::string& from, const std::string& to,
                             const std::string& portal = "blink") {
        const std::array<std::string, 1> portals = {portal};
        return restore_backup(from, to, portals);
    };
    BOOST_TEST(holds(message_of(refusal(folder.backup, folder.state)), "never overwritten"));
    BOOST_TEST(holds(message_of(refusal(folder.directory.file("none"), folder.restored)),
                     "does not exist"));
    const auto stranger = refusal(folder.backup, folder.restored, "other");
    BOOST_TEST_REQUIRE(!stranger.has_value());
    BOOST_TEST((stranger.error().code == ErrorCode::WrongPortal));
    BOOST_TEST(holds(stranger.error().message, "blink"));

    std::string bytes = bytes_of(folder.backup);
    for (std::size_t i = 4096; i < bytes.size(); i += 512) bytes[i] = '\x7f';
    std::ofstream(folder.directory.file("damaged"), std::ios::binary) << bytes;
    chmod(folder.directory.file("damaged").c_str(), 0600);
    BOOST_TEST(!refusal(folder.directory.file("damaged"), folder.restored).has_value());
    std::ofstream(folder.directory.file("text"), std::ios::binary) << std::string(5000, 'x');
    chmod(folder.directory.file("text").c_str(), 0600);
    BOOST_TEST(!refusal(folder.directory.file("text"), folder.restored).has_value());
    BOOST_TEST(!std::filesystem::exists(folder.restored));
    BOOST_TEST(!std::filesystem::exists(folder.restored + ".new"));
}

BOOST_AUTO_TEST_CASE(a_person_is_erased_in_a_backup_as_well) {
    const Folder folder;
    const auto state = open_store(folder.state);
    fill(*state);
    must(back_up(folder.state, folder.backup));
    BOOST_TEST(holds(bytes_of(folder.backup), "7001"));
    must(state->erase(RecordId("7001"), kNow));
    must(erase_in_backup(folder.backup, "blink", test_sealer(), *state, kNow));
    BOOST_TEST(!holds(bytes_of(folder.backup), "7001"));
    // One file again, that can be carried away.
    BOOST_TEST(!std::filesystem::exists(folder.backup + "-wal"));
    must(restore_backup(folder.backup, folder.restored, kPortals));
    const auto store = open_store(folder.restored);
    BOOST_TEST(must(store->is_erased(RecordId("7001"))));
    BOOST_TEST(must(store->counts()).pairs == 0U);
    BOOST_TEST(!erase_in_backup(folder.directory.file("none"), "blink", test_sealer(), *state, kNow)
                    .has_value());
    BOOST_TEST(!std::filesystem::exists(folder.directory.file("none")));
}

BOOST_AUTO_TEST_CASE(a_backup_from_before_a_merge_is_cleaned_of_the_id_from_before_it) {
    const Folder folder;
    const auto state = open_store(folder.state);
    must(state->begin("scope", PullKind::Everything, kNow));
    must(state->commit(saving({sample_pair("900001", "900002")})));
    must(back_up(folder.state, folder.backup));
    BOOST_TEST(holds(bytes_of(folder.backup), "900001"));
    Commit merged = saving({});
    merged.kind = PullKind::Changes;
    merged.aliases = {{RecordId("900001"), RecordId("900009")}};
    must(state->commit(merged));
    must(state->erase(RecordId("900009"), kNow));
    must(erase_in_backup(folder.backup, "blink", test_sealer(), *state, kNow));
    BOOST_TEST(!holds(bytes_of(folder.backup), "900001"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
