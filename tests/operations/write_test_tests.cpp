#include "sync/run/write_test.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <string>

#include "tests/operations/clinic.hpp"

using namespace mentorsync;
using tests::Clinic;
using tests::World;
namespace data = boost::unit_test::data;

namespace {

const WriteTestOptions kQuick{.rounds = 2, .creates = 10, .reads = 3, .contact = RecordId("1002")};

WriteTestReport try_writes(Clinic& clinic, const WriteTestOptions& options = kQuick) {
    World& world = clinic.world;
    return run_write_test({.reader = world.session.reader(),
                           .writer = world.session.writer(),
                           .admin = world.session.admin(),
                           .auditor = world.session.auditor(),
                           .probe = world.session.probe(),
                           .clock = world.clock},
                          options, {});
}

std::string answer(const WriteTestReport& report, std::string_view name) {
    for (const Fact& fact : report.facts) {
        if (fact.name == name) return fact.answer;
    }
    return report.stopped ? report.stopped->message : "not asked";
}

sandbox::Match path(const char* text, int times, int nth = 0) {
    sandbox::Match match;
    match.path = text;
    match.times = times;
    match.nth = nth;
    return match;
}

std::size_t live_notes(Clinic& clinic) {
    const auto& notes = clinic.portal().shelf(sandbox::Kind::Note).records();
    return static_cast<std::size_t>(
        std::ranges::count_if(notes, [](const auto& note) { return !note.second.archived; }));
}

// A portal that behaves in one of the ways that nobody documents.
struct Portal {
    const char* what;
    std::function<void(Clinic&)> make;
    const char* fact;
    const char* answer;
};
std::ostream& operator<<(std::ostream& out, const Portal& portal) {
    return out << portal.what;
}

void lack_the_key(Clinic& clinic) {
    clinic.portal().shelf(sandbox::Kind::Note).schema.properties.erase("mentorsync_key");
}

sandbox::Property& key(Clinic& clinic) {
    return clinic.portal().shelf(sandbox::Kind::Note).schema.properties["mentorsync_key"];
}

const Portal kPortals[] = {
    {"the likely portal", [](Clinic&) {}, "key_property", "unique"},
    {"without the property", lack_the_key, "key_property", "created"},
    {"unique properties refused",
     [](Clinic& c) {
         lack_the_key(c);
         c.world.crm.switches().unique_on_activities = false;
     },
     "key_property", "refused"},
    {"the property, but not unique", [](Clinic& c) { key(c).unique = false; }, "key_property",
     "not_unique"},
    {"one note of many creates", [](Clinic&) {}, "one_note_a_key", "yes"},
    {"conflicts answered 409",
     [](Clinic& c) { c.world.crm.switches().unique_conflict_status = 409; }, "one_note_a_key",
     "yes"},
    {"found at once", [](Clinic&) {}, "read_after_create", "yes"},
    {"absence answered 404", [](Clinic& c) { c.world.crm.switches().read_none_is_404 = true; },
     "read_after_create", "yes"},
    {"found late",
     [](Clinic& c) {
         c.world.crm.inject({.match = path("notes/batch/read", 12),
                             .action = sandbox::Do::ReplaceBody,
                             .body = R"({"status":"COMPLETE","results":[]})"});
     },
     "one_note_a_key", "no"},
    {"archived notes found by key", [](Clinic&) {}, "archived_by_key", "yes"},
    {"archived notes not found by key",
     [](Clinic& c) {
         c.world.crm.inject({.match = path("archived=true", 0),
                             .action = sandbox::Do::ReplaceBody,
                             .body = R"({"status":"COMPLETE","results":[]})"});
     },
     "archived_by_key", "no"},
    {"keys of archived notes free",
     [](Clinic& c) { c.world.crm.switches().archived_key = sandbox::ArchivedKey::Free; },
     "archived_key", "free"},
    {"keys of archived notes held",
     [](Clinic& c) { c.world.crm.switches().archived_key = sandbox::ArchivedKey::Held; },
     "archived_key", "held"},
    {"a second association", [](Clinic&) {}, "second_association", "nothing"},
    {"a note without a contact", [](Clinic&) {}, "without_contact", "unseen"},
    {"letters matter", [](Clinic& c) { c.world.crm.switches().unique_ignores_case = false; },
     "letter_case", "differs"},
    {"letters do not matter", [](Clinic& c) { c.world.crm.switches().unique_ignores_case = true; },
     "letter_case", "same"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(write_test_tests)

BOOST_DATA_TEST_CASE(the_answer_is_what_the_portal_does, data::make(kPortals), portal) {
    for (const bool folded : {false, true}) {
        Clinic clinic;
        clinic.world.crm.switches().partial_is_207_in_2026_09 = !folded;
        portal.make(clinic);
        const std::size_t before = live_notes(clinic);
        const WriteTestReport report = try_writes(clinic);
        BOOST_TEST(answer(report, portal.fact) == portal.answer);
        BOOST_TEST(report.left.empty());
        BOOST_TEST(live_notes(clinic) == before);
        BOOST_TEST(clinic.world.crm.witness().violations().empty());
    }
}

BOOST_AUTO_TEST_CASE(every_question_has_an_answer_in_a_portal_that_can_be_asked) {
    Clinic clinic;
    const WriteTestReport report = try_writes(clinic);
    BOOST_TEST(report.facts.size() == 9U);
    for (const Fact& fact : report.facts) {
        BOOST_TEST((fact.answer != "unknown"), fact.name);
        BOOST_TEST((fact.verdict == Verdict::Ok), fact.says);
    }
    BOOST_TEST(report.created > 0U);
}

BOOST_AUTO_TEST_CASE(nobody_carries_a_test_note_unless_a_contact_is_named) {
    Clinic clinic;
    WriteTestOptions options = kQuick;
    options.contact.reset();
    clinic.world.crm.witness().forget_requests();
    BOOST_TEST(answer(try_writes(clinic, options), "second_association") == "unknown");
    for (const sandbox::SeenRequest& request : clinic.world.crm.witness().requests()) {
        BOOST_TEST((request.target.find("associate") == std::string::npos), request.target);
    }
}

BOOST_AUTO_TEST_CASE(credentials_that_may_not_create_the_property_leave_it_unknown) {
    Clinic clinic;
    lack_the_key(clinic);
    clinic.world.crm.token(clinic.world.token).scopes = sandbox::run_scopes();
    const WriteTestReport report = try_writes(clinic);
    BOOST_TEST(report.facts.size() == 9U);
    BOOST_TEST(answer(report, "key_property") == "unknown");
}

BOOST_AUTO_TEST_CASE(what_was_made_is_removed_also_when_the_crm_fails_half_way) {
    for (int nth = 1; nth <= 40; ++nth) {
        Clinic clinic;
        const std::size_t before = live_notes(clinic);
        clinic.world.crm.inject(
            {.match = path("notes/batch", 0, nth), .action = sandbox::Do::Answer, .status = 403});
        const WriteTestReport report = try_writes(clinic);
        BOOST_TEST(live_notes(clinic) == before, "request " << nth);
    }
}

BOOST_AUTO_TEST_SUITE_END()
