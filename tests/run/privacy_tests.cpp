// A person is erased in the CRM, and nothing of them stays here.

#include <boost/test/unit_test.hpp>
#include <cctype>
#include <chrono>
#include <string>

#include "sync/run/erased_people.hpp"
#include "sync/run/memory_sink.hpp"
#include "tests/run/world.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using store::PullKind;
using tests::World;

namespace {

constexpr const char* kMentee = "1002";
constexpr const char* kCanary = "canary-4f1d";

struct CanaryWorld : World {
    CanaryWorld() : World(sandbox::tiny_size()) {
        desk().edit(sandbox::Kind::Contact, kMentee,
                    {{"aktori_goal", kCanary}, {"email", std::string(kCanary) + "@x.example"}});
        BOOST_TEST_REQUIRE(accept_and_sync().has_value());
        pass(5min);
        desk().erase_for_privacy(kMentee);
    }
};

// Answers every look-up of contacts alike.
class Auditor final : public CrmAuditor {
public:
    explicit Auditor(Result<std::vector<Whereabouts>> answer) : answer_(std::move(answer)) {}

    Result<std::vector<Whereabouts>> find_contacts(std::span<const RecordId> /*contacts*/,
                                                   const std::stop_token& /*stop*/) override {
        return answer_;
    }
    Result<std::vector<std::vector<RecordId>>> note_contacts(
        std::span<const RecordId> /*notes*/, const std::stop_token& /*stop*/) override {
        return std::vector<std::vector<RecordId>>{};
    }
    Result<OwnNotes> own_notes(const std::string& /*after*/,
                               const std::stop_token& /*stop*/) override {
        return OwnNotes{};
    }

private:
    Result<std::vector<Whereabouts>> answer_;
};

// As a word: a hash or a salt may have any four digits in it.
bool knows(World& world, const std::string& word) {
    const std::string dump = world.dump();
    const auto is_part_of_a_word = [&dump](std::size_t at) {
        return at < dump.size() && std::isalnum(static_cast<unsigned char>(dump[at])) != 0;
    };
    for (std::size_t at = dump.find(word); at != std::string::npos; at = dump.find(word, at + 1)) {
        const bool begins = at == 0 || !is_part_of_a_word(at - 1);
        if (begins && !is_part_of_a_word(at + word.size())) return true;
    }
    return false;
}

void check_that_nothing_stayed(World& world) {
    BOOST_TEST(!knows(world, kCanary));
    BOOST_TEST(!knows(world, kMentee));
    BOOST_TEST(world.store->is_erased(RecordId(kMentee)).value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(privacy_tests)

BOOST_AUTO_TEST_CASE(who_was_erased_in_the_crm_is_erased_here_by_the_next_complete_pass) {
    CanaryWorld world;
    BOOST_TEST(knows(world, kCanary));
    const auto done = world.tick({.kind = PullKind::Everything});
    BOOST_TEST_REQUIRE(done.has_value(), (done ? "" : done.error().error.message));
    check_that_nothing_stayed(world);
    world.pass(8 * 24h);
    BOOST_TEST_REQUIRE(world.tick({.kind = PullKind::Everything}).has_value());
    check_that_nothing_stayed(world);
}

BOOST_AUTO_TEST_CASE(who_was_only_archived_is_not_erased) {
    World world(sandbox::tiny_size());
    BOOST_TEST_REQUIRE(world.accept_and_sync().has_value());
    world.desk().remove(sandbox::Kind::Contact, kMentee);
    BOOST_TEST_REQUIRE(world.tick({.kind = PullKind::Everything}).has_value());
    BOOST_TEST(!world.store->is_erased(RecordId(kMentee)).value());
}

// Nothing of them is pulled any more, but their pair, tasks and notes are still stored.
BOOST_AUTO_TEST_CASE(who_left_first_and_was_erased_later_is_erased_here_too) {
    World world(sandbox::tiny_size());
    BOOST_TEST_REQUIRE(world.accept_and_sync().has_value());
    world.desk().remove(sandbox::Kind::Contact, kMentee);
    BOOST_TEST_REQUIRE(world.tick({.kind = PullKind::Everything}).has_value());
    BOOST_TEST(knows(world, kMentee));
    world.desk().erase_for_privacy(kMentee);
    BOOST_TEST_REQUIRE(world.tick({.kind = PullKind::Everything}).has_value());
    BOOST_TEST(!knows(world, kMentee));
    BOOST_TEST(world.store->is_erased(RecordId(kMentee)).value());
}

BOOST_AUTO_TEST_CASE(who_was_erased_in_the_crm_is_erased_here_by_the_pull_that_finds_it) {
    CanaryWorld world;
    const TickChoice choice{.kind = PullKind::Changes,
                            .audits = {Audit::Trailing, Audit::Associations, Audit::Archived}};
    const auto done = world.tick(choice);
    BOOST_TEST_REQUIRE(done.has_value(), (done ? "" : done.error().error.message));
    check_that_nothing_stayed(world);
}

// Whichever of the answers of a pull it is.
BOOST_AUTO_TEST_CASE(one_answer_that_leaves_somebody_out_erases_nobody) {
    int contradictions = 0;
    for (int nth = 1; nth <= 8; ++nth) {
        World world(sandbox::tiny_size());
        BOOST_TEST_REQUIRE(world.accept_and_sync().has_value());
        world.pass(5min);
        const auto before = world.store->relationships().value().size();
        sandbox::Fault fault{.match = {}, .action = sandbox::Do::ReplaceBody};
        fault.match.path = "contacts/batch/read";
        fault.match.body = std::string("\"") + kMentee + "\"";
        fault.match.nth = nth;
        fault.body = R"({"results":[]})";
        world.crm.inject(fault);
        world.desk().remove_from_list(world.truth.programme_list, kMentee);
        world.desk().edit(sandbox::Kind::Contact, kMentee, {{"firstname", "Aino"}});
        const TickChoice choice{.kind = PullKind::Changes,
                                .audits = {Audit::Trailing, Audit::Associations, Audit::Archived},
                                .consent = {}};
        const auto done = world.tick(choice);
        if (!done && done.error().error.code == ErrorCode::Unavailable) ++contradictions;
        BOOST_TEST(!world.store->is_erased(RecordId(kMentee)).value(), "request " << nth);
        BOOST_TEST(world.store->relationships().value().size() == before);
        BOOST_TEST(knows(world, kMentee));
    }
    BOOST_TEST(contradictions > 0);  // or no request was the one that matters
}

// An empty list, and nothing known of anybody who was on it.
BOOST_AUTO_TEST_CASE(a_crm_that_knows_nobody_any_more_erases_nobody) {
    World world(sandbox::tiny_size());
    BOOST_TEST_REQUIRE(world.accept_and_sync().has_value());
    world.pass(5min);
    sandbox::Fault empty{.match = {}, .action = sandbox::Do::ReplaceBody};
    empty.match.path = "/memberships";
    empty.body = R"({"results":[]})";
    world.crm.inject(empty);
    sandbox::Fault nobody{.match = {}, .action = sandbox::Do::Answer, .status = 404};
    nobody.match.path = "contacts/batch/read";
    nobody.body = R"({"status":"error","category":"OBJECT_NOT_FOUND"})";
    world.crm.inject(nobody);
    const auto done = world.tick(
        {.kind = PullKind::Changes, .audits = {Audit::Trailing, Audit::Archived}, .consent = {}});
    BOOST_TEST(!done.has_value());
    BOOST_TEST(!world.store->is_erased(RecordId(kMentee)).value());
    BOOST_TEST(knows(world, kMentee));
}

BOOST_AUTO_TEST_CASE(a_pull_is_not_stored_before_it_is_known_who_was_erased) {
    CanaryWorld world;
    Auditor silent(fail(ErrorCode::Unavailable, "no answer"));
    const SyncDoors doors = world.doors();
    const auto done = run_tick({.reader = doors.reader,
                                .writer = doors.writer,
                                .auditor = silent,
                                .store = doors.store,
                                .staging = doors.staging,
                                .mirror = doors.mirror,
                                .outbox = doors.outbox,
                                .clock = doors.clock,
                                .observer = doors.observer,
                                .people = doors.people},
                               world.mapping, {.kind = PullKind::Everything}, world.view, {});
    BOOST_TEST_REQUIRE(!done.has_value());
    BOOST_TEST((done.error().error.code == ErrorCode::Unavailable));
    BOOST_TEST_REQUIRE(world.tick({.kind = PullKind::Everything}).has_value());
    check_that_nothing_stayed(world);
}

BOOST_AUTO_TEST_CASE(a_brake_does_not_keep_what_the_law_asks_for) {
    CanaryWorld world;
    std::string text = tests::example_mapping_text();
    const std::string from = "\"percent\": 20";
    text.replace(text.find(from), from.size(), "\"percent\": 90");
    world.mapping = tests::mapping_of(text);
    const auto held = world.tick({.kind = PullKind::Everything});
    BOOST_TEST_REQUIRE(!held.has_value());
    BOOST_TEST((held.error().error.code == ErrorCode::BrakeRefused));
    check_that_nothing_stayed(world);
}

BOOST_AUTO_TEST_CASE(a_stale_page_does_not_bring_back_who_was_erased) {
    CanaryWorld world;
    BOOST_TEST_REQUIRE(world.tick({.kind = PullKind::Everything}).has_value());
    MemorySink inner;
    PrivacySink sink(inner, world.store.get());
    CrmRecord erased;
    erased.id = RecordId(kMentee);
    CrmRecord other;
    other.id = RecordId("1001");
    const RecordRef mentee{RecordKind::Contact, erased.id};
    const RecordRef mentor{RecordKind::Contact, other.id};
    CrmPage page;
    page.records = {erased, other};
    page.links = {{mentor, mentee, {}}};
    page.memberships = {{ListId("1"), erased.id}, {ListId("1"), other.id}};
    BOOST_TEST_REQUIRE(sink.take(page).has_value());
    const auto taken = inner.taken();
    BOOST_TEST_REQUIRE(taken.has_value());
    BOOST_TEST(taken->records.size() == 1U);
    BOOST_TEST(taken->links.empty());
    BOOST_TEST(taken->memberships.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_crm_that_knows_nobody_proves_nothing) {
    Auditor crm(std::vector<Whereabouts>(2));
    CrmRecord present;
    present.id = RecordId("2");
    CrmSnapshot now;
    now.records = {present};
    const auto erased = find_erased(crm, {RecordId("1"), present.id}, now, {});
    BOOST_TEST_REQUIRE(erased.has_value());
    BOOST_TEST(erased->empty());
}

BOOST_AUTO_TEST_SUITE_END()
