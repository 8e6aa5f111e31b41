// The reading door over records that were handed in.

#include <boost/test/unit_test.hpp>
#include <map>
#include <string>

#include "connector/host/host_connector.hpp"

using namespace mentorsync;
using host::HostConnector;

namespace {

constexpr char kSchema[] = R"({"schema": "mentorsync.schema/1", "portal_id": "7"})";
constexpr char kRecords[] = R"({"schema": "mentorsync.records/1",
    "contacts": [{"id": "1", "created": "2026-11-01T00:00:00Z", "updated": "2026-11-01T00:00:00Z"}],
    "lists": [{"id": "5", "contacts": ["1"]}, {"id": "6", "contacts": ["1"]}]})";
constexpr char kChanges[] = R"({"schema": "mentorsync.records/1", "coverage": "changes",
    "tasks": [{"id": "2", "created": "2026-11-01T00:00:00Z", "updated": "2026-11-01T00:00:00Z"}],
    "gone": [{"kind": "contact", "id": "3", "how": "erased"}]})";

struct Sink final : CrmSink {
    Result<void> take(const CrmPage& page) override {
        pages.push_back(page);
        return {};
    }
    Result<bool> has(const RecordRef& /*record*/) const override { return false; }
    Result<std::optional<std::string>> resume_point(std::string_view /*stream*/) const override {
        return std::optional<std::string>("");
    }
    Result<CrmSnapshot> taken() const override { return CrmSnapshot{}; }

    std::vector<CrmPage> pages;
};

struct Mirror final : CrmMirror {
    Result<std::optional<Instant>> updated(const RecordRef& /*record*/) const override {
        return std::optional<Instant>();
    }
    Result<std::vector<RecordId>> members(const ListId& /*list*/) const override {
        return std::vector<RecordId>();
    }
    Result<CrmSnapshot> snapshot() const override { return CrmSnapshot{}; }
};

struct Observer final : PullObserver {
    void progressed(const PullProgress& /*progress*/) override {}
};

struct Host {
    Host() { scope.people_list = ListId("5"); }

    Result<PullReport> pull() { return connector.pull(scope, sink, observer, {}); }
    Result<PullReport> pull_changes() {
        return connector.pull_changes(scope, {}, mirror, sink, observer, {});
    }

    HostConnector connector;
    PullScope scope;
    Sink sink;
    Mirror mirror;
    Observer observer;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(connector_tests, Host)

BOOST_AUTO_TEST_CASE(nothing_is_known_before_a_schema) {
    BOOST_TEST((connector.put(kRecords).error().code == ErrorCode::InvalidArgument));
    BOOST_TEST((connector.account({}).error().code == ErrorCode::InvalidArgument));
    BOOST_TEST(connector.set_schema(kSchema).has_value());
    BOOST_TEST(connector.account({})->portal.text() == "7");
    BOOST_TEST(connector.put(kRecords).has_value());
}

BOOST_AUTO_TEST_CASE(everything_is_pulled_with_the_lists_of_the_scope) {
    BOOST_TEST(connector.set_schema(kSchema).has_value());
    BOOST_TEST(connector.put(kRecords).has_value());
    const auto report = pull();
    BOOST_TEST_REQUIRE(report.has_value());
    BOOST_TEST((report->coverage == Coverage::Everything && report->records == 1U));
    BOOST_TEST((report->requests == 0U && !report->cursors.empty()));
    BOOST_TEST_REQUIRE(sink.pages.size() == 2U);
    BOOST_TEST(sink.pages[1].stream == "list:5");
}

BOOST_AUTO_TEST_CASE(changes_are_not_everything) {
    BOOST_TEST(connector.set_schema(kSchema).has_value());
    BOOST_TEST((pull().error().code == ErrorCode::InvalidArgument));
    BOOST_TEST(connector.put(kChanges).has_value());
    BOOST_TEST((pull().error().code == ErrorCode::InvalidArgument));
    const auto report = pull_changes();
    BOOST_TEST_REQUIRE(report.has_value());
    BOOST_TEST(report->changed);
    const CrmPage& page = sink.pages.at(0);
    BOOST_TEST((page.gone.at(0).how == GoneRecord::How::Erased));
    const LinksOf all_of_the_task{{RecordKind::Task, RecordId("2")}, RecordKind::Contact};
    BOOST_TEST((page.links_of == std::vector{all_of_the_task}));
}

BOOST_AUTO_TEST_CASE(without_records_nothing_has_changed) {
    BOOST_TEST(connector.set_schema(kSchema).has_value());
    BOOST_TEST(connector.put(kChanges).has_value());
    connector.discard();
    BOOST_TEST(!pull_changes()->changed);
    BOOST_TEST(sink.pages.empty());
}

BOOST_AUTO_TEST_CASE(only_who_is_called_erased_is_nowhere) {
    using Where = Whereabouts::Where;
    BOOST_TEST(connector.set_schema(kSchema).has_value());
    BOOST_TEST(connector.put(kRecords).has_value());
    BOOST_TEST(connector.put(kChanges).has_value());
    const std::vector<RecordId> asked{RecordId("1"), RecordId("3"), RecordId("4")};
    const auto found = connector.find_contacts(asked, {});
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(((*found)[0].where == Where::Live && (*found)[1].where == Where::Nowhere));
    BOOST_TEST(((*found)[2].where == Where::Archived));
}

BOOST_AUTO_TEST_SUITE_END()
