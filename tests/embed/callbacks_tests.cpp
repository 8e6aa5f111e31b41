// Callbacks that throw, come back, cancel and log, and threads that meet.

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/embed/office.hpp"

namespace {

int64_t throws(void* /*data*/) {
    throw std::runtime_error("planted\nin the clock");
}

// A clock at which a call waits for the test.
struct Gate {
    std::promise<void> reached;
    std::promise<void> open;
    std::atomic<bool> is_used{false};

    static int64_t now(void* data) {
        auto& gate = *static_cast<Gate*>(data);
        if (!gate.is_used.exchange(true)) {
            gate.reached.set_value();
            gate.open.get_future().wait();
        }
        return 1'795'413'900'000;
    }
};

struct Visitor {
    office::Engine* engine = nullptr;
    std::vector<mentorsync_code> codes;

    static int64_t now(void* data) {
        auto& self = *static_cast<Visitor*>(data);
        mentorsync_buffer out{nullptr, 0};
        mentorsync_engine* const handle = self.engine->handle;
        self.codes.push_back(mentorsync_status(handle, &out, nullptr));
        self.codes.push_back(mentorsync_close(handle, nullptr));
        return 0;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(callbacks_tests)

BOOST_AUTO_TEST_CASE(an_exception_of_a_callback_reaches_c_as_a_code_and_one_line) {
    mentorsync_options options = office::options();
    options.now = throws;
    office::Engine engine(options);
    BOOST_TEST_REQUIRE(engine.hand_in() == MENTORSYNC_OK);
    BOOST_TEST(engine.cycle() == MENTORSYNC_INTERNAL);
    const std::string message = engine.error.message;
    BOOST_TEST(message == "a callback has thrown an exception; none may let one out of it");
}

BOOST_AUTO_TEST_CASE(a_second_call_is_refused_while_one_is_under_way) {
    Gate gate;
    mentorsync_options options = office::options();
    options.now = Gate::now;
    options.clock_data = &gate;
    office::Engine engine(options);
    BOOST_TEST_REQUIRE(engine.hand_in() == MENTORSYNC_OK);
    std::thread first([&] { engine.cycle(); });
    gate.reached.get_future().wait();
    mentorsync_buffer out{nullptr, 0};
    mentorsync_error error{sizeof error, 0, ""};
    BOOST_TEST(mentorsync_tasks(engine.handle, &out, &error) == MENTORSYNC_BUSY);
    BOOST_TEST(mentorsync_close(engine.handle, &error) == MENTORSYNC_BUSY);
    gate.open.set_value();
    first.join();
    BOOST_TEST(engine.code == MENTORSYNC_OK);
}

BOOST_AUTO_TEST_CASE(a_call_is_cancelled_from_another_thread) {
    Gate gate;
    mentorsync_options options = office::options();
    options.elapsed = Gate::now;
    options.clock_data = &gate;
    office::Engine engine(options);
    BOOST_TEST_REQUIRE(engine.hand_in() == MENTORSYNC_OK);
    std::thread first([&] {
        engine.code = mentorsync_cycle(engine.handle, {nullptr, 0}, engine.into(), &engine.error);
    });
    gate.reached.get_future().wait();
    BOOST_TEST(mentorsync_cancel(engine.handle, nullptr) == MENTORSYNC_OK);
    gate.open.set_value();
    first.join();
    BOOST_TEST(engine.code == MENTORSYNC_CANCELLED);
    // It was that call, and not the next one.
    BOOST_TEST(engine.cycle() == MENTORSYNC_OK);
}

BOOST_AUTO_TEST_CASE(a_callback_may_not_use_the_engine) {
    Visitor visitor;
    mentorsync_options options = office::options();
    options.now = Visitor::now;
    options.clock_data = &visitor;
    office::Engine engine(options);
    visitor.engine = &engine;
    BOOST_TEST_REQUIRE(engine.hand_in() == MENTORSYNC_OK);
    BOOST_TEST(engine.cycle() == MENTORSYNC_OK);
    BOOST_TEST(!visitor.codes.empty());
    for (const mentorsync_code code : visitor.codes) BOOST_TEST(code == MENTORSYNC_BUSY);
}

BOOST_AUTO_TEST_CASE(engines_in_two_threads_do_not_know_of_each_other) {
    const auto live = [] {
        for (int i = 0; i < 20; ++i) {
            office::Engine engine;
            if (engine.hand_in() != MENTORSYNC_OK || engine.cycle() != MENTORSYNC_OK ||
                engine.take() != MENTORSYNC_OK) {
                return false;
            }
        }
        return true;
    };
    auto other = std::async(std::launch::async, live);
    BOOST_TEST(live());
    BOOST_TEST(other.get());
}

BOOST_AUTO_TEST_SUITE_END()
