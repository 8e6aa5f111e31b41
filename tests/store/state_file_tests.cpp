#include "sync/store/state_file.hpp"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "sync/store/schema.hpp"
#include "sync/store/sql_store.hpp"
#include "tests/fakes/test_sealer.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/temporary_directory.hpp"

namespace mentorsync::store {

namespace {

unsigned mode_of(const std::string& path) {
    struct stat status {};
    return lstat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

std::string bytes_of(const std::string& path) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
}

void write_private(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
    chmod(path.c_str(), 0600);
}

void run_sql(const std::string& path, const std::string& sql) {
    sqlite3* database = nullptr;
    const bool opened = sqlite3_open(path.c_str(), &database) == SQLITE_OK;
    const bool done =
        opened && sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    sqlite3_close(database);
    chmod(path.c_str(), 0600);
    if (!done) throw std::runtime_error("sqlite: " + sql);
}

void make_state(const std::string& path) {
    must(must(SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer()))->commit(saving({})));
}

// Bytes that quick_check looks at: the first page after the header.
void damage(const std::string& path) {
    std::string bytes = bytes_of(path);
    for (std::size_t i = 4096; i < bytes.size(); i += 512) bytes[i] = '\x7f';
    write_private(path, bytes);
}

struct Refused {
    const char* name;
    void (*prepare)(const TemporaryDirectory& directory, const std::string& path);
    const char* says;
};
std::ostream& operator<<(std::ostream& out, const Refused& row) {
    return out << row.name;
}

const Refused kRefused[] = {
    {"an empty file", [](const auto&, const auto& path) { write_private(path, ""); },
     "is empty; restore a backup"},
    {"garbage", [](const auto&, const auto& path) { write_private(path, std::string(5000, 'x')); },
     "not a database"},
    {"a single byte", [](const auto&, const auto& path) { write_private(path, "x"); },
     "is not a mentorsync state file"},
    {"a database of another program",
     [](const auto&, const auto& path) { run_sql(path, "CREATE TABLE t (a)"); },
     "is not a mentorsync state file"},
    {"a newer schema",
     [](const auto&, const auto& path) {
         make_state(path);
         run_sql(path, "PRAGMA user_version = 9999");
     },
     "was written by a newer mentorsync (schema 9999"},
    {"a truncated file",
     [](const auto&, const auto& path) {
         make_state(path);
         std::filesystem::resize_file(path, 8192);
     },
     "begin again with `mentorsync plan`"},
    {"a damaged file",
     [](const auto&, const auto& path) {
         make_state(path);
         damage(path);
     },
     "begin again with `mentorsync plan`"},
    {"a symbolic link",
     [](const auto& directory, const auto& path) {
         make_state(directory.file("real.db"));
         std::filesystem::create_symlink(directory.file("real.db"), path);
     },
     "is a symbolic link"},
    {"a dangling link",
     [](const auto& directory, const auto& path) {
         std::filesystem::create_symlink(directory.file("victim"), path);
     },
     "is a symbolic link"},
    {"a file that others may read",
     [](const auto&, const auto& path) {
         make_state(path);
         chmod(path.c_str(), 0644);
     },
     "is open to others; run: chmod 600 "},
    {"a directory", [](const auto&, const auto& path) { std::filesystem::create_directory(path); },
     "is no regular file"},
    {"a directory that others may write to",
     [](const auto& directory, const auto&) { chmod(directory.path().c_str(), 0777); },
     "run: chmod 700 "},
    {"a log whose database is gone",
     [](const auto&, const auto& path) { write_private(path + "-wal", "x"); },
     "state.db-wal is there; bring both back"},
};

// Whatever it is, it stays as it was: nothing is recreated over it.
void check_refusal(const Refused& row, Mode mode) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    row.prepare(directory, path);
    const std::string before = bytes_of(path);

    const auto store = SqlStore::open(path, "blink", mode, test_sealer());
    BOOST_TEST_REQUIRE(!store.has_value());
    BOOST_TEST((store.error().code == ErrorCode::StoreFailed));
    const std::string& message = store.error().message;
    BOOST_TEST(message.find(row.says) != std::string::npos, message);
    BOOST_TEST(message.find(directory.path()) != std::string::npos, message);
    BOOST_TEST(message.find('\n') == std::string::npos, message);
    BOOST_TEST(bytes_of(path) == before);
    BOOST_TEST(!std::filesystem::exists(directory.file("victim")));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(state_file_tests)

BOOST_DATA_TEST_CASE(refuses_in_one_line_with_the_way_out, boost::unit_test::data::make(kRefused),
                     row) {
    for (const Mode mode : {Mode::ReadWrite, Mode::ReadOnly}) check_refusal(row, mode);
}

// Only quick_check finds this one, and on a writable connection only.
BOOST_AUTO_TEST_CASE(refuses_to_write_where_a_row_breaks_the_rules_of_its_table) {
    const TemporaryDirectory directory;
    make_state(directory.file("state.db"));
    run_sql(directory.file("state.db"),
            "PRAGMA ignore_check_constraints = ON;"
            "INSERT INTO relationship_person VALUES ('blink', 'r', 'nobody', 0, '1')");
    const auto store =
        SqlStore::open(directory.file("state.db"), "blink", Mode::ReadWrite, test_sealer());
    BOOST_TEST_REQUIRE(!store.has_value());
    BOOST_TEST(store.error().message.find("is damaged; restore a backup") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(everything_it_makes_is_private_whatever_the_umask) {
    for (const mode_t mask : {0U, 0777U}) {
        const TemporaryDirectory directory;
        const std::string path = directory.file("inner/state.db");
        const mode_t before = umask(0);
        BOOST_TEST((mask == 0 || mkdir(directory.file("inner").c_str(), 0700) == 0));
        umask(mask);
        const auto store = SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer());
        if (store) static_cast<void>((*store)->commit(saving({})));
        umask(before);
        BOOST_TEST_REQUIRE(store.has_value(), store.error().message);
        BOOST_TEST(mode_of(directory.file("inner")) == 0700U);
        for (const auto& entry : std::filesystem::directory_iterator(directory.file("inner"))) {
            BOOST_TEST(mode_of(entry.path()) == 0600U, entry.path().string());
        }
        BOOST_TEST(std::filesystem::exists(path + "-wal"));
    }
}

BOOST_AUTO_TEST_CASE(a_missing_directory_above_is_not_made) {
    const TemporaryDirectory directory;
    const auto store =
        SqlStore::open(directory.file("a/b/state.db"), "blink", Mode::ReadWrite, test_sealer());
    BOOST_TEST(!store.has_value());
}

BOOST_AUTO_TEST_CASE(a_directory_may_be_reached_through_a_link) {
    const TemporaryDirectory directory;
    std::filesystem::create_directory(directory.path() / "real");
    std::filesystem::create_directory_symlink(directory.path() / "real", directory.path() / "link");
    BOOST_TEST(
        SqlStore::open(directory.file("link/state.db"), "blink", Mode::ReadWrite, test_sealer())
            .has_value());
    BOOST_TEST(std::filesystem::exists(directory.file("real/state.db")));
}

BOOST_AUTO_TEST_CASE(questions_make_no_file) {
    const TemporaryDirectory directory;
    const auto store =
        SqlStore::open(directory.file("in/state.db"), "blink", Mode::ReadOnly, test_sealer());
    BOOST_TEST(!store.has_value());
    BOOST_TEST(std::filesystem::is_empty(directory.path()));
    const auto here =
        SqlStore::open(directory.file("state.db"), "blink", Mode::ReadOnly, test_sealer());
    BOOST_TEST_REQUIRE(!here.has_value());
    BOOST_TEST(here.error().message.find("run `mentorsync sync` first") != std::string::npos);
    BOOST_TEST(std::filesystem::is_empty(directory.path()));
}

BOOST_AUTO_TEST_CASE(a_crash_while_the_file_was_made_does_no_harm) {
    const TemporaryDirectory directory;
    write_private(directory.file("state.db.new"), "half a data");
    write_private(directory.file("state.db.new-journal"), "half a journal");
    make_state(directory.file("state.db"));
    BOOST_TEST(!std::filesystem::exists(directory.file("state.db.new")));
}

BOOST_AUTO_TEST_CASE(publishing_replaces_nothing) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    const std::string draft = must(make_draft(path));
    write_private(path, "somebody was faster");
    BOOST_TEST(!publish_draft(draft, path).has_value());
    BOOST_TEST(bytes_of(path) == "somebody was faster");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_opened_again_has_kept_everything) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    std::string before;
    {
        const auto store = must(SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer()));
        Commit commit = saving({sample_pair("1", "2")}, {sample_task("501")});
        commit.notes = {sample_note("k", {RelationshipId("r"), NoteKind::Start, ""})};
        must(store->commit(commit));
        must(store->begin("scope", PullKind::Everything, kNow));
        must(store->take(page_with({sample_record(RecordKind::Contact, "7")})));
        before = must(store->canonical_dump());
    }
    const auto store = must(SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer()));
    BOOST_TEST(must(store->canonical_dump()) == before);
    must(store->begin("scope", PullKind::Everything, kNow));
    BOOST_TEST(must(store->taken()).records.size() == 1U);

    const auto reader = must(SqlStore::open(path, "blink", Mode::ReadOnly, test_sealer()));
    BOOST_TEST(must(reader->canonical_dump()) == before);
    BOOST_TEST(must(reader->load(seen_of({}), std::nullopt)).relationships.size() == 1U);
    BOOST_TEST(!reader->commit(saving({})).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
