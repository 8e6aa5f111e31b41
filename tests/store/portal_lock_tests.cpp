#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "sync/store/portal_lock.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/temporary_directory.hpp"

namespace mentorsync::store {

namespace {

// A process of its own that takes the lock, says so, and holds it until it is killed.
class Holder {
public:
    explicit Holder(const std::string& path) {
        std::array<int, 2> said{};
        if (pipe(said.data()) != 0) throw std::runtime_error("pipe failed");
        process_ = fork();
        if (process_ == 0) {
            const auto lock = PortalLock::acquire(path);
            const char answer = lock ? 'y' : 'n';
            if (write(said[1], &answer, 1) == 1) pause();
            _exit(0);
        }
        char answer = 'n';
        if (read(said[0], &answer, 1) == 1) locked_ = answer == 'y';
        close(said[0]);
        close(said[1]);
    }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    ~Holder() { kill_it(); }

    void kill_it() {
        if (process_ <= 0) return;
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
        process_ = 0;
    }

    [[nodiscard]] bool locked() const { return locked_; }
    [[nodiscard]] pid_t process() const { return process_; }

private:
    pid_t process_ = 0;
    bool locked_ = false;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(portal_lock_tests)

BOOST_AUTO_TEST_CASE(a_second_process_is_refused_and_told_who_holds_it) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    Holder holder(path);
    BOOST_TEST_REQUIRE(holder.locked());

    const auto refused = PortalLock::acquire(path);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == ErrorCode::StoreLocked));
    const std::string& message = refused.error().message;
    const std::string held_by = "held by process " + std::to_string(holder.process()) + " on ";
    BOOST_TEST(message.find(held_by) != std::string::npos, message);
    BOOST_TEST(message.find(" since 20") != std::string::npos, message);
    BOOST_TEST(message.find('\n') == std::string::npos, message);
}

BOOST_AUTO_TEST_CASE(the_lock_goes_with_a_holder_that_is_killed) {
    const TemporaryDirectory directory;
    Holder holder(directory.file("state.db"));
    BOOST_TEST_REQUIRE(holder.locked());
    holder.kill_it();
    BOOST_TEST(PortalLock::acquire(directory.file("state.db")).has_value());
}

BOOST_AUTO_TEST_CASE(one_process_cannot_take_it_twice_but_again) {
    const TemporaryDirectory directory;
    {
        const auto lock = PortalLock::acquire(directory.file("state.db"));
        BOOST_TEST_REQUIRE(lock.has_value());
        BOOST_TEST(!PortalLock::acquire(directory.file("state.db")).has_value());
        BOOST_TEST(PortalLock::acquire(directory.file("other.db")).has_value());
    }
    BOOST_TEST(PortalLock::acquire(directory.file("state.db")).has_value());
}

BOOST_AUTO_TEST_CASE(a_moved_lock_is_held_once) {
    const TemporaryDirectory directory;
    auto first = must(PortalLock::acquire(directory.file("state.db")));
    {
        const PortalLock second = std::move(first);
        BOOST_TEST(!PortalLock::acquire(directory.file("state.db")).has_value());
    }
    BOOST_TEST(PortalLock::acquire(directory.file("state.db")).has_value());
}

BOOST_AUTO_TEST_CASE(the_lock_file_is_private_whatever_the_umask) {
    for (const mode_t mask : {0U, 0777U}) {
        const TemporaryDirectory directory;
        const mode_t before = umask(mask);
        const auto lock = PortalLock::acquire(directory.file("state.db"));
        umask(before);
        struct stat status {};
        BOOST_TEST_REQUIRE(stat(directory.file("state.db.lock").c_str(), &status) == 0);
        BOOST_TEST((status.st_mode & 0777U) == 0600U);
    }
}

BOOST_AUTO_TEST_CASE(a_link_in_its_place_is_not_followed) {
    const TemporaryDirectory directory;
    std::filesystem::create_symlink(directory.file("victim"), directory.file("state.db.lock"));
    const auto refused = PortalLock::acquire(directory.file("state.db"));
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == ErrorCode::StoreFailed));
    BOOST_TEST(!std::filesystem::exists(directory.file("victim")));
}

BOOST_AUTO_TEST_CASE(what_a_holder_wrote_is_shown_only_if_it_is_plain_text) {
    const TemporaryDirectory directory;
    const auto lock = PortalLock::acquire(directory.file("state.db"));
    std::ofstream(directory.file("state.db.lock")) << "\x1b[31mred";
    const auto refused = PortalLock::acquire(directory.file("state.db"));
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().message.find("held by another process") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_state_in_memory_needs_no_lock) {
    const auto one = PortalLock::acquire(":memory:");
    BOOST_TEST(one.has_value());
    BOOST_TEST(PortalLock::acquire(":memory:").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
