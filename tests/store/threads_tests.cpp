#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <string>
#include <thread>
#include <vector>

#include "sync/store/sql_store.hpp"
#include "tests/fakes/test_sealer.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/temporary_directory.hpp"

namespace mentorsync::store {

namespace {

constexpr int kPortals = 4;
constexpr int kTicks = 15;

// What a portal's thread does in a tick. Returns how many calls failed.
int tick(SqlStore& store, int number) {
    const Instant now = kNow + std::chrono::minutes(number);
    const std::string id = std::to_string(1000 + number);
    Commit commit = saving({sample_pair("1", id)}, {sample_task(id)}, now);
    commit.kind = PullKind::Changes;
    commit.notes = {sample_note("k" + id, {RelationshipId("r"), NoteKind::Progress, id})};
    int failed = 0;
    const auto count = [&failed](const auto& result) { failed += result ? 0 : 1; };
    count(store.begin("scope", PullKind::Changes, now));
    count(store.take(page_with({sample_record(RecordKind::Contact, id)})));
    count(store.merged());
    count(store.commit(commit));
    count(store.advance(NoteKey("k" + id), RowState::Planned, change_to(RowState::Sent), "a", "b"));
    count(store.open_requests(now));
    return failed;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(threads_tests)

// One file, a store a portal, a thread each, and a command that leaves requests without a lock.
BOOST_AUTO_TEST_CASE(portals_in_one_file_wait_for_each_other_and_never_fail) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    const auto sealer = test_sealer();
    std::atomic<int> failed = 0;
    {
        std::vector<std::jthread> threads;
        for (int portal = 0; portal < kPortals; ++portal) {
            threads.emplace_back([&, portal] {
                const auto store = SqlStore::open(path, "portal" + std::to_string(portal),
                                                  Mode::ReadWrite, sealer);
                if (!store) ++failed;
                for (int i = 0; store && i < kTicks; ++i) failed += tick(**store, i);
            });
        }
        threads.emplace_back([&] {
            const auto store = SqlStore::open(path, "portal0", Mode::ReadWrite, sealer);
            if (!store) ++failed;
            for (int i = 0; store && i < kTicks; ++i) {
                if (!(*store)->leave("sync", "{}", kNow)) ++failed;
            }
        });
    }
    BOOST_TEST(failed == 0);
    for (int portal = 0; portal < kPortals; ++portal) {
        const auto store =
            must(SqlStore::open(path, "portal" + std::to_string(portal), Mode::ReadWrite, sealer));
        BOOST_TEST(must(store->tasks()).size() == kTicks);
        BOOST_TEST(must(store->snapshot()).records.size() == kTicks);
        BOOST_TEST(must(store->notes()).size() == kTicks);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
