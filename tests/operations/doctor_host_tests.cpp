#include "sync/run/doctor_host.hpp"

#include <sys/stat.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <fstream>
#include <string>

#include "sync/store/portal_lock.hpp"
#include "sync/store/sql_store.hpp"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/operations/clinic.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using tests::finding_of;
using tests::text_of;
namespace data = boost::unit_test::data;

namespace {

constexpr Instant kNow = tests::World::kMonday;
constexpr std::uintmax_t kMegabyte = 1U << 20U;

struct Room {
    std::uintmax_t available;
    std::uintmax_t state;
    Verdict verdict;
};
std::ostream& operator<<(std::ostream& out, const Room& room) {
    return out << room.available << " for " << room.state;
}
const Room kRooms[] = {
    {0, 0, Verdict::Fail},
    {64 * kMegabyte - 1, 0, Verdict::Fail},
    {64 * kMegabyte, 0, Verdict::Warn},
    {256 * kMegabyte - 1, 0, Verdict::Warn},
    {256 * kMegabyte, 0, Verdict::Ok},
    {4000 * kMegabyte - 1, 1000 * kMegabyte, Verdict::Warn},  // a backup needs its size
    {4000 * kMegabyte, 1000 * kMegabyte, Verdict::Ok},
};

// A state file in a folder of its own.
struct Host {
    fakes::TemporaryFolder folder;
    std::string path = folder.path() + "/state.db";
    Settings settings;

    Host() {
        settings.file = folder.path() + "/mentorsync.json";
        settings.store = "state.db";
    }

    void begin() {
        BOOST_TEST_REQUIRE(
            store::SqlStore::open(path, "blink", store::Mode::ReadWrite).has_value());
    }
    [[nodiscard]] Diagnosis examine() const { return examine_host(settings, "blink", kNow); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_host_tests)

BOOST_DATA_TEST_CASE(warns_before_the_disk_is_full, data::make(kRooms), room) {
    const Finding finding = judge_disk(room.available, room.state);
    BOOST_TEST((finding.verdict == room.verdict), finding.what);
    BOOST_TEST(finding.fix.empty() == (room.verdict == Verdict::Ok));
}

BOOST_AUTO_TEST_CASE(a_backup_of_a_week_ago_is_too_old) {
    BOOST_TEST((judge_backups(kNow - 24h * 7, kNow).verdict == Verdict::Ok));
    BOOST_TEST((judge_backups(kNow - 24h * 7 - 1h, kNow).verdict == Verdict::Warn));
    BOOST_TEST((judge_backups(std::nullopt, kNow).verdict == Verdict::Warn));
}

BOOST_AUTO_TEST_CASE(before_the_first_sync_there_is_nothing_to_complain_about) {
    const Host host;
    const Diagnosis diagnosis = host.examine();
    BOOST_TEST((worst(diagnosis) != Verdict::Fail), text_of(diagnosis));
    BOOST_TEST((finding_of(diagnosis, "state").what.find("no state yet") != std::string::npos));
    BOOST_TEST(finding_of(diagnosis, "backups").check.empty());
}

BOOST_AUTO_TEST_CASE(a_state_that_others_can_read_is_named_with_the_command_that_mends_it) {
    Host host;
    host.begin();
    BOOST_TEST((finding_of(host.examine(), "modes").verdict == Verdict::Ok));
    BOOST_TEST_REQUIRE(::chmod(host.path.c_str(), 0644) == 0);
    const Finding finding = finding_of(host.examine(), "modes");
    BOOST_TEST((finding.verdict == Verdict::Fail));
    BOOST_TEST(finding.fix == "run: chmod 600 " + host.path);
}

BOOST_AUTO_TEST_CASE(a_state_that_is_damaged_fails_and_is_left_as_it_is) {
    Host host;
    host.begin();
    std::ofstream(host.path, std::ios::binary | std::ios::trunc) << "this is no database";
    const Finding finding = finding_of(host.examine(), "state");
    BOOST_TEST((finding.verdict == Verdict::Fail));
    BOOST_TEST((finding.code == ErrorCode::StoreFailed));
    std::string text;
    std::getline(std::ifstream(host.path) >> std::ws, text);
    BOOST_TEST(text == "this is no database");
}

BOOST_AUTO_TEST_CASE(a_state_that_a_process_holds_is_no_fault_and_the_holder_is_named) {
    Host host;
    host.begin();
    BOOST_TEST(finding_of(host.examine(), "lock").what == "no process holds the state");
    const auto lock = store::PortalLock::acquire(host.path);
    const Finding finding = finding_of(host.examine(), "lock");
    BOOST_TEST((finding.verdict == Verdict::Ok));
    BOOST_TEST((finding.what.find("held by process ") != std::string::npos), finding.what);
}

BOOST_AUTO_TEST_CASE(a_seal_key_beside_the_state_is_warned_of) {
    Host host;
    BOOST_TEST((finding_of(host.examine(), "seal_key").verdict == Verdict::Warn));
    host.settings.seal_keys.emplace_back();
    BOOST_TEST((finding_of(host.examine(), "seal_key").verdict == Verdict::Ok));
}

BOOST_AUTO_TEST_SUITE_END()
