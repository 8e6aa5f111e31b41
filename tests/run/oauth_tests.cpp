#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "sync/run/crm_session.hpp"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/run/oauth_world.hpp"

using namespace mentorsync;
using namespace mentorsync::tests;
using namespace std::chrono_literals;

namespace {

// No error may ever hold any of these.
void hides_everything(const OAuthWorld& world, const Error& error) {
    BOOST_TEST(error.message.find("canary") == std::string::npos, error.message);
    BOOST_TEST(error.message.find('\n') == std::string::npos);
    for (const auto& [name, secret] : world.memory.secrets) {
        BOOST_TEST(error.message.find(secret) == std::string::npos, error.message);
    }
    for (const auto& [text, token] : world.crm.world().tokens) {
        BOOST_TEST(error.message.find(text) == std::string::npos, error.message);
    }
}

Error refusal(OAuthWorld& world) {
    const auto response = world.read();
    BOOST_TEST_REQUIRE(!response.has_value());
    hides_everything(world, response.error());
    return response.error();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(oauth_tests, OAuthWorld)

BOOST_AUTO_TEST_CASE(a_token_is_made_once_and_used_until_four_fifths_of_its_life) {
    BOOST_TEST(status() == 200);
    clock.advance(30min * 4 / 5 - 1ms);
    BOOST_TEST(status() == 200);
    BOOST_TEST(token_requests() == 1U);
    clock.advance(1ms);
    BOOST_TEST(status() == 200);
    BOOST_TEST(token_requests() == 2U);
}

BOOST_AUTO_TEST_CASE(a_wall_clock_that_jumps_makes_no_token_and_loses_none) {
    BOOST_TEST(status() == 200);
    clock.set_now(clock.now() - 24h);
    BOOST_TEST(status() == 200);
    BOOST_TEST(token_requests() == 1U);
}

BOOST_AUTO_TEST_CASE(a_token_that_expires_early_is_renewed_once_and_the_request_sent_once_more) {
    BOOST_TEST(status() == 200);
    for (auto& [text, token] : crm.world().tokens) token.expires = crm.now();
    crm.witness().forget_requests();
    BOOST_TEST(status() == 200);
    BOOST_TEST(token_requests() == 1U);
    BOOST_TEST(crm.witness().requests().size() == 3U);  // refused, token, accepted
}

BOOST_AUTO_TEST_CASE(a_create_that_was_refused_had_no_effect_and_is_sent_once_more) {
    BOOST_TEST(status() == 200);
    for (auto& [text, token] : crm.world().tokens) token.expires = crm.now();
    const http::Request create{.method = http::Method::Post,
                               .target = "/crm/objects/2026-09/notes/batch/create",
                               .body = R"({"inputs": []})",
                               .request_class = http::RequestClass::Create};
    const auto outcome = std::move(transport.exchange({&create, 1}, {}).front());
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->status != 401);
}

BOOST_AUTO_TEST_CASE(any_other_401_is_not_repeated_and_says_what_to_do) {
    BOOST_TEST(status() == 200);
    for (auto& [text, token] : crm.world().tokens) token.refused = true;
    crm.witness().forget_requests();
    const Error error = refusal(*this);
    BOOST_TEST((error.code == ErrorCode::Unauthorized));
    BOOST_TEST(error.message.find("mentorsync login --portal blink") != std::string::npos);
    BOOST_TEST(crm.witness().requests().size() == 1U);
    // The next one asks for another token, so that it clears by itself.
    BOOST_TEST(status() == 200);
}

BOOST_AUTO_TEST_CASE(a_consent_that_was_taken_back_says_so_and_works_again_when_it_is_given) {
    for (auto& [text, grant] : crm.world().grants) grant.refused = true;
    const Error error = refusal(*this);
    BOOST_TEST((error.code == ErrorCode::Unauthorized));
    BOOST_TEST(error.message.find("mentorsync login --portal blink") != std::string::npos);
    for (auto& [text, grant] : crm.world().grants) grant.refused = false;
    BOOST_TEST(status() == 200);
}

BOOST_AUTO_TEST_CASE(a_login_beside_the_daemon_is_taken_up_by_it) {
    for (auto& [text, grant] : crm.world().grants) grant.refused = true;
    BOOST_TEST(status() == 0);
    const std::string fresh = crm.add_grant(
        {kPortal, "canary-client-id", kClientSecret, sandbox::run_scopes(), false, {}});
    BOOST_TEST_REQUIRE(keep_consent(memory, Secret(fresh)).has_value());
    BOOST_TEST(status() == 200);
}

BOOST_AUTO_TEST_CASE(without_any_consent_nothing_is_sent) {
    memory.secrets.clear();
    const Error error = refusal(*this);
    BOOST_TEST((error.code == ErrorCode::Unauthorized));
    BOOST_TEST(error.message ==
               "portal blink: nobody permitted the app yet: run mentorsync login "
               "--portal blink");
    BOOST_TEST(crm.witness().requests().empty());
}

BOOST_AUTO_TEST_CASE(a_wrong_secret_of_the_app_names_the_settings_and_not_login) {
    for (auto& [text, grant] : crm.world().grants) grant.client_secret = "another";
    const Error error = refusal(*this);
    BOOST_TEST((error.code == ErrorCode::Unauthorized));
    BOOST_TEST(error.message.find("check client_id and client_secret") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_refresh_token_that_comes_back_is_stored_before_it_is_used) {
    for (const auto rotation : {sandbox::Rotation::Gentle, sandbox::Rotation::Strict}) {
        OAuthWorld world;
        world.crm.switches().refresh_rotation = rotation;
        for (int i = 0; i < 5; ++i) {
            BOOST_TEST(world.status() == 200);
            const std::string stored = world.memory.secrets["oauth_refresh_token"];
            BOOST_TEST(world.crm.world().grants.contains(stored));
            if (i % 2 == 0) world.restart();
            world.clock.advance(30min);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_kill_after_any_write_of_a_rotation_leaves_a_token_that_works) {
    for (int writes = 1; writes <= 4; ++writes) {
        OAuthWorld world;
        world.crm.switches().refresh_rotation = sandbox::Rotation::Gentle;
        BOOST_TEST(world.status() == 200);
        world.clock.advance(30min);
        world.memory.writes_left = writes - 1;
        static_cast<void>(world.status());
        world.memory.writes_left = 1'000;
        world.restart();
        BOOST_TEST(world.status() == 200, "killed before write " << writes);
    }
}

BOOST_AUTO_TEST_CASE(a_token_that_could_not_be_stored_is_kept_until_it_can_be) {
    crm.switches().refresh_rotation = sandbox::Rotation::Strict;
    memory.writes_left = 0;
    BOOST_TEST((refusal(*this).code == ErrorCode::StoreFailed));
    memory.writes_left = 1'000;
    BOOST_TEST(status() == 200);
}

BOOST_AUTO_TEST_CASE(an_answer_that_was_lost_after_a_rotation_is_made_good_by_the_token_before) {
    crm.switches().refresh_rotation = sandbox::Rotation::Gentle;
    BOOST_TEST(status() == 200);
    clock.advance(30min);
    sandbox::Fault lost;
    lost.match.path = "/oauth/";
    lost.match.times = 1;
    lost.action = sandbox::Do::ApplyThenDrop;
    crm.inject(lost);
    BOOST_TEST((refusal(*this).code == ErrorCode::Unavailable));
    crm.clear_faults();
    BOOST_TEST(status() == 200);
}

BOOST_AUTO_TEST_CASE(
    where_the_crm_kills_the_token_before_a_lost_answer_asks_for_a_login_and_recovers) {
    crm.switches().refresh_rotation = sandbox::Rotation::Strict;
    BOOST_TEST(status() == 200);
    clock.advance(30min);
    sandbox::Fault lost;
    lost.match.path = "/oauth/";
    lost.match.times = 1;
    lost.action = sandbox::Do::ApplyThenDrop;
    crm.inject(lost);
    BOOST_TEST(status() == 0);
    crm.clear_faults();
    const Error error = refusal(*this);
    BOOST_TEST((error.code == ErrorCode::Unauthorized));
    BOOST_TEST(error.message.find("mentorsync login --portal blink") != std::string::npos);
    const std::string fresh = crm.add_grant(
        {kPortal, "canary-client-id", kClientSecret, sandbox::run_scopes(), false, {}});
    BOOST_TEST_REQUIRE(keep_consent(memory, Secret(fresh)).has_value());
    BOOST_TEST(status() == 200);
}

BOOST_AUTO_TEST_CASE(a_living_token_outlasts_a_token_endpoint_that_is_out_of_order) {
    BOOST_TEST(status() == 200);
    break_token_endpoint(503);
    clock.advance(25min);
    BOOST_TEST(status() == 200);
    const std::size_t asked = token_requests();
    BOOST_TEST(status() == 200);
    BOOST_TEST(token_requests() == asked);  // not again within half a minute
    clock.advance(6min);
    BOOST_TEST((refusal(*this).code == ErrorCode::Unavailable));
}

BOOST_AUTO_TEST_CASE(the_token_endpoint_is_not_asked_before_the_wait_that_it_named_is_over) {
    break_token_endpoint(429, {{"Retry-After", "600"}});
    Error error = refusal(*this);
    BOOST_TEST((error.code == ErrorCode::RateLimited));
    BOOST_TEST((error.retry_after == 600s));
    clock.advance(599s);
    error = refusal(*this);
    BOOST_TEST((error.retry_after == 1s));
    BOOST_TEST(token_requests() == 1U);
    crm.clear_faults();
    clock.advance(1s);
    BOOST_TEST(status() == 200);
}

BOOST_AUTO_TEST_CASE(two_hours_without_a_token_endpoint_damage_nothing_and_need_nobody) {
    for (const int status_then : {429, 477, 500, 502, 503, 504, 408, 521, 524}) {
        OAuthWorld world;
        BOOST_TEST(world.status() == 200);
        const auto stored = world.memory.secrets;
        world.break_token_endpoint(status_then);
        for (int minute = 0; minute < 120; ++minute) {
            const auto response = world.read();
            if (!response) {
                BOOST_TEST(is_transient(response.error().code), response.error().message);
                hides_everything(world, response.error());
            }
            world.clock.advance(1min);
        }
        BOOST_TEST((world.memory.secrets == stored));
        world.crm.clear_faults();
        world.clock.advance(1min);
        BOOST_TEST(world.status() == 200, "after " << status_then);
    }
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_no_token_is_an_outage_and_not_a_refusal) {
    for (const auto action : {sandbox::Do::HtmlPage, sandbox::Do::Truncate, sandbox::Do::LoseBefore,
                              sandbox::Do::Refuse}) {
        OAuthWorld world;
        sandbox::Fault fault;
        fault.match.path = "/oauth/";
        fault.action = action;
        fault.status = 200;
        fault.bytes = 20;
        world.crm.inject(fault);
        BOOST_TEST((refusal(world).code == ErrorCode::Unavailable));
        world.crm.clear_faults();
        BOOST_TEST(world.status() == 200);
    }
}

BOOST_AUTO_TEST_CASE(a_scope_that_vanished_is_named_and_comes_back_by_itself) {
    CrmSession session(transport, hubspot::ApiVersion::September2026, clock, [] { return 0.5; });
    BOOST_TEST(session.reader().schema({}).has_value());
    for (auto& [text, token] : crm.world().tokens) token.scopes.erase("crm.objects.owners.read");
    const auto schema = session.reader().schema({});
    BOOST_TEST_REQUIRE(!schema.has_value());
    BOOST_TEST((schema.error().code == ErrorCode::MissingScope));
    BOOST_TEST(schema.error().message.find("crm.objects.owners.read") != std::string::npos);
    for (auto& [text, token] : crm.world().tokens) token.scopes.insert("crm.objects.owners.read");
    BOOST_TEST(session.reader().schema({}).has_value());
    BOOST_TEST(token_requests() == 1U);
}

BOOST_AUTO_TEST_CASE(through_every_layer_an_outage_of_the_token_endpoint_is_an_outage_of_the_crm) {
    CrmSession session(transport, hubspot::ApiVersion::September2026, clock, [] { return 0.5; });
    break_token_endpoint(503, {{"Retry-After", "3600"}});
    const auto refused = session.reader().account({});
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == ErrorCode::RateLimited));
    BOOST_TEST((refused.error().retry_after > 0s));
    const auto again = session.reader().account({});
    BOOST_TEST(!again.has_value());
    BOOST_TEST(token_requests() == 1U);
    crm.clear_faults();
    clock.advance(1h);
    BOOST_TEST(session.reader().account({}).has_value());
}

BOOST_AUTO_TEST_CASE(many_threads_that_want_a_token_make_one_request_for_it) {
    std::vector<std::jthread> threads;
    std::vector<std::string> tokens(8);
    for (std::string& token : tokens) {
        threads.emplace_back([this, &token] {
            const auto secret = bearer->bearer({});
            if (secret) token = secret->reveal();
        });
    }
    threads.clear();
    BOOST_TEST(token_requests() == 1U);
    BOOST_TEST(!tokens.front().empty());
    for (const std::string& token : tokens) BOOST_TEST(token == tokens.front());
}

BOOST_AUTO_TEST_CASE(no_request_line_holds_a_secret) {
    crm.switches().refresh_rotation = sandbox::Rotation::Gentle;
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(status() == 200);
        clock.advance(1h);
    }
    for (const auto& seen : crm.witness().requests()) {
        BOOST_TEST(seen.target.find("canary") == std::string::npos);
        BOOST_TEST(seen.target.find('?') == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(settings_that_cannot_work_are_refused_before_there_is_a_state) {
    const fakes::TemporaryFolder folder;
    for (const char* const name : {"id", "secret"}) {
        const std::string path = folder.path() + "/" + name;
        std::ofstream(path) << "canary";
        ::chmod(path.c_str(), 0400);
    }
    PortalSettings settings;
    settings.name = "blink";
    settings.oauth.emplace();
    settings.oauth->client_id.name = "id";
    settings.oauth->client_secret.name = "secret";
    const auto refusal_of = [&] {
        const auto opened = CrmNetwork::open(settings, folder.path() + "/settings.json", clock, {});
        BOOST_TEST_REQUIRE(!opened.has_value());
        return opened.error();
    };
    BOOST_TEST((refusal_of().code == ErrorCode::Unauthorized));  // a login clears it
    settings.ca_file = "missing.pem";
    BOOST_TEST((refusal_of().code == ErrorCode::Configuration));
    BOOST_TEST(refusal_of().message.find("missing.pem") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
