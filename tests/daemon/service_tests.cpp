#include "sync/run/service.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/daemon/service_world.hpp"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/fakes/test_sealer.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using tests::AcceptedWorld;
using tests::ServedWorld;

namespace {

// How many notes were written for each pair or group and period.
std::map<std::string, int> progress_notes(ServedWorld& world) {
    std::map<std::string, int> notes;
    const auto rows = world.store->notes();
    for (const OutboxRow& row : rows.value()) {
        if (row.identity.kind == NoteKind::Progress && row.state == RowState::Done) {
            ++notes[row.identity.period];
        }
    }
    return notes;
}

// What a daemon has on its disk: a state, and a key for each portal. Nobody is connected to.
struct Disk {
    [[nodiscard]] std::string path(const std::string& name) const {
        return folder.path() + "/" + name;
    }
    void write(const std::string& name, const std::string& content) const {
        std::ofstream(path(name)) << content;
        ::chmod(path(name).c_str(), 0400);
    }
    [[nodiscard]] Configuration configuration(const std::vector<std::string>& portals) const {
        Configuration made;
        made.settings.file = path("mentorsync.json");
        made.settings.store = "state.db";
        for (const std::string& name : portals) {
            PortalSettings settings;
            settings.name = name;
            settings.service_key.name = name + ".key";
            made.portals.push_back({std::move(settings), tests::example_mapping()});
        }
        return made;
    }
    [[nodiscard]] std::unique_ptr<Service> serve(Configuration configuration) {
        return Service::open(std::move(configuration), clock, log).value();
    }

    fakes::TemporaryFolder folder;
    FakeClock clock;
    ListLog log;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(service_tests)

BOOST_AUTO_TEST_CASE(the_first_sync_is_held_until_somebody_accepts_it) {
    ServedWorld world;
    world.live(1h);
    BOOST_TEST((world.mood() == PortalMood::Held));
    BOOST_TEST(world.writes() == 0U);
    const auto refused = world.ask(kSyncRequest, request_argument("accept", "000000000000"));
    BOOST_TEST(!refused.good);
    BOOST_TEST((refused.code == ErrorCode::BrakeRefused));

    const auto accepted = world.accept();
    BOOST_TEST_REQUIRE(accepted.good, accepted.text);
    const auto outcome = read_sync_outcome(accepted.text);
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->portal == "blink");
    BOOST_TEST(outcome->portal_id == ServedWorld::kPortal);
    BOOST_TEST(outcome->notes_written > 0);
    BOOST_TEST((world.mood() == PortalMood::Ready));
    BOOST_TEST(world.log.mentions("from=held to=ready"));
}

BOOST_AUTO_TEST_CASE(two_quiet_days_pull_at_their_interval) {
    AcceptedWorld world;
    const auto before = world.now();
    world.live(2 * 24h);
    const auto ticks = world.now().ticks - before.ticks;
    BOOST_TEST(ticks >= 2U * 24 * 12 * 9 / 10);
    BOOST_TEST(ticks <= 2U * 24 * 12 * 11 / 10 + 2U * 24 * 5);  // audits may come in between
    BOOST_TEST(world.now().failed_ticks == before.failed_ticks);
    BOOST_TEST((world.mood() == PortalMood::Ready));
    BOOST_TEST((world.clock.now() - world.now().last_proven.value() <= 6min));
    BOOST_TEST(world.crm.witness().violations().empty());
}

BOOST_AUTO_TEST_CASE(jitter_keeps_daemons_from_calling_together) {
    std::set<std::chrono::milliseconds> seen;
    for (const double random : {0.0, 0.25, 0.75, 0.999}) {
        AcceptedWorld world;
        world.random = random;
        world.live(6min);
        const auto until = world.service->until_due();
        BOOST_TEST((until <= 5min + 30s));
        seen.insert(until);
    }
    BOOST_TEST(seen.size() == 4U);
}

BOOST_AUTO_TEST_CASE(another_portal_is_told_and_nothing_is_written_there) {
    AcceptedWorld world;
    world.crm.add_portal("9999");
    const std::string right = world.token;
    world.served_network.set_token(world.crm.add_token("9999"));
    world.desk().complete_task(world.truth.tasks.front().id);
    world.live(1h);
    BOOST_TEST((world.mood() == PortalMood::Misfit));
    BOOST_TEST((world.now().code == ErrorCode::WrongPortal));
    BOOST_TEST(world.writes() == 0U);
    world.served_network.set_token(right);
    world.live(6min);
    BOOST_TEST((world.mood() == PortalMood::Ready));
}

BOOST_AUTO_TEST_CASE(a_slot_comes_at_its_civil_time_after_a_change_to_summer_time) {
    ServedWorld world;
    world.configuration.settings.pull_every = 6h;
    world.configuration.settings.associations_every = 6h;
    world.serve();
    // Friday 2027-03-26; the clock in Helsinki is put forward on the Sunday that follows.
    world.clock.advance(24h * 123);
    BOOST_TEST_REQUIRE(world.accept().good);
    world.live(72h - 70min);  // Monday 07:55 there, which is an hour earlier than a week before
    BOOST_TEST(progress_notes(world).count("2027-W12") == 0U);
    world.live(10min);
    const int each = static_cast<int>(world.truth.pairs.size() + world.truth.groups.size());
    BOOST_TEST(progress_notes(world)["2027-W12"] == each);
    world.live(2h);
    BOOST_TEST(progress_notes(world)["2027-W12"] == each);
    BOOST_TEST(world.crm.witness().most_live() == 1U);
}

BOOST_AUTO_TEST_CASE(a_slot_is_told_within_seconds_although_no_pull_was_due) {
    ServedWorld world;
    world.configuration.settings.pull_every = 6h;
    world.configuration.settings.associations_every = 6h;
    world.serve();
    BOOST_TEST_REQUIRE(world.accept().good);
    world.live(1h);
    // The next slot: Monday 08:00 in Helsinki.
    world.clock.advance(world.kMonday + 7 * 24h - 5min - 10s - world.clock.now());
    BOOST_TEST(progress_notes(world).count("2026-W48") == 0U);
    world.live(15s);
    BOOST_TEST(progress_notes(world).count("2026-W48") == 1U);
}

BOOST_AUTO_TEST_CASE(a_clock_that_jumps_repeats_nothing_and_loses_nothing) {
    AcceptedWorld world;
    world.live(24h);
    for (const auto jump : {-24h, 24h, -24h * 365, 24h * 365, 24h * 8, -1h, 1h}) {
        world.clock.set_now(world.clock.now() + jump);
        world.live(2h);
        BOOST_TEST((world.mood() == PortalMood::Ready), jump.count() << world.now().message);
    }
    const int each = static_cast<int>(world.truth.pairs.size() + world.truth.groups.size());
    for (const auto& [week, count] : progress_notes(world)) BOOST_TEST(count == each, week);
    BOOST_TEST(progress_notes(world).contains("2026-W48"));
    BOOST_TEST(world.crm.witness().most_live() == 1U);
}

BOOST_AUTO_TEST_CASE(after_a_downtime_of_weeks_the_missed_slots_are_one_tick) {
    AcceptedWorld world;
    world.service.reset();
    world.clock.advance(24h * 7 * 3);
    world.serve();
    world.live(1min);
    BOOST_TEST(world.now().ticks == 1U);
    BOOST_TEST(progress_notes(world).contains("2026-W50"));
    BOOST_TEST(world.crm.witness().most_live() == 1U);
}

BOOST_AUTO_TEST_CASE(what_waits_is_delivered_when_its_time_comes_without_a_pull) {
    ServedWorld world;
    world.configuration.settings.pull_every = 6h;
    world.configuration.settings.associations_every = 6h;
    world.serve();
    sandbox::Match creates;
    creates.path = "notes/batch/create";
    creates.times = 1;
    world.crm.inject({.match = creates, .action = sandbox::Do::ApplyThenDrop});
    BOOST_TEST_REQUIRE(world.accept().good);
    BOOST_TEST(world.store->counts()->notes[RowState::Sent] > 0U);
    world.live(20min);  // audits of the start are over
    BOOST_TEST(world.store->counts()->notes[RowState::Sent] == 0U);
    BOOST_TEST(world.store->counts()->notes[RowState::Done] > 0U);
    BOOST_TEST(world.crm.witness().most_live() == 1U);
}

BOOST_AUTO_TEST_CASE(a_pause_asks_the_crm_nothing_until_it_is_over_or_somebody_wants_a_sync) {
    AcceptedWorld world;
    world.serve();
    world.service->pause(15min);
    world.live(14min);
    BOOST_TEST((world.mood() == PortalMood::Paused));
    BOOST_TEST(world.crm.witness().request_count() == 0U);
    world.live(2min);
    BOOST_TEST((world.mood() == PortalMood::Ready));

    world.serve();
    world.service->pause(15min);
    BOOST_TEST(world.ask(kSyncRequest, "{}").good);
    BOOST_TEST((world.mood() == PortalMood::Ready));
}

BOOST_AUTO_TEST_CASE(another_mapping_is_held_and_the_accepted_one_goes_on) {
    AcceptedWorld world;
    std::string text = tests::example_mapping_text();
    const std::string from = "\"percent\": 20";
    text.replace(text.find(from), from.size(), "\"percent\": 90");
    PortalConfiguration other = world.configuration;
    other.mapping = tests::mapping_of(text);
    world.service->reconfigure(other);
    world.live(1min);
    BOOST_TEST((world.mood() == PortalMood::Held));
    BOOST_TEST(world.writes() == 0U);
    world.service->reconfigure(world.configuration);
    world.live(1min);
    BOOST_TEST((world.mood() == PortalMood::Ready));
}

BOOST_AUTO_TEST_CASE(whom_the_crm_has_erased_is_erased_outside_the_store_too) {
    AcceptedWorld world;
    world.desk().erase_for_privacy("1002");
    world.live(25h);  // a complete pass at the latest
    BOOST_TEST(world.looks_through_backups == 1U);
    BOOST_TEST(world.store->is_erased(RecordId("1002")).value());
}

BOOST_AUTO_TEST_CASE(a_backup_that_cannot_be_changed_is_told_and_keeps_nothing_from_going_on) {
    AcceptedWorld world;
    world.backups_fail = true;
    world.desk().erase_for_privacy("1002");
    world.live(25h);
    BOOST_TEST(world.store->is_erased(RecordId("1002")).value());
    BOOST_TEST((world.mood() == PortalMood::Failing));
    const std::size_t looks = world.looks_through_backups;
    const std::uint64_t pulls = world.board.read().at("blink").ticks;
    world.live(1h);
    BOOST_TEST(world.looks_through_backups > looks);
    BOOST_TEST(world.board.read().at("blink").ticks >= pulls + 10);

    world.backups_fail = false;
    world.live(6min);
    BOOST_TEST((world.mood() == PortalMood::Ready));
    const std::size_t last = world.looks_through_backups;
    world.live(1h);
    BOOST_TEST(world.looks_through_backups == last);
}

BOOST_AUTO_TEST_CASE(a_slot_comes_once_in_the_hour_that_winter_time_repeats) {
    ServedWorld world;
    std::string text = tests::example_mapping_text();
    text.replace(text.find("Mon 08:00"), 9, "Sun 03:30");
    world.mapping = tests::mapping_of(text);
    world.configuration.mapping = world.mapping;
    world.configuration.settings.pull_every = 6h;
    world.configuration.settings.associations_every = 6h;
    world.serve();
    // Friday 2027-10-15; in Helsinki the hour from 03:00 to 04:00 comes twice on Sunday the 31st.
    world.clock.advance(24h * 326);
    BOOST_TEST_REQUIRE(world.accept().good);
    world.live(24h * 17);
    const int each = static_cast<int>(world.truth.pairs.size() + world.truth.groups.size());
    const std::map<std::string, int> expected{{"2027-W41", each}, {"2027-W42", each}};
    BOOST_TEST((progress_notes(world) == expected));
    BOOST_TEST(world.crm.witness().most_live() == 1U);
}

BOOST_AUTO_TEST_CASE(notes_are_moved_by_request) {
    AcceptedWorld world;
    const auto unknown = world.ask(kRetryRequest, request_argument("key", "none"));
    BOOST_TEST((unknown.code == ErrorCode::InvalidArgument));
    const std::string key = world.store->notes()->front().key.text();
    const auto done = world.ask(kCancelRequest, request_argument("key", key));
    BOOST_TEST(done.text.find("only a planned note") != std::string::npos, done.text);
    BOOST_TEST((world.ask("dance", "{}").code == ErrorCode::InvalidArgument));
    BOOST_TEST((world.ask(kRetryRequest, "not json").code == ErrorCode::InvalidArgument));
}

BOOST_AUTO_TEST_CASE(how_a_portal_fares_is_in_the_store_for_others_to_read) {
    AcceptedWorld world;
    world.crm.token(world.token).refused = true;
    world.live(6min);
    const auto health = world.store->health();
    BOOST_TEST_REQUIRE((health.has_value() && health->has_value()));
    BOOST_TEST((*health)->state == "refused");
    BOOST_TEST((*health)->code == "unauthorized");
    BOOST_TEST((*health)->next_try.has_value());
    BOOST_TEST(!(*health)->message.empty());
}

BOOST_AUTO_TEST_CASE(a_proof_by_a_clock_that_was_ahead_counts_from_the_first_look_at_it) {
    AcceptedWorld world;
    const Instant right = world.clock.now();
    world.clock.set_now(right + 24h * 365);
    world.live(1h);
    BOOST_TEST_REQUIRE((world.store->portal()->last_complete > right + 24h));
    world.clock.set_now(right + 1h);
    world.fail_everything(503);
    world.live(1min);
    BOOST_TEST((world.now().last_proven <= world.clock.now()));

    world.serve();
    const Instant started = world.clock.now();
    world.live(3h);
    BOOST_TEST((world.now().last_proven == started));
    world.service->reconfigure(world.configuration);  // which looks at the store once more
    world.live(1h);
    BOOST_TEST((world.now().last_proven == started));

    world.crm.clear_faults();
    world.live(21min);
    BOOST_TEST((world.mood() == PortalMood::Ready));
    BOOST_TEST((world.now().last_proven >= started + 4h));
}

BOOST_AUTO_TEST_CASE(a_refused_reload_leaves_no_portal_on_the_board_that_it_would_have_added) {
    Disk disk;
    disk.write("blink.key", "canary");
    disk.write("apple.key", "canary");
    const auto service = disk.serve(disk.configuration({"blink"}));
    const auto is_unchanged = [&service] {
        const auto board = service->board().read();
        return board.size() == 1 && board.contains("blink");
    };
    const auto later_one_fails = service->reconfigure(disk.configuration({"apple", "cherry"}));
    BOOST_TEST_REQUIRE(!later_one_fails.has_value());
    BOOST_TEST((later_one_fails.error().code == ErrorCode::Configuration));
    BOOST_TEST(is_unchanged());

    std::filesystem::remove(disk.path("blink.key"));
    const auto served_one_fails = service->reconfigure(disk.configuration({"apple", "blink"}));
    BOOST_TEST_REQUIRE(!served_one_fails.has_value());
    BOOST_TEST((served_one_fails.error().code == ErrorCode::Configuration));
    BOOST_TEST(is_unchanged());

    disk.write("blink.key", "canary");
    BOOST_TEST(service->reconfigure(disk.configuration({"apple", "blink"})).has_value());
    BOOST_TEST(service->board().read().size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_a_start_alone_can_change_is_refused_by_name_in_a_reload) {
    const std::pair<std::string, std::function<void(Settings&)>> changes[] = {
        {"store", [](Settings& settings) { settings.store = "other.db"; }},
        {"seal_keys", [](Settings& settings) { settings.seal_keys.emplace_back().name = "seal"; }},
        {"backups", [](Settings& settings) { settings.backups = "elsewhere"; }},
        {"http.listen", [](Settings& settings) { settings.http.emplace(); }}};
    Disk disk;
    disk.write("blink.key", "canary");
    disk.write("seal", std::string(32, 'k'));
    const auto service = disk.serve(disk.configuration({"blink"}));
    for (const auto& [setting, change] : changes) {
        Configuration other = disk.configuration({"blink"});
        change(other.settings);
        const auto changed = service->reconfigure(std::move(other));
        BOOST_TEST_REQUIRE(!changed.has_value(), setting);
        const Error& error = changed.error();
        BOOST_TEST((error.code == ErrorCode::Configuration));
        BOOST_TEST(error.message.find(setting + " takes a restart") != std::string::npos,
                   error.message);
    }
    BOOST_TEST(service->reconfigure(disk.configuration({"blink"})).has_value());
}

BOOST_AUTO_TEST_CASE(the_same_in_other_words_or_elsewhere_in_the_file_is_no_change) {
    Disk disk;
    disk.write("blink.key", "canary");
    disk.write("seal", std::string(32, 'k'));
    Configuration first = disk.configuration({"blink"});
    first.settings.seal_keys.emplace_back().name = "seal";
    first.settings.http.emplace();
    Configuration second = first;
    const auto service = disk.serve(std::move(first));
    second.settings.seal_keys.front().at.line = 7;
    second.settings.store = disk.path("state.db");
    second.settings.backups = "state.db.backups";
    const auto changed = service->reconfigure(std::move(second));
    BOOST_TEST(changed.has_value(), (changed ? "" : changed.error().message));
}

BOOST_AUTO_TEST_SUITE_END()
