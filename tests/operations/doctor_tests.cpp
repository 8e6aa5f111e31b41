#include "sync/run/doctor.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <functional>
#include <string>

#include "sync/run/doctor_mapping.hpp"
#include "sync/run/doctor_network.hpp"
#include "tests/operations/clinic.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using tests::Clinic;
using tests::finding_of;
using tests::text_of;
using tests::World;
namespace data = boost::unit_test::data;

namespace {

constexpr Instant kNow = World::kMonday;

struct Change {
    const char* what;
    std::function<void(Clinic&)> make;
    const char* check;
    Verdict verdict;
    const char* says;
};
std::ostream& operator<<(std::ostream& out, const Change& change) {
    return out << change.what;
}

std::set<std::string, std::less<>> without(std::string_view scope) {
    auto scopes = sandbox::run_scopes();
    scopes.erase(scopes.find(scope));
    return scopes;
}

void scopes(Clinic& clinic, std::set<std::string, std::less<>> some) {
    clinic.world.crm.token(clinic.world.token).scopes = std::move(some);
}

sandbox::Schema& schema(Clinic& clinic, sandbox::Kind kind) {
    return clinic.portal().shelf(kind).schema;
}

void stop_the_clock_short(Clinic& clinic, std::chrono::milliseconds by) {
    clinic.world.clock.set_now(clinic.world.clock.now() - by);
}

// The state is that of a sync with another portal.
void belong_to(Clinic& clinic, const std::string& portal) {
    store::Commit commit;
    commit.portal = PortalId(portal);
    commit.now = kNow;
    BOOST_TEST_REQUIRE(clinic.world.store->commit(commit).has_value());
}

const Change kChanges[] = {
    {"a clock that is 90 seconds behind", [](Clinic& c) { stop_the_clock_short(c, 90s); }, "clock",
     Verdict::Warn, "90 seconds behind"},
    {"a clock that is a day behind", [](Clinic& c) { stop_the_clock_short(c, 24h); }, "clock",
     Verdict::Fail, "behind"},
    {"a refused key", [](Clinic& c) { c.world.crm.token(c.world.token).refused = true; },
     "credentials", Verdict::Fail, "credentials"},
    {"a state of another portal", [](Clinic& c) { belong_to(c, "999"); }, "credentials",
     Verdict::Fail, "999"},
    {"no scope for owners", [](Clinic& c) { scopes(c, without("crm.objects.owners.read")); },
     "scopes", Verdict::Fail, "crm.objects.owners.read"},
    {"no scope for lists", [](Clinic& c) { scopes(c, without("crm.lists.read")); }, "scopes",
     Verdict::Fail, "crm.lists.read"},
    {"no scope to write", [](Clinic& c) { scopes(c, without("crm.objects.contacts.write")); },
     "scopes", Verdict::Fail, "crm.objects.contacts.write"},
    {"no scope to read contacts",
     [](Clinic& c) { scopes(c, without("crm.objects.contacts.read")); }, "scopes", Verdict::Fail,
     "crm.objects.contacts.read"},
    {"a scope that only setup needs", [](Clinic& c) { scopes(c, sandbox::setup_scopes()); },
     "scopes", Verdict::Warn, "crm.schemas.contacts.write"},
    {"a property that is gone",
     [](Clinic& c) { schema(c, sandbox::Kind::Contact).properties.erase("mentor_email"); }, "names",
     Verdict::Fail, "mentor_email"},
    {"an option that is gone",
     [](Clinic& c) {
         auto& options = schema(c, sandbox::Kind::Task).properties["hs_task_status"].options;
         std::erase(options, "WAITING");
     },
     "names", Verdict::Fail, "WAITING"},
    {"a roll-up that setup creates",
     [](Clinic& c) { schema(c, sandbox::Kind::Contact).properties.erase("mentoring_progress"); },
     "names", Verdict::Fail, "1 things of the mapping that setup creates"},
    {"a list with another name",
     [](Clinic& c) { c.portal().list(c.world.truth.programme_list)->name = "Mentoring"; }, "names",
     Verdict::Fail, "Mentorointi"},
    {"a second label of one name",
     [](Clinic& c) {
         c.portal().links.define(sandbox::Kind::Contact, sandbox::Kind::Contact, "Mentor", "Mentee",
                                 "another");
     },
     "labels", Verdict::Warn, "2 labels are called 'Mentor'"},
    {"a key that is not unique",
     [](Clinic& c) { schema(c, sandbox::Kind::Note).properties["mentorsync_key"].unique = false; },
     "unique_key", Verdict::Fail, "not unique"},
    {"a key that is gone",
     [](Clinic& c) { schema(c, sandbox::Kind::Note).properties.erase("mentorsync_key"); },
     "unique_key", Verdict::Fail, "missing"},
    {"a day that is almost used up", [](Clinic& c) { c.world.crm.switches().daily_limit = 50; },
     "limits", Verdict::Warn, "other apps"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_tests)

BOOST_AUTO_TEST_CASE(a_healthy_portal_has_nothing_that_fails_and_nothing_is_changed) {
    Clinic clinic;
    scopes(clinic, sandbox::run_scopes());
    const std::string before = clinic.world.dump();
    const auto notes = clinic.portal().shelf(sandbox::Kind::Note);
    const Diagnosis diagnosis = clinic.examine();
    BOOST_TEST((worst(diagnosis) != Verdict::Fail), text_of(diagnosis));
    for (const char* const check : {"api_version", "credentials", "clock", "scopes", "names",
                                    "labels", "unique_key", "owners", "limits", "notes"}) {
        const Finding finding = finding_of(diagnosis, check);
        BOOST_TEST(finding.check == check);
        BOOST_TEST((finding.verdict == Verdict::Ok), finding.what);
        BOOST_TEST(finding.fix.empty());
    }
    BOOST_TEST(clinic.world.dump() == before);
    BOOST_TEST(clinic.world.crm.witness().violations().empty());
}

BOOST_DATA_TEST_CASE(names_what_was_changed_and_a_way_out, data::make(kChanges), change) {
    Clinic clinic;
    scopes(clinic, sandbox::run_scopes());
    change.make(clinic);
    const Diagnosis diagnosis = clinic.examine();
    const Finding finding = finding_of(diagnosis, change.check);
    BOOST_TEST((finding.verdict == change.verdict), text_of(diagnosis));
    BOOST_TEST((finding.what.find(change.says) != std::string::npos), finding.what);
    BOOST_TEST(!finding.fix.empty());
}

BOOST_AUTO_TEST_CASE(a_mapping_that_settles_for_less_writes_no_note_either) {
    Clinic clinic;
    std::string text = tests::example_mapping_text();
    const std::string schedule = R"("schedule": "Mon 08:00",)";
    text.replace(text.find(schedule), schedule.size(),
                 schedule + R"( "without_unique_key": "settle",)");
    clinic.world.mapping = tests::mapping_of(text);
    schema(clinic, sandbox::Kind::Note).properties["mentorsync_key"].unique = false;
    const auto portal = clinic.world.session.reader().schema({});
    BOOST_TEST_REQUIRE(portal.has_value());
    const Finding finding = judge_key(clinic.world.mapping, *portal);
    BOOST_TEST((finding.verdict == Verdict::Fail));
    BOOST_TEST((finding.what.find("not unique") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(a_crm_that_does_not_answer_ends_the_examination_with_its_reason) {
    Clinic clinic;
    clinic.world.crm.inject({.match = {}, .action = sandbox::Do::Refuse});
    const Diagnosis diagnosis = clinic.examine();
    const Finding finding = finding_of(diagnosis, "credentials");
    BOOST_TEST((finding.verdict == Verdict::Fail));
    BOOST_TEST((finding.code == ErrorCode::Unavailable));
    BOOST_TEST(finding_of(diagnosis, "names").check.empty());
}

BOOST_AUTO_TEST_CASE(a_version_is_warned_of_half_a_year_before_its_end) {
    const Instant end = hubspot::end_of_support(hubspot::ApiVersion::March2026);
    using hubspot::ApiVersion;
    BOOST_TEST((judge_api_version(ApiVersion::March2026, end - 24h * 181).verdict == Verdict::Ok));
    BOOST_TEST(
        (judge_api_version(ApiVersion::March2026, end - 24h * 180).verdict == Verdict::Warn));
    const Finding over = judge_api_version(ApiVersion::March2026, end + 24h);
    BOOST_TEST((over.what.find("no more") != std::string::npos), over.what);
}

BOOST_AUTO_TEST_CASE(a_certificate_is_warned_of_three_weeks_before_its_end) {
    BOOST_TEST((judge_certificate(kNow + 24h * 21, kNow).verdict == Verdict::Ok));
    BOOST_TEST((judge_certificate(kNow + 24h * 21 - 1s, kNow).verdict == Verdict::Warn));
}

BOOST_AUTO_TEST_CASE(reads_the_date_of_an_answer_and_nothing_else) {
    BOOST_TEST((hubspot::parse_http_date("Mon, 23 Nov 2026 06:05:00 GMT") == kNow));
    for (const char* const text :
         {"", "Monday", "2026-11-23T06:05:00Z", "Mon, 23 Nov 1926 06:05:00 GMT",
          "Mon, 31 Feb 2026 06:05:00 GMT"}) {
        BOOST_TEST(!hubspot::parse_http_date(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(a_host_without_a_name_or_an_answer_is_told_apart) {
    PortalSettings settings;
    settings.base_url = "https://does-not-exist.invalid";
    BOOST_TEST(
        (finding_of(examine_network(settings, "m.json", kNow), "dns").verdict == Verdict::Fail));
    settings.base_url = "http://127.0.0.1:1";
    const Diagnosis diagnosis = examine_network(settings, "m.json", kNow);
    BOOST_TEST((finding_of(diagnosis, "dns").verdict == Verdict::Ok));
    BOOST_TEST((finding_of(diagnosis, "tls").verdict == Verdict::Fail));
}

BOOST_AUTO_TEST_SUITE_END()
