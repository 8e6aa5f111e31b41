#include "sync/run/tick.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "tests/run/world.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using store::PullKind;
using tests::World;

namespace {

using Ticked = tl::expected<TickReport, Obstacle>;

std::string why(const Ticked& done) {
    return done ? std::string() : done.error().error.message;
}

ErrorCode code_of(const Ticked& done) {
    BOOST_TEST_REQUIRE(!done.has_value());
    return done.error().error.code;
}

struct SyncedWorld : World {
    explicit SyncedWorld(const sandbox::PortalSize& size) : World(size) {
        BOOST_TEST_REQUIRE(accept_and_sync().has_value());
        // Audits the notes, learns when the next task falls due, and sees its own writes.
        for (int i = 0; i < 4; ++i) {
            pass(15min);
            BOOST_TEST_REQUIRE(tick().has_value());
        }
        pass(5min);
    }
};

std::size_t requests(World& world) {
    return world.crm.witness().requests().size();
}

// The n-th answer of this path lacks its last row, well formed in every other respect.
sandbox::Fault leaving_out(std::string path, int nth) {
    sandbox::Fault fault;
    fault.match.path = std::move(path);
    fault.match.nth = nth;
    fault.action = sandbox::Do::DropRow;
    return fault;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tick_tests)

BOOST_AUTO_TEST_CASE(a_quiet_tick_plans_nothing_and_costs_four_requests_and_the_memberships) {
    sandbox::PortalSize size;
    size.people = 1'000;
    size.outsiders = 100;
    size.pairs = 300;
    size.learning_tasks = 900;
    SyncedWorld world(size);
    const std::string before = world.decided();
    world.crm.witness().forget_requests();
    const auto done = world.tick();
    BOOST_TEST_REQUIRE(done.has_value(), why(done));
    BOOST_TEST(name_of(done->reason) == "none");
    BOOST_TEST((done->kind == PullKind::Changes));
    std::size_t memberships = 0;
    for (const auto& [path, count] : world.crm.witness().counts()) {
        if (path.find("memberships") != std::string::npos) memberships += count;
    }
    BOOST_TEST(requests(world) <= 4 + memberships);
    BOOST_TEST((world.decided() == before));
}

BOOST_AUTO_TEST_CASE(a_change_is_found_without_pulling_everything) {
    SyncedWorld world(sandbox::tiny_size());
    world.desk().complete_task(world.truth.tasks.front().id);
    world.pass(5min);
    const auto done = world.tick();
    BOOST_TEST_REQUIRE(done.has_value(), why(done));
    BOOST_TEST(name_of(done->reason) == "changed");
    BOOST_TEST((done->kind == PullKind::Changes));
    BOOST_TEST(done->delivery.properties_set > 0);
}

BOOST_AUTO_TEST_CASE(a_slot_makes_a_quiet_tick_plan) {
    SyncedWorld world(sandbox::tiny_size());
    world.pass(7 * 24h);
    const auto done = world.tick();
    BOOST_TEST_REQUIRE(done.has_value(), why(done));
    BOOST_TEST(name_of(done->reason) == "slot");
    BOOST_TEST(done->delivery.notes_done > 0);
}

BOOST_AUTO_TEST_CASE(a_property_that_is_gone_is_a_fault_in_the_mapping_and_no_end) {
    SyncedWorld world(sandbox::tiny_size());
    const std::string before = world.decided();
    auto& portal = world.crm.portal(World::kPortal);
    for (const char* const property : {"mentor_email", "growth_group", "aktori_goal"}) {
        portal.shelf(sandbox::Kind::Contact).schema.properties.erase(property);
    }
    const TickChoice choices[] = {{},
                                  {.kind = PullKind::Changes, .audits = {Audit::Associations}},
                                  {.kind = PullKind::Changes}};
    for (const TickChoice& choice : choices) {
        world.pass(20min);
        // A quiet tick would not notice.
        if (choice.audits.empty()) world.desk().complete_task(world.truth.tasks.back().id);
        const auto done = world.tick(choice);
        BOOST_TEST((code_of(done) == ErrorCode::Configuration));
        BOOST_TEST(!done.error().faults.empty());
        BOOST_TEST((world.decided() == before));
    }
}

BOOST_AUTO_TEST_CASE(a_quiet_tick_reads_no_schema_however_old_it_is) {
    SyncedWorld world(sandbox::tiny_size());
    world.pass(3h);
    world.crm.witness().forget_requests();
    BOOST_TEST_REQUIRE(world.tick().has_value());
    BOOST_TEST(requests(world) <= 4U + 2U);
}

BOOST_AUTO_TEST_CASE(an_audit_of_links_reads_an_old_schema_again) {
    SyncedWorld world(sandbox::tiny_size());
    world.crm.portal(World::kPortal)
        .shelf(sandbox::Kind::Contact)
        .schema.properties.erase("mentor_email");
    BOOST_TEST_REQUIRE(world.tick().has_value());
    const auto done = world.tick({.kind = PullKind::Changes, .audits = {Audit::Associations}});
    BOOST_TEST((code_of(done) == ErrorCode::Configuration));
}

BOOST_AUTO_TEST_CASE(what_an_old_schema_pulled_is_pulled_again_when_the_scope_is_another_one) {
    SyncedWorld world(sandbox::tiny_size());
    auto& lists = world.crm.portal(World::kPortal).lists;
    const auto programme = std::ranges::find(lists, world.truth.programme_list, &sandbox::List::id);
    BOOST_TEST_REQUIRE((programme != lists.end()));
    sandbox::List another = *programme;
    another.id = "9999";
    programme->name = "Former";
    lists.push_back(another);
    world.desk().complete_task(world.truth.tasks.front().id);
    world.pass(20min);
    const auto done = world.tick();
    BOOST_TEST_REQUIRE(done.has_value(), why(done));
    BOOST_TEST((done->kind == PullKind::Everything));
}

BOOST_AUTO_TEST_CASE(a_list_that_is_gone_is_a_fault_in_the_mapping_however_old_the_schema_is) {
    SyncedWorld world(sandbox::tiny_size());
    const std::string before = world.decided();
    std::erase_if(world.crm.portal(World::kPortal).lists, [&world](const sandbox::List& list) {
        return list.id == world.truth.programme_list;
    });
    const auto done = world.tick({.kind = PullKind::Changes});
    BOOST_TEST((code_of(done) == ErrorCode::Configuration));
    BOOST_TEST(!done.error().faults.empty());
    BOOST_TEST((world.decided() == before));
}

BOOST_AUTO_TEST_CASE(a_schema_that_was_read_before_the_end_is_read_again) {
    SyncedWorld world(sandbox::tiny_size());
    const std::string before = world.decided();
    const TickChoice reads_the_schema{.kind = PullKind::Changes, .audits = {Audit::Associations}};
    BOOST_TEST_REQUIRE(world.tick(reads_the_schema).has_value());
    // Within the quarter of an hour; the mentee leaves the list at the same time.
    world.crm.portal(World::kPortal)
        .shelf(sandbox::Kind::Contact)
        .schema.properties.erase("mentor_email");
    world.desk().remove_from_list(world.truth.programme_list, "1002");
    const auto done = world.tick();
    BOOST_TEST((code_of(done) == ErrorCode::Configuration));
    BOOST_TEST((world.decided() == before));
    BOOST_TEST(world.store->taken()->records.empty());
}

BOOST_AUTO_TEST_CASE(a_portal_that_answers_with_nothing_ends_nothing) {
    for (const PullKind kind : {PullKind::Everything, PullKind::Changes}) {
        SyncedWorld world(sandbox::tiny_size());
        const std::string before = world.decided();
        sandbox::Match lists;
        lists.path = "memberships";
        world.crm.inject({.match = lists,
                          .action = sandbox::Do::ReplaceBody,
                          .body = R"({"results":[],"total":0})"});
        const auto done = world.tick({.kind = kind});
        BOOST_TEST((code_of(done) == ErrorCode::BrakeRefused));
        BOOST_TEST((world.decided() == before));
        world.crm.clear_faults();
        world.pass(5min);
        BOOST_TEST(world.tick().has_value());
    }
}

BOOST_AUTO_TEST_CASE(one_answer_that_leaves_somebody_out_ends_nothing) {
    for (const PullKind kind : {PullKind::Everything, PullKind::Changes}) {
        for (const char* const path :
             {"memberships", "contacts/contacts/batch/read", "contacts/tasks/batch/read"}) {
            SyncedWorld world(sandbox::tiny_size());
            const std::string before = world.decided();
            world.crm.inject(leaving_out(path, 1));
            const auto done = world.tick({.kind = kind, .audits = {Audit::Associations}});
            BOOST_TEST(done.has_value(), path << ": " << why(done));
            BOOST_TEST((world.decided() == before), path << " of " << int(kind));
        }
    }
}

BOOST_AUTO_TEST_CASE(two_answers_that_leave_out_different_ones_are_none) {
    SyncedWorld world(sandbox::tiny_size());
    const std::string before = world.decided();
    world.crm.inject(leaving_out("contacts/tasks/batch/read", 1));
    world.crm.inject(leaving_out(world.truth.programme_list + "/memberships", 2));
    const auto done = world.tick({.kind = PullKind::Changes, .audits = {Audit::Associations}});
    BOOST_TEST((code_of(done) == ErrorCode::Unavailable));
    BOOST_TEST((world.decided() == before));
    BOOST_TEST(world.store->taken()->records.empty());
    world.pass(5min);
    BOOST_TEST(world.tick().has_value());
    BOOST_TEST((world.decided() == before));
}

BOOST_AUTO_TEST_CASE(an_emptied_list_is_accepted_once_and_never_silently) {
    SyncedWorld world(sandbox::tiny_size());
    for (const std::string& person : world.truth.scope) {
        world.desk().remove_from_list(world.truth.programme_list, person);
    }
    BOOST_TEST((code_of(world.tick()) == ErrorCode::BrakeRefused));
    BOOST_TEST((code_of(world.tick()) == ErrorCode::BrakeRefused));
    BOOST_TEST(world.accept_and_sync().has_value());
    world.pass(5min);
    BOOST_TEST(world.tick().has_value());
}

BOOST_AUTO_TEST_CASE(another_portal_is_noticed_by_a_quiet_tick) {
    SyncedWorld world(sandbox::tiny_size());
    world.crm.add_portal("4712");
    static_cast<void>(sandbox::generate_portal(world.crm, "4712", sandbox::tiny_size(), 7));
    world.network.set_token(world.crm.add_token("4712"));
    BOOST_TEST((code_of(world.tick()) == ErrorCode::WrongPortal));
}

BOOST_AUTO_TEST_CASE(a_changed_mapping_is_held_until_it_is_accepted_once) {
    SyncedWorld world(sandbox::tiny_size());
    std::string text = tests::example_mapping_text();
    const std::string from = "\"percent\": 20";
    text.replace(text.find(from), from.size(), "\"percent\": 90");
    world.mapping = tests::mapping_of(text);
    BOOST_TEST((code_of(world.tick()) == ErrorCode::BrakeRefused));
    BOOST_TEST((code_of(world.tick()) == ErrorCode::BrakeRefused));
    BOOST_TEST(world.accept_and_sync().has_value());
    const auto done = world.tick();
    BOOST_TEST(done.has_value(), why(done));
}

BOOST_AUTO_TEST_CASE(a_value_that_the_crm_refuses_is_tried_again_and_waits_longer_each_time) {
    SyncedWorld world(sandbox::tiny_size());
    sandbox::Match values;
    values.path = "contacts/batch/update";
    world.crm.inject({.match = values,
                      .action = sandbox::Do::Answer,
                      .status = 400,
                      .headers = {},
                      .body = R"({"status":"error","category":"VALIDATION_ERROR"})"});
    world.desk().complete_task(world.truth.tasks.front().id);
    const auto refused = world.tick();
    BOOST_TEST_REQUIRE(refused.has_value(), why(refused));
    const int parked = refused->delivery.properties_parked;
    BOOST_TEST(parked > 0);
    const auto parked_after = [&](std::chrono::milliseconds time) {
        world.pass(time);
        const auto done = world.tick();
        BOOST_TEST_REQUIRE(done.has_value(), why(done));
        return done->delivery.properties_parked;
    };
    BOOST_TEST(parked_after(30min) == 0);
    BOOST_TEST(parked_after(31min) == parked);
    BOOST_TEST(parked_after(61min) == 0);
    world.crm.clear_faults();
    world.pass(61min);
    const auto done = world.tick();
    BOOST_TEST_REQUIRE(done.has_value(), why(done));
    BOOST_TEST(done->delivery.properties_set == parked);
}

BOOST_AUTO_TEST_SUITE_END()
