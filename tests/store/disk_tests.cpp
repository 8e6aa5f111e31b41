#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <csignal>

#include "sync/store/sql_store.hpp"
#include "tests/fakes/test_sealer.hpp"
#include "tests/store/canaries.hpp"

namespace mentorsync::store {

namespace {

std::unique_ptr<SqlStore> open_store(const std::string& path) {
    return must(SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer()));
}

// Commits task after task, says so to `acknowledged` after each, and never returns.
[[noreturn]] void commit_for_ever(const std::string& path, int first, int acknowledged) {
    const auto store = SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer());
    for (int id = first; store; ++id) {
        if (!(*store)->commit(saving({}, {sample_task(std::to_string(id))}))) break;
        if (write(acknowledged, &id, sizeof id) != sizeof id) break;
    }
    _exit(1);
}

// Kills such a process after it acknowledged `commits`. Returns the last that it acknowledged.
int killed_after(int commits, const std::string& path, int first) {
    std::array<int, 2> acknowledged{};
    if (pipe(acknowledged.data()) != 0) throw std::runtime_error("pipe failed");
    const pid_t child = fork();
    if (child == 0) commit_for_ever(path, first, acknowledged[1]);
    close(acknowledged[1]);

    int last = -1;
    const auto hear = [&] { return read(acknowledged[0], &last, sizeof last) == sizeof last; };
    while (commits > 0 && hear()) --commits;
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    while (hear()) continue;
    close(acknowledged[0]);
    return last;
}

CrmPage canary_page_of(int number) {
    CrmPage page;
    for (int i = 0; i < 100; ++i) {
        page.records.emplace_back(sample_record(
            RecordKind::Contact, std::to_string(number * 100 + i), {{"firstname", "CANARY-Aino"}}));
    }
    page.owners = {{OwnerId("1"), "CANARY@example.com", "CANARY-o", "", false}};
    page.unreadable = {{{RecordKind::Task, RecordId("1")}, "CANARY-reason"}};
    return page;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(disk_tests)

BOOST_AUTO_TEST_CASE(what_was_acknowledged_survives_a_kill) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    static_cast<void>(open_store(path));
    for (int round = 0; round < 10; ++round) {
        const int first = (round + 1) * 1'000'000;
        const int last = killed_after(2 + round, path, first);
        BOOST_TEST_REQUIRE(last >= first);
        const std::string dump = must(open_store(path)->canonical_dump());
        for (int id = first; id <= last; ++id) {
            const std::string line = "task \"blink\" \"" + std::to_string(id) + "\"";
            BOOST_TEST_REQUIRE(holds(dump, line), line << " of " << last);
        }
    }
}

BOOST_AUTO_TEST_CASE(no_word_of_what_was_staged_reaches_the_disk) {
    const TemporaryDirectory directory;
    const auto store = open_store(directory.file("state.db"));
    must(store->begin("scope", PullKind::Everything, kNow));
    for (int number = 0; number < 30; ++number) must(store->take(canary_page_of(number)));
    BOOST_TEST(!holds(all_bytes_in(directory), "CANARY"));
    BOOST_TEST(holds(all_bytes_in(directory), "contact"));  // we do look at the right bytes
    must(store->commit(saving({})));
    BOOST_TEST(!holds(all_bytes_in(directory), "CANARY"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
