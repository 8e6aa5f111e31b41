#include <sqlite3.h>
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "sync/store/schema.hpp"
#include "sync/store/schema_steps.hpp"
#include "sync/store/sql_store.hpp"
#include "tests/fakes/test_sealer.hpp"
#include "tests/store/canaries.hpp"

namespace mentorsync::store {

namespace {

std::unique_ptr<SqlStore> open_store(const std::string& path, const std::string& keys = "k") {
    return must(SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer(keys)));
}

void run_sql(const std::string& path, const std::string& sql) {
    sqlite3* database = nullptr;
    const bool opened = sqlite3_open(path.c_str(), &database) == SQLITE_OK;
    const bool done =
        opened && sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    sqlite3_close(database);
    chmod(path.c_str(), 0600);
    if (!done) throw std::runtime_error("sqlite: " + sql);
}

void fill(SqlStore& store) {
    must(store.begin("scope", PullKind::Everything, kNow));
    must(store.take(canary_page()));
    must(store.commit(canary_commit()));
    must(store.keep_secret("token", Secret("CANARY-token")));
    const auto id = must(store.leave("export", "{}", kNow));
    must(store.answer(id, {ErrorCode::Internal, true, "CANARY-answer"}));
}

// The state as the first schema stored it: nothing sealed.
void make_old_state(const std::string& path) {
    run_sql(path, std::string(kModelTables) + kOutboxTables + kStagingTables + R"sql(
        PRAGMA application_id = )sql" +
                      std::to_string(kApplicationId) + R"sql(;
        PRAGMA user_version = 1;
        INSERT INTO portal VALUES ('blink', '62515', 'mapping-1', 1, 2, 0);
        INSERT INTO outbox VALUES ('blink', 'k1', 'pair:1:2', 'start', '', 1000, 'CANARY-body',
                                   'planned', NULL, 0, -1, 0, '');
        INSERT INTO outbox_contact VALUES ('blink', 'k1', 0, '2');
        INSERT INTO attempt VALUES ('blink', 'k1', 1, 'create', 'sent');
        INSERT INTO property_outbox VALUES ('blink', '2', 'mentoring_mentor', 'CANARY-value', 0, '');
        INSERT INTO staging_record VALUES ('blink', 'contact', '7', 0, 0, 0, 'CANARY-staged', '');
    )sql");
}

std::string body_in(SqlStore& store) {
    return must(store.notes()).at(0).body.value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sealing_tests)

BOOST_AUTO_TEST_CASE(no_word_of_anybody_is_in_the_bytes_on_the_disk) {
    const TemporaryDirectory directory;
    const auto store = open_store(directory.file("state.db"));
    fill(*store);
    must(store->begin("scope", PullKind::Changes, kNow));
    must(store->take(canary_page()));  // staged, beside the mirror
    const std::string bytes = all_bytes_in(directory);
    BOOST_TEST(!holds(bytes, "CANARY"));
    BOOST_TEST(holds(bytes, "7001"));  // we do look at the right bytes

    const CrmSnapshot stored = must(store->snapshot());
    BOOST_TEST((stored.records == canary_page().records));
    BOOST_TEST((stored.links == canary_page().links));
    BOOST_TEST((stored.owners == canary_page().owners));
    BOOST_TEST((stored.unreadable == canary_page().unreadable));
    BOOST_TEST(body_in(*store) == "CANARY-body");
    BOOST_TEST(must(store->waiting_properties(9)).at(0).value.value() == "CANARY-value");
    BOOST_TEST(must(store->secret("token"))->reveal() == "CANARY-token");
    BOOST_TEST(must(store->answer_to(1))->text == "CANARY-answer");
}

BOOST_AUTO_TEST_CASE(a_value_that_was_moved_to_another_row_is_refused) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    fill(*open_store(path));
    run_sql(path,
            "UPDATE mirror_record SET properties = (SELECT properties FROM mirror_record WHERE id "
            "= '7001') WHERE id = '7002'");
    const auto store = open_store(path);
    BOOST_TEST(!store->snapshot().has_value());
    BOOST_TEST(body_in(*store) == "CANARY-body");
}

BOOST_AUTO_TEST_CASE(what_an_earlier_schema_stored_is_read_and_sealed) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    make_old_state(path);
    BOOST_TEST(holds(all_bytes_in(directory), "CANARY"));
    const auto store = open_store(path);
    BOOST_TEST(body_in(*store) == "CANARY-body");
    BOOST_TEST(must(store->notes()).at(0).contacts.size() == 1U);
    const PropertyRow property = must(store->waiting_properties(9)).at(0);
    BOOST_TEST(property.value.value() == "CANARY-value");
    BOOST_TEST(!holds(all_bytes_in(directory), "CANARY"));
    // Equal values are found so in spite of the seal.
    must(store->finish_property(property, ""));
    BOOST_TEST(must(store->waiting_properties(9)).empty());
}

BOOST_AUTO_TEST_CASE(a_rotated_key_seals_everything_anew) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    std::string before;
    {
        const auto store = open_store(path, "a");
        fill(*store);
        before = must(store->canonical_dump());
    }
    BOOST_TEST(must(open_store(path, "ba")->canonical_dump()) == before);
    BOOST_TEST(must(open_store(path, "b")->canonical_dump()) == before);
    // And the former key is good for nothing any more.
    BOOST_TEST(!SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer("a")).has_value());
}

// The daemon still has the former keys when a command beside it already has the next ones.
BOOST_AUTO_TEST_CASE(who_does_not_hold_the_lock_seals_nothing_anew) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    const auto daemon = open_store(path, "a");
    fill(*daemon);
    const auto beside = must(SqlStore::open(path, "blink", Mode::Beside, test_sealer("ba")));
    must(beside->leave("sync", "{}", kNow));
    BOOST_TEST(body_in(*beside) == "CANARY-body");
    BOOST_TEST(body_in(*daemon) == "CANARY-body");
    BOOST_TEST(must(daemon->secret("token"))->reveal() == "CANARY-token");
}

BOOST_AUTO_TEST_CASE(many_rows_are_sealed_anew_bit_by_bit) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    constexpr int kContacts = 3500;
    {
        const auto store = open_store(path, "a");
        CrmPage page;
        for (int i = 0; i < kContacts; ++i) {
            page.records.push_back(
                sample_record(RecordKind::Contact, std::to_string(i), {{"firstname", "x"}}));
        }
        must(store->begin("scope", PullKind::Everything, kNow));
        must(store->take(page));
        must(store->commit(saving({})));
    }
    // One opening does not do it all; every further one, and every tick, does its part.
    BOOST_TEST(!SqlStore::open(path, "other", Mode::ReadWrite, test_sealer("b"))
                    .map([](const auto&) { return false; })
                    .value_or(true));
    static_cast<void>(open_store(path, "ba"));
    BOOST_TEST(!SqlStore::open(path, "blink", Mode::ReadWrite, test_sealer("b")).has_value());
    {
        const auto store = open_store(path, "ba");
        for (int i = 0; i < 5; ++i) must(store->begin("scope", PullKind::Changes, kNow));
    }
    const auto store = open_store(path, "b");
    BOOST_TEST(must(store->snapshot()).records.size() == kContacts);
}

BOOST_AUTO_TEST_CASE(what_was_staged_under_a_former_key_is_forgotten) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    {
        const auto store = open_store(path, "a");
        must(store->begin("scope", PullKind::Changes, kNow));
        must(store->take(canary_page()));
    }
    BOOST_TEST(must(open_store(path, "ba")->taken()).records.empty());
}

BOOST_AUTO_TEST_CASE(without_a_key_counts_are_told_and_words_are_not) {
    const TemporaryDirectory directory;
    const std::string path = directory.file("state.db");
    fill(*open_store(path));
    const auto reader = must(SqlStore::open(path, "blink", Mode::ReadOnly));
    BOOST_TEST(must(reader->counts()).pairs == 1U);
    BOOST_TEST(must(reader->relationships()).size() == 1U);
    const auto refused = reader->notes();
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().message.find("no key was given") != std::string::npos);
    const auto writer = must(SqlStore::open(path, "blink", Mode::ReadWrite));
    BOOST_TEST(!writer->take(canary_page()).has_value());
    BOOST_TEST(!writer->erase(RecordId("7001"), kNow).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
