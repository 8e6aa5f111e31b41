#include "sync/daemon/crash_loop.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "tests/fakes/fake_clock.hpp"
#include "tests/fakes/temporary_folder.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using daemon::CrashLoop;

BOOST_AUTO_TEST_SUITE(crash_loop_tests)

BOOST_AUTO_TEST_CASE(the_fifth_start_within_a_minute_is_a_loop) {
    const fakes::TemporaryFolder folder;
    const CrashLoop loop(folder.path() + "/state.db");
    FakeClock clock;
    for (int start = 1; start <= 4; ++start, clock.advance(14s)) {
        BOOST_TEST(!loop.is_looping(clock.now()), start);
    }
    BOOST_TEST(loop.is_looping(clock.now()));
    BOOST_TEST(loop.is_looping(clock.now()));
    struct stat status {};
    BOOST_TEST(stat((folder.path() + "/state.db.starts").c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777U) == 0600U);
}

BOOST_AUTO_TEST_CASE(slow_restarts_are_none) {
    const fakes::TemporaryFolder folder;
    const CrashLoop loop(folder.path() + "/state.db");
    FakeClock clock;
    for (int start = 1; start <= 20; ++start, clock.advance(15s)) {
        BOOST_TEST(!loop.is_looping(clock.now()), start);
    }
}

BOOST_AUTO_TEST_CASE(an_end_in_order_clears_it) {
    const fakes::TemporaryFolder folder;
    const CrashLoop loop(folder.path() + "/state.db");
    const FakeClock clock;
    for (int start = 1; start <= 20; ++start) {
        BOOST_TEST(!loop.is_looping(clock.now()), start);
        if (start % 3 == 0) loop.forget();
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_list_of_starts_counts_as_none) {
    const fakes::TemporaryFolder folder;
    const std::string path = folder.path() + "/state.db";
    const FakeClock clock;
    const std::string future = std::to_string((clock.now() + 1h).time_since_epoch().count()) + "\n";
    for (const std::string& text : {std::string("\n\n\nx\n99999999999999999999\n-1\n"),
                                    std::string(100'000, '1'), future + future + future + future}) {
        std::ofstream(path + ".starts") << text;
        BOOST_TEST(!CrashLoop(path).is_looping(clock.now()));
    }
    BOOST_TEST(!CrashLoop("/nowhere/state.db").is_looping(clock.now()));
}

BOOST_AUTO_TEST_SUITE_END()
