#include "sync/run/backups.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "sync/run/erase_backups.hpp"
#include "sync/run/person.hpp"
#include "sync/run/rebuild.hpp"
#include "sync/run/seal_key.hpp"
#include "sync/store/state_file.hpp"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/operations/clinic.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using tests::World;
namespace fs = std::filesystem;

namespace {

constexpr Instant kNow = World::kMonday;

// A world whose state lies in a file, as a command finds it.
struct Disk {
    fakes::TemporaryFolder folder;
    Settings settings;
    World world{sandbox::tiny_size()};
    std::shared_ptr<const store::Sealer> sealer;

    Disk() {
        settings.file = folder.path() + "/mentorsync.json";
        settings.store = "state/state.db";
        settings.portals.emplace_back();
        settings.portals.front().name = "blink";
        open();
    }

    [[nodiscard]] std::string path() const { return resolve_path(settings.file, settings.store); }

    void open() {
        world.store.reset();
        BOOST_TEST_REQUIRE(store::make_directory_of(path()).has_value());
        sealer = open_sealer(settings, MissingKey::Make).value();
        world.store =
            store::SqlStore::open(path(), "blink", store::Mode::ReadWrite, sealer).value();
    }

    void sync() {
        const auto done = world.accept_and_sync();
        BOOST_TEST_REQUIRE(done.has_value(), (done ? "" : done.error().error.message));
    }

    [[nodiscard]] std::size_t live_notes() {
        const auto& notes = world.crm.portal(World::kPortal).shelf(sandbox::Kind::Note).records();
        return static_cast<std::size_t>(
            std::ranges::count_if(notes, [](const auto& note) { return !note.second.archived; }));
    }

    [[nodiscard]] PersonalFacts about(const std::string& contact) {
        return world.store->about(RecordId(contact)).value();
    }

    // A contact of the programme with a value that is nobody else's.
    [[nodiscard]] std::string mark(const std::string& contact, const std::string& canary) {
        world.desk().edit(sandbox::Kind::Contact, contact, {{"aktori_goal", canary}});
        return contact;
    }
};

std::string text_of(const PersonalFacts& facts) {
    return export_json("blink", RecordId("1"), facts);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backups_tests)

BOOST_AUTO_TEST_CASE(a_backup_is_named_by_its_moment_and_nothing_else_is_taken_for_one) {
    BOOST_TEST(backup_name(kNow) == "state-20261123T060500Z.db");
    BOOST_TEST((backup_made("state-20261123T060500Z.db") == kNow));
    for (const char* const name :
         {"", "state.db", "state-20261123T060500Z.db-wal", "state-20261323T060500Z.db",
          "state-2026112306050000Z.db", "other-20261123T060500Z.db", "state--0261123T060500Z.db"}) {
        BOOST_TEST(!backup_made(name).has_value(), name);
    }
}

BOOST_AUTO_TEST_CASE(a_backup_can_be_read_by_its_owner_only_and_those_of_a_month_ago_go) {
    Disk disk;
    disk.sync();
    const std::string folder = backups_folder(disk.settings);
    const auto first = make_backup(disk.path(), folder, kNow);
    BOOST_TEST_REQUIRE(first.has_value(), (first ? "" : first.error().message));
    struct stat facts {};
    BOOST_TEST_REQUIRE(::stat(first->path.c_str(), &facts) == 0);
    BOOST_TEST((facts.st_mode & 0777U) == 0600U);
    BOOST_TEST_REQUIRE(::stat(folder.c_str(), &facts) == 0);
    BOOST_TEST((facts.st_mode & 0777U) == 0700U);
    std::ofstream(folder + "/letter.txt") << "not ours";

    const auto second = make_backup(disk.path(), folder, kNow + 24h * 30);
    BOOST_TEST_REQUIRE(second.has_value());
    BOOST_TEST(second->removed == 0U);  // to the hour
    const auto third = make_backup(disk.path(), folder, kNow + 24h * 30 + 1s);
    BOOST_TEST_REQUIRE(third.has_value());
    BOOST_TEST(third->removed == 1U);
    BOOST_TEST(!fs::exists(first->path));
    BOOST_TEST(fs::exists(folder + "/letter.txt"));
    BOOST_TEST(list_backups(folder)->size() == 2U);
}

BOOST_AUTO_TEST_CASE(without_a_folder_there_are_no_backups) {
    const auto backups = list_backups("/nowhere/at/all");
    BOOST_TEST_REQUIRE(backups.has_value());
    BOOST_TEST(backups->empty());
}

BOOST_AUTO_TEST_CASE(a_rebuilt_state_adopts_every_note_and_doubles_none) {
    for (const bool from_backup : {false, true}) {
        Disk disk;
        disk.sync();
        const std::size_t before = disk.live_notes();
        BOOST_TEST_REQUIRE(before > 0U);
        const auto saved = make_backup(disk.path(), backups_folder(disk.settings), kNow);
        BOOST_TEST_REQUIRE(saved.has_value());

        disk.world.store.reset();
        const auto done =
            rebuild_state(disk.settings, from_backup ? saved->path : std::string(), kNow);
        BOOST_TEST_REQUIRE(done.has_value(), (done ? "" : done.error().message));
        BOOST_TEST(done->old_state == disk.path() + ".before-20261123T060500Z");
        BOOST_TEST(fs::exists(done->old_state));
        disk.open();
        disk.sync();
        BOOST_TEST(disk.live_notes() == before);
        BOOST_TEST(disk.world.crm.witness().most_live() == 1U);
        const auto rows = disk.world.store->notes();
        BOOST_TEST_REQUIRE(rows.has_value());
        for (const OutboxRow& row : *rows) {
            BOOST_TEST((row.state == RowState::Done), row.key.text());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_state_is_never_moved_over_another_one) {
    Disk disk;
    disk.sync();
    disk.world.store.reset();
    BOOST_TEST_REQUIRE(rebuild_state(disk.settings, "", kNow).has_value());
    const auto again = rebuild_state(disk.settings, "", kNow);
    BOOST_TEST_REQUIRE(!again.has_value());
    BOOST_TEST((again.error().code == ErrorCode::StoreFailed));
    BOOST_TEST(fs::exists(disk.path()));
}

BOOST_AUTO_TEST_CASE(an_export_holds_all_of_one_person_and_nothing_of_another) {
    Disk disk;
    const std::string mentee = disk.mark(disk.world.truth.mentee_of_story, "canary-of-the-mentee");
    const std::string mentor = disk.mark(disk.world.truth.mentor_of_story, "canary-of-the-mentor");
    disk.sync();
    const std::string text = text_of(disk.about(mentee));
    BOOST_TEST((text.find("canary-of-the-mentee") != std::string::npos), text);
    BOOST_TEST((text.find("canary-of-the-mentor") == std::string::npos), text);
    BOOST_TEST((text_of(disk.about(mentor)).find("canary-of-the-mentor") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(who_is_forgotten_is_nowhere_any_more_backups_included) {
    Disk disk;
    const std::string mentee = disk.mark(disk.world.truth.mentee_of_story, "canary-of-the-mentee");
    disk.sync();
    const std::string folder = backups_folder(disk.settings);
    const auto saved = make_backup(disk.path(), folder, kNow);
    BOOST_TEST_REQUIRE(saved.has_value());
    const auto sorts = sorts_of(disk.about(mentee));
    BOOST_TEST(sorts.contains("contact"));
    BOOST_TEST(sorts.contains("relationship"));

    BOOST_TEST_REQUIRE(disk.world.store->erase(RecordId(mentee), kNow).has_value());
    const auto done = erase_in_backups(folder, "blink", disk.sealer)(*disk.world.store, kNow);
    BOOST_TEST_REQUIRE(done.has_value(), (done ? "" : done.error().message));
    BOOST_TEST(disk.about(mentee).empty(), text_of(disk.about(mentee)));

    disk.world.store.reset();
    BOOST_TEST_REQUIRE(rebuild_state(disk.settings, saved->path, kNow).has_value());
    disk.open();
    BOOST_TEST(disk.about(mentee).empty(), text_of(disk.about(mentee)));
    BOOST_TEST(disk.world.store->is_erased(RecordId(mentee)).value());
}

BOOST_AUTO_TEST_CASE(a_spoiled_backup_is_told_and_keeps_nobody_in_the_others) {
    Disk disk;
    disk.sync();
    const std::string mentee = disk.world.truth.mentee_of_story;
    const std::string folder = backups_folder(disk.settings);
    const auto saved = make_backup(disk.path(), folder, kNow);
    BOOST_TEST_REQUIRE(saved.has_value());
    const std::string spoiled = folder + "/" + backup_name(kNow - 24h);
    std::ofstream(spoiled) << std::string(5000, 'x');
    BOOST_TEST_REQUIRE(::chmod(spoiled.c_str(), 0600) == 0);
    std::ofstream(folder + "/letters.db") << "SQLite format 3, but none of ours";

    BOOST_TEST_REQUIRE(disk.world.store->erase(RecordId(mentee), kNow).has_value());
    const auto erase = erase_in_backups(folder, "blink", disk.sealer);
    const auto told = erase(*disk.world.store, kNow);
    BOOST_TEST_REQUIRE(!told.has_value());
    BOOST_TEST(told.error().message.find(spoiled) != std::string::npos, told.error().message);
    {
        const auto backup =
            store::SqlStore::open(saved->path, "blink", store::Mode::ReadWrite, disk.sealer);
        BOOST_TEST_REQUIRE(backup.has_value());
        BOOST_TEST((*backup)->about(RecordId(mentee)).value().empty());
    }
    fs::remove(spoiled);
    BOOST_TEST(erase(*disk.world.store, kNow).has_value());
}

BOOST_AUTO_TEST_CASE(an_audit_line_says_who_did_what_without_naming_the_person) {
    const Disk disk;
    for (int time = 0; time < 2; ++time) {
        BOOST_TEST_REQUIRE(append_audit(disk.path(), *disk.sealer,
                                        {.command = "forget",
                                         .portal = "blink",
                                         .contact = RecordId("31415926"),
                                         .facts = 7,
                                         .at = kNow})
                               .has_value());
    }
    std::ifstream file(disk.path() + ".audit");
    std::string line;
    int lines = 0;
    while (std::getline(file, line)) {
        ++lines;
        BOOST_TEST((line.find("31415926") == std::string::npos), line);
        BOOST_TEST((line.find(disk.sealer->tombstone("blink", "31415926")) != std::string::npos));
        BOOST_TEST((line.find("\"command\":\"forget\"") != std::string::npos), line);
    }
    BOOST_TEST(lines == 2);
}

BOOST_AUTO_TEST_SUITE_END()
