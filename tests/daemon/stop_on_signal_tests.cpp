#include "sync/run/stop_on_signal.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <condition_variable>
#include <csignal>
#include <mutex>

using namespace mentorsync;

BOOST_AUTO_TEST_SUITE(stop_on_signal_tests)

BOOST_AUTO_TEST_CASE(a_signal_asks_what_is_under_way_to_stop) {
    for (const int signal : {SIGINT, SIGTERM}) {
        const StopOnSignal signals;
        BOOST_TEST(!signals.token().stop_requested());
        ::kill(::getpid(), signal);
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any stopped;
        stopped.wait(lock, signals.token(), [] { return false; });
        BOOST_TEST(signals.token().stop_requested());
    }
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_signal_ends_without_one_and_stops_nobody) {
    std::stop_token token;
    {
        const StopOnSignal signals;
        token = signals.token();
    }
    BOOST_TEST(!token.stop_requested());
}

BOOST_AUTO_TEST_SUITE_END()
