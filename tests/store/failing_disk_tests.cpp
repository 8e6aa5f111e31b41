#include "tests/store/failing_disk.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "sync/store/sql_store.hpp"
#include "tests/fakes/test_sealer.hpp"
#include "tests/store/canaries.hpp"

namespace mentorsync::store {

namespace {

using Call = FailingDisk::Call;
using With = FailingDisk::With;

struct Fault {
    const char* name;
    Call call;
    With with;
};
std::ostream& operator<<(std::ostream& out, const Fault& row) {
    return out << row.name;
}

const Fault kFaults[] = {
    {"a write that fails", Call::Write, With::Io},
    {"a write that finds no room", Call::Write, With::Full},
    {"a sync that fails", Call::Sync, With::Io},
    {"a read that fails", Call::Read, With::Io},
    {"a truncation that fails", Call::Truncate, With::Io},
};

std::unique_ptr<SqlStore> open_store(const std::string& path) {
    return must(SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer()));
}

void prepare(const std::string& path) {
    const auto store = open_store(path);
    must(store->begin("scope", PullKind::Everything, kNow));
    must(store->take(canary_page()));
    must(store->commit(canary_commit()));
}

// A cycle's writing, one call after the other, until one fails.
Result<void> work(SqlStore& store) {
    auto done = store.begin("scope", PullKind::Changes, kNow);
    if (done) done = store.take(page_with({sample_record(RecordKind::Contact, "7003")}));
    Commit commit = saving({sample_pair("7001", "7003")}, {sample_task("5003")});
    commit.kind = PullKind::Changes;
    if (done) done = store.commit(commit);
    if (!done) return done;
    const auto moved = store.advance(NoteKey("k1"), RowState::Planned, change_to(RowState::Sent),
                                     "create", "sending");
    if (!moved) return Failure(moved.error());
    return store.erase(RecordId("7002"), kNow);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(failing_disk_tests)

// The store that saw the failure goes on by itself, and what it then holds is sound: as if the call
// that failed had never been made, or had succeeded.
BOOST_DATA_TEST_CASE(the_next_call_after_a_failure_goes_on, boost::unit_test::data::make(kFaults),
                     fault) {
    const FailingDisk disk;
    std::size_t failures = 0;
    bool has_failed = true;
    for (std::size_t nth = 1; has_failed; ++nth) {
        const TemporaryDirectory directory;
        const std::string path = directory.file("state.db");
        prepare(path);
        const auto store = open_store(path);
        FailingDisk::fail(fault.call, fault.with, nth);
        const auto first = work(*store);
        has_failed = FailingDisk::has_failed();
        FailingDisk::fail(fault.call, fault.with, 0);
        if (!first) {
            ++failures;
            BOOST_TEST_REQUIRE((first.error().code == ErrorCode::StoreFailed),
                               first.error().message);
        }
        const auto second = work(*store);
        BOOST_TEST_REQUIRE(second.has_value(), "at " << nth << ": " << second.error().message);
        BOOST_TEST_REQUIRE(must(store->relationships()).size() == 2U);
        BOOST_TEST_REQUIRE(must(store->is_erased(RecordId("7002"))));
        const std::string dump = must(store->canonical_dump());
        BOOST_TEST_REQUIRE(must(open_store(path)->canonical_dump()) == dump);
    }
    BOOST_TEST_MESSAGE(fault.name << ": " << failures << " failures");
    BOOST_TEST(failures > 0U);
}

// Whoever only repeats the sync is told that all is well while nothing was written.
BOOST_AUTO_TEST_CASE(a_connection_whose_sync_failed_is_not_used_again) {
    const FailingDisk disk;
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    prepare(path);
    auto connection = must(Connection::open(path, Connection::Access::ReadWrite));
    must(connection.execute("PRAGMA synchronous = FULL"));
    FailingDisk::fail(Call::Sync, With::Io, 1);
    BOOST_TEST(!connection.run("DELETE FROM task", {}).has_value());
    BOOST_TEST(connection.is_broken());
    BOOST_TEST(!connection.run("DELETE FROM task", {}).has_value());
    BOOST_TEST(!connection.number("SELECT 1", {}).has_value());
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_waited_out_with_the_same_connection) {
    const FailingDisk disk;
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    prepare(path);
    auto connection = must(Connection::open(path, Connection::Access::ReadWrite));
    FailingDisk::fail(Call::Write, With::Full, 1);
    const auto refused = connection.run("DELETE FROM task", {});
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().message.find("make room") != std::string::npos);
    BOOST_TEST(!connection.is_broken());
    must(connection.run("DELETE FROM task", {}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
