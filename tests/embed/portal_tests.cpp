// A portal that the library pulls by itself: over the caller's own HTTP client and clock, in calls
// and in a thread of the engine's own.

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <mutex>
#include <string>
#include <thread>

#include "mentorsync/mentorsync.h"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/run/world.hpp"

namespace {

using mentorsync::tests::World;
using namespace std::chrono_literals;

mentorsync_text text(const std::string& words) {
    return {words.data(), words.size()};
}

std::ptrdiff_t threads_of_this_process() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

// Somebody's CRM, and what their process lends to the library.
struct Lender {
    World world{mentorsync::sandbox::tiny_size()};
    std::mutex mutex;  // of the world: the CRM is called from the engine's thread
    std::thread::id notes_came_from;
    std::promise<void> note_came;
    bool has_note_come = false;

    static mentorsync_code exchange(void* data, const mentorsync_request* request,
                                    mentorsync_response* response) {
        const auto copy = [](const mentorsync_text& words) {
            return std::string(words.data, words.size);
        };
        Lender& self = *static_cast<Lender*>(data);
        const std::scoped_lock lock(self.mutex);
        self.world.crm.set_now(self.world.clock.now());
        const auto outcome = self.world.crm.handle({copy(request->method), copy(request->target),
                                                    copy(request->bearer), copy(request->body)});
        if (outcome.delivery != mentorsync::sandbox::Delivery::Answered) {
            return MENTORSYNC_AMBIGUOUS;
        }
        std::string headers;
        for (const auto& [name, value] : outcome.response.headers) {
            headers.append(name).append(": ").append(value).append("\r\n");
        }
        self.look_at(copy(request->target));
        return mentorsync_response_set(response, outcome.response.status, text(headers),
                                       text(outcome.response.body));
    }

    void look_at(const std::string& target) {
        if (target.find("notes/batch/create") == std::string::npos) return;
        notes_came_from = std::this_thread::get_id();
        if (!has_note_come) note_came.set_value();
        has_note_come = true;
    }

    // Before the next note is waited for.
    std::future<void> next_note() {
        const std::scoped_lock lock(mutex);
        note_came = {};
        has_note_come = false;
        return note_came.get_future();
    }

    static int64_t now(void* data) {
        return static_cast<Lender*>(data)->world.clock.now().time_since_epoch().count();
    }
    static int64_t elapsed(void* data) {
        return static_cast<Lender*>(data)->world.clock.elapsed().count();
    }
    // Wakes late, so that a week of short waits is soon over.
    static void wait(void* data, int64_t /*milliseconds*/) {
        static_cast<Lender*>(data)->world.clock.advance(10s);
    }
};

struct Portal {
    Portal() {
        std::ofstream(file("key")) << lender.world.token;
        ::chmod(file("key").c_str(), S_IRUSR);
        const std::string settings =
            R"({"store": "sqlite:)" + file("state.db") +
            R"(", "portals": [{"name": "blink", "mapping": "mapping", "pull_every": "6h", "crm": {
                "kind": "hubspot", "base_url": "https://crm.example.org",
                "credentials": {"service_key": {"$file": ")" +
            file("key") + R"("}}}}]})";
        const std::string mapping = mentorsync::tests::example_mapping_text();
        mentorsync_options options;
        mentorsync_options_init(&options, sizeof options);
        options.settings = text(settings);
        options.mapping = text(mapping);
        options.flags = MENTORSYNC_CURL_IS_READY;
        options.now = Lender::now;
        options.elapsed = Lender::elapsed;
        options.wait = Lender::wait;
        options.clock_data = &lender;
        options.exchange = Lender::exchange;
        options.exchange_data = &lender;
        BOOST_TEST_REQUIRE(mentorsync_open(&options, &engine, &error) == MENTORSYNC_OK,
                           error.message);
    }
    Portal(const Portal&) = delete;
    Portal& operator=(const Portal&) = delete;
    ~Portal() {
        mentorsync_close(engine, nullptr);
        mentorsync_buffer_free(&out);
    }

    [[nodiscard]] std::string file(const char* name) const { return folder.path() + "/" + name; }

    mentorsync_buffer* into() {
        mentorsync_buffer_free(&out);
        return &out;
    }
    [[nodiscard]] std::string document() const { return {out.data, out.size}; }

    mentorsync_code plan() { return mentorsync_plan(engine, into(), &error); }
    mentorsync_code cycle(const std::string& acceptance = {}) {
        return mentorsync_cycle(engine, text(acceptance), into(), &error);
    }

    // The first sync, agreed to.
    void accept() {
        BOOST_TEST_REQUIRE(plan() == MENTORSYNC_OK, error.message);
        const std::string name = R"("acceptance":")";
        const std::string hash = document().substr(document().find(name) + name.size(), 12);
        BOOST_TEST_REQUIRE(cycle(hash) == MENTORSYNC_OK, error.message);
    }

    mentorsync::fakes::TemporaryFolder folder;
    Lender lender;
    mentorsync_engine* engine = nullptr;
    mentorsync_error error{sizeof(mentorsync_error), 0, ""};
    mentorsync_buffer out{nullptr, 0};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(portal_tests)

BOOST_AUTO_TEST_CASE(a_cycle_pulls_and_tells_through_the_lent_client) {
    Portal portal;
    BOOST_TEST(portal.cycle() == MENTORSYNC_BRAKE_REFUSED);
    BOOST_TEST(!portal.lender.has_note_come);
    portal.accept();
    BOOST_TEST(portal.lender.has_note_come);
    BOOST_TEST((portal.lender.notes_came_from == std::this_thread::get_id()));
    BOOST_TEST(portal.lender.world.crm.witness().violations().empty());
}

BOOST_AUTO_TEST_CASE(the_engines_own_thread_tells_what_has_come_until_it_is_stopped) {
    Portal portal;
    portal.accept();
    auto note = portal.lender.next_note();
    BOOST_TEST_REQUIRE(mentorsync_start(portal.engine, &portal.error) == MENTORSYNC_OK,
                       portal.error.message);
    // The next weekly note; the engine's thread lets time pass when it waits.
    BOOST_TEST_REQUIRE((note.wait_for(5min) == std::future_status::ready));
    BOOST_TEST(mentorsync_start(portal.engine, nullptr) == MENTORSYNC_OK);
    BOOST_TEST(portal.plan() == MENTORSYNC_BUSY);
    BOOST_TEST(portal.cycle() == MENTORSYNC_BUSY);
    BOOST_TEST(mentorsync_status(portal.engine, portal.into(), nullptr) == MENTORSYNC_OK);
    BOOST_TEST(mentorsync_stop(portal.engine, &portal.error) == MENTORSYNC_OK);
    BOOST_TEST((portal.lender.notes_came_from != std::this_thread::get_id()));

    const auto requests = portal.lender.world.crm.witness().requests().size();
    BOOST_TEST(mentorsync_stop(portal.engine, nullptr) == MENTORSYNC_OK);
    BOOST_TEST(portal.lender.world.crm.witness().requests().size() == requests);
    BOOST_TEST(portal.lender.world.crm.witness().most_live() == 1U);
    BOOST_TEST(portal.lender.world.crm.witness().violations().empty());
    BOOST_TEST(portal.plan() == MENTORSYNC_OK, portal.error.message);
}

BOOST_AUTO_TEST_CASE(closing_an_engine_ends_its_thread) {
    Portal portal;
    portal.accept();
    const auto before = threads_of_this_process();
    BOOST_TEST_REQUIRE(mentorsync_start(portal.engine, nullptr) == MENTORSYNC_OK);
    BOOST_TEST(threads_of_this_process() == before + 1);
    BOOST_TEST(mentorsync_close(portal.engine, &portal.error) == MENTORSYNC_OK);
    portal.engine = nullptr;
    BOOST_TEST(threads_of_this_process() == before);
}

BOOST_AUTO_TEST_SUITE_END()
