// Answers that are wrong, in bad faith or by accident.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/hubspot/hubspot_connector.hpp"
#include "tests/hubspot/answering_transport.hpp"
#include "tests/hubspot/list_sink.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using Texts = std::set<std::string>;
namespace data = boost::unit_test::data;

namespace {

// A portal whose answers are given by the beginning of the path's part behind the version; what is
// not given is empty.
struct Portal {
    Result<http::Response> operator()(const http::Request& request) const {
        for (const auto& [part, answer] : answers) {
            if (request.target.find(part) != std::string::npos) return answer;
        }
        return respond(200, R"({"results":[]})");
    }
    std::vector<std::pair<std::string, Result<http::Response>>> answers;
};

struct Outcome {
    Result<PullReport> report;
    ListSink sink;
    std::vector<http::Request> requests;
};

Outcome pull(const Portal& portal, PullScope scope = {}) {
    AnsweringTransport network(portal);
    NoObserver observer;
    ListSink sink;
    auto report = HubspotConnector(network).pull(scope, sink, observer, {});
    return {std::move(report), std::move(sink), std::move(network.requests)};
}

PullScope members_scope() {
    PullScope scope;
    scope.people_list = ListId("11");
    return scope;
}

std::string results(const std::string& items, const std::string& more = {}) {
    return "{\"results\":[" + items + "]" + more + "}";
}

// The people of list 11 are 1 and 2, and this is what a read of them answers.
Portal members(const Result<http::Response>& read) {
    return {{{"/memberships",
              respond(200, results(R"({"recordId":"1"},{"recordId":2},{"recordId":"2"})"))},
             {"/objects/2026-09/contacts/batch/read", read}}};
}

struct Bad {
    const char* why;
    const char* path;
    Result<http::Response> answer;
    ErrorCode code;
};
std::ostream& operator<<(std::ostream& out, const Bad& row) {
    return out << row.why;
}

const Bad kBad[] = {
    {"a cursor that repeats", "/objects/2026-09/contacts?",
     respond(200, results("", R"(,"paging":{"next":{"after":"7"}})")), ErrorCode::BadResponse},
    {"a cursor of a megabyte", "/objects/2026-09/contacts?",
     respond(200, results("", R"(,"paging":{"next":{"after":")" + std::string(1U << 20U, '7') +
                                  R"("}})")),
     ErrorCode::BadResponse},
    {"a login page", "/objects/2026-09/tasks?", respond(200, "<html>"), ErrorCode::Unavailable},
    {"half a page", "/objects/2026-09/tasks?", respond(200, R"({"results":[{"id":"1"})"),
     ErrorCode::BadResponse},
    {"a page without results", "/objects/2026-09/tasks?", respond(200, "{}"),
     ErrorCode::BadResponse},
    {"text that is no UTF-8", "/objects/2026-09/contacts?",
     respond(200, results("{\"id\":\"1\",\"properties\":{\"a\":\"\xC3\x28\"}}")),
     ErrorCode::BadResponse},
    {"a surrogate without its half", "/objects/2026-09/contacts?",
     respond(200, results(R"({"id":"1","properties":{"a":"\udead"}})")), ErrorCode::BadResponse},
    {"credentials that went bad", "/owners/", respond(401, "{}"), ErrorCode::Unauthorized},
    {"a storm of limits", "/objects/2026-09/tasks?", respond(429, "{}"), ErrorCode::RateLimited},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(pull_hostile_tests)

BOOST_DATA_TEST_CASE(an_answer_that_cannot_be_right_ends_the_pull, data::make(kBad), row) {
    const Outcome outcome = pull({{{row.path, row.answer}}});
    BOOST_TEST_REQUIRE(!outcome.report.has_value());
    BOOST_TEST((outcome.report.error().code == row.code), outcome.report.error().message);
    BOOST_TEST(outcome.report.error().message.size() < 300U);
    BOOST_TEST(outcome.requests.size() < 12U);
}

BOOST_AUTO_TEST_CASE(owners_that_may_not_be_read_are_told_of_and_missed_only_by_who_needs_them) {
    const Portal portal{{{"/owners/", respond(403, "{}")}}};
    const Outcome spared = pull(portal);
    BOOST_TEST_REQUIRE(spared.report.has_value());
    BOOST_TEST((spared.report->coverage == Coverage::Everything));
    BOOST_TEST(spared.sink.unreadable.size() == 1U);

    PullScope scope;
    scope.owned_tasks = true;
    const Outcome needed = pull(portal, scope);
    BOOST_TEST_REQUIRE(!needed.report.has_value());
    BOOST_TEST((needed.report.error().code == ErrorCode::MissingScope));
}

BOOST_AUTO_TEST_CASE(a_list_that_may_not_be_read_is_unproved_unless_it_is_the_programmes) {
    const Portal portal{{{"/lists/", respond(403, "{}")}}};
    PullScope scope;
    scope.member_lists = {ListId("12")};
    const Outcome other = pull(portal, scope);
    BOOST_TEST_REQUIRE(other.report.has_value());
    BOOST_TEST((other.report->coverage == Coverage::Partial));
    BOOST_TEST(other.sink.unreadable.size() == 1U);

    const Outcome own = pull(portal, members_scope());
    BOOST_TEST_REQUIRE(!own.report.has_value());
    BOOST_TEST((own.report.error().code == ErrorCode::MissingScope));
}

BOOST_AUTO_TEST_CASE(what_came_beside_a_failure_is_kept) {
    const Outcome outcome =
        pull({{{"/objects/2026-09/tasks?", respond(503, "")},
               {"/objects/2026-09/contacts?", respond(200, results(R"({"id":"1"})"))}}});
    BOOST_TEST(!outcome.report.has_value());
    BOOST_TEST(outcome.sink.ids(RecordKind::Contact) == Texts{"1"});
}

BOOST_AUTO_TEST_CASE(an_empty_page_with_a_next_one_is_no_end) {
    std::size_t pages = 0;
    AnsweringTransport network([&pages](const http::Request& request) {
        if (request.target.find("/contacts?") == std::string::npos) {
            return respond(200, results(""));
        }
        ++pages;
        return pages == 1 ? respond(200, results("", R"(,"paging":{"next":{"after":"7"}})"))
                          : respond(200, results(R"({"id":"9"})"));
    });
    ListSink sink;
    NoObserver observer;
    const auto report = HubspotConnector(network).pull({}, sink, observer, {});
    BOOST_TEST_REQUIRE(report.has_value());
    BOOST_TEST(sink.ids(RecordKind::Contact) == Texts{"9"});
    const std::string& second = network.requests.back().target;
    BOOST_TEST(second.find("after=7") != std::string::npos);
    BOOST_TEST(second.find("properties=") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(rows_that_nobody_asked_for_are_not_taken) {
    const Outcome outcome =
        pull(members(respond(200, results(R"({"id":"2"},{"id":"77"},{"id":"1"},{"id":"2"})"))),
             members_scope());
    BOOST_TEST_REQUIRE(outcome.report.has_value());
    BOOST_TEST(outcome.sink.ids(RecordKind::Contact) == (Texts{"1", "2"}));
    BOOST_TEST((outcome.report->coverage == Coverage::Everything));
}

BOOST_AUTO_TEST_CASE(an_id_that_was_not_asked_for_is_the_heir_of_the_one_that_was) {
    const Outcome outcome =
        pull(members(respond(200, results(R"({"id":"1"},{"id":"50"})"))), members_scope());
    BOOST_TEST_REQUIRE(outcome.report.has_value());
    const CrmRecord& heir = outcome.sink.records.at({RecordKind::Contact, RecordId("50")});
    BOOST_TEST_REQUIRE(heir.merged.size() == 1U);
    BOOST_TEST(heir.merged[0].text() == "2");
}

BOOST_AUTO_TEST_CASE(two_heirs_are_told_apart_by_asking_for_each_alone) {
    AnsweringTransport network([](const http::Request& request) {
        if (request.target.find("/memberships") != std::string::npos) {
            return respond(200, results(R"({"recordId":"1"},{"recordId":"2"})"));
        }
        if (request.target.find("/contacts/batch/read") == std::string::npos) {
            return respond(200, results(""));
        }
        const bool one = request.body.find(R"("id":"1")") != std::string::npos;
        const bool two = request.body.find(R"("id":"2")") != std::string::npos;
        return respond(200, results(std::string(two ? R"({"id":"62"})" : "") +
                                    (one && two ? "," : "") + (one ? R"({"id":"61"})" : "")));
    });
    ListSink sink;
    NoObserver observer;
    const auto report = HubspotConnector(network).pull(members_scope(), sink, observer, {});
    BOOST_TEST_REQUIRE(report.has_value());
    BOOST_TEST(sink.records.at({RecordKind::Contact, RecordId("61")}).merged.at(0).text() == "1");
    BOOST_TEST(sink.records.at({RecordKind::Contact, RecordId("62")}).merged.at(0).text() == "2");
}

struct Partial {
    const char* why;
    Result<http::Response> read;
    Texts contacts;
    Coverage coverage;
};
std::ostream& operator<<(std::ostream& out, const Partial& row) {
    return out << row.why;
}

const Partial kPartial[] = {
    {"a record that is gone",
     respond(207,
             results(R"({"id":"1"})",
                     R"(,"errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["2"]}}])")),
     {"1"},
     Coverage::Everything},
    {"a record that nobody mentions",
     respond(200, results(R"({"id":"1"})")),
     {"1"},
     Coverage::Everything},
    {"a record that failed",
     respond(207, results(R"({"id":"1"})",
                          R"(,"errors":[{"category":"INTERNAL","context":{"ids":["2"]}}])")),
     {"1"},
     Coverage::Partial},
    {"a failure of nobody knows whom",
     respond(200, results(R"({"id":"1"})", R"(,"errors":[{}])")),
     {"1"},
     Coverage::Partial},
    {"a record that cannot be read",
     respond(200, results(R"({"id":"1"},{"id":"2","properties":7})")),
     {"1"},
     Coverage::Partial},
    {"a record under no id",
     respond(200, results(R"({"id":"1"},{"id":"../2"})")),
     {"1"},
     Coverage::Partial},
    {"none of them, and it says so",
     respond(404, R"({"category":"OBJECT_NOT_FOUND"})"),
     {},
     Coverage::Everything},
    {"not found, whatever that is", respond(404, "<html>"), {}, Coverage::Partial},
    {"refused, one by one", respond(400, "{}"), {}, Coverage::Partial},
};

BOOST_DATA_TEST_CASE(absence_proves_deletion_only_where_everything_was_read, data::make(kPartial),
                     row) {
    const Outcome outcome = pull(members(row.read), members_scope());
    BOOST_TEST_REQUIRE(outcome.report.has_value());
    BOOST_TEST(outcome.sink.ids(RecordKind::Contact) == row.contacts);
    BOOST_TEST((outcome.report->coverage == row.coverage));
}

BOOST_AUTO_TEST_CASE(a_member_without_an_id_leaves_the_list_unproved) {
    const Outcome outcome =
        pull({{{"/memberships", respond(200, results(R"({"recordId":"1"},{"recordId":"1;2"})"))}}},
             members_scope());
    BOOST_TEST_REQUIRE(outcome.report.has_value());
    BOOST_TEST((outcome.report->coverage == Coverage::Partial));
    BOOST_TEST(outcome.sink.unreadable.size() == 1U);
}

// Page by page: contacts 1 and one under no id, then 2; tasks 8 with more contacts than are shown,
// then 9.
Result<http::Response> paged(const http::Request& request) {
    const bool second = request.target.find("after=") != std::string::npos;
    const std::string next = R"(,"paging":{"next":{"after":"7"}})";
    if (request.target.find("/contacts?") != std::string::npos) {
        return second ? respond(200, results(R"({"id":"2"})"))
                      : respond(200, results(R"({"id":"1"},{"id":"x"})", next));
    }
    if (request.target.find("/tasks?") != std::string::npos) {
        const std::string cut = R"({"id":"8","associations":{"contacts":{"results":[{"id":"1"}],)" +
                                next.substr(1) + "}}}";
        return second ? respond(200, results(R"({"id":"9"})")) : respond(200, results(cut, next));
    }
    if (request.target.find("/tasks/contacts/") != std::string::npos) {
        return respond(200, results(R"({"from":{"id":"8"},"to":[{"toObjectId":"1"},)"
                                    R"({"toObjectId":"2"}]})"));
    }
    return respond(200, results(""));
}

BOOST_AUTO_TEST_CASE(what_was_set_aside_or_in_doubt_before_a_crash_is_not_forgotten) {
    for (std::size_t pages = 0; pages < 8; ++pages) {
        AnsweringTransport network(paged);
        HubspotConnector crm(network);
        ListSink sink;
        NoObserver observer;
        sink.break_after(pages);
        const auto broken = crm.pull({}, sink, observer, {});
        sink.mend();
        const auto whole = broken ? broken : crm.pull({}, sink, observer, {});
        BOOST_TEST_REQUIRE(whole.has_value());
        BOOST_TEST((whole->coverage == Coverage::Partial));
        BOOST_TEST(sink.link_names() == (Texts{"task 8 > 1", "task 8 > 2"}),
                   boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_search_that_shows_less_than_it_counts_proves_nothing) {
    for (const int total : {2, 3}) {
        const Portal portal{
            {{"/memberships", respond(200, results(R"({"recordId":"1"})"))},
             {"/objects/2026-09/contacts/batch/read",
              respond(200, results(R"({"id":"1","properties":{"hubspot_owner_id":"5"}})"))}}};
        AnsweringTransport network([&](const http::Request& request) -> Result<http::Response> {
            if (request.target.find("/search") == std::string::npos) return portal(request);
            // The counts that the pull would choose by are not to be had.
            if (request.body.find("hubspot_owner_id") == std::string::npos) return respond(500, "");
            return respond(
                200, results(R"({"id":"81"},{"id":"82"})", ",\"total\":" + std::to_string(total)));
        });
        PullScope scope = members_scope();
        scope.owned_tasks = true;
        scope.owner_references = true;
        ListSink sink;
        NoObserver observer;
        const auto report = HubspotConnector(network).pull(scope, sink, observer, {});
        BOOST_TEST_REQUIRE(report.has_value());
        BOOST_TEST((report->coverage == Coverage::Everything) == (total == 2));
    }
}

BOOST_AUTO_TEST_CASE(associations_that_go_in_a_circle_end_the_pull) {
    PullScope scope = members_scope();
    scope.contact_links = true;
    const std::string circle =
        results(R"({"from":{"id":"1"},"to":[],"paging":{"next":{"after":"x"}}})");
    const Outcome outcome = pull({{{"/memberships", respond(200, results(R"({"recordId":"1"})"))},
                                   {"/associations/", respond(200, circle)}}},
                                 scope);
    BOOST_TEST_REQUIRE(!outcome.report.has_value());
    BOOST_TEST((outcome.report.error().code == ErrorCode::BadResponse));
    BOOST_TEST(outcome.requests.size() < 10U);
}

BOOST_AUTO_TEST_CASE(an_address_that_the_crm_refuses_is_set_aside_and_never_repeated) {
    AnsweringTransport network([](const http::Request& request) {
        if (request.target.find("/memberships") != std::string::npos) {
            return respond(200, results(R"({"recordId":"1"})"));
        }
        if (request.target.find("/contacts/batch/read") == std::string::npos) {
            return respond(200, results(""));
        }
        if (request.body.find("idProperty") == std::string::npos) {
            return respond(200,
                           results(R"({"id":"1","properties":{"a":"good@a.fi","b":"bad@@a.fi"}})"));
        }
        if (request.body.find("bad@@a.fi") != std::string::npos) {
            return respond(400, R"({"message":"bad@@a.fi is not valid"})");
        }
        return respond(200, results(R"({"id":"5","properties":{"email":"Good@a.fi"}})"));
    });
    ListSink sink;
    NoObserver observer;
    PullScope scope = members_scope();
    scope.email_references = {"a", "b"};
    const auto report = HubspotConnector(network).pull(scope, sink, observer, {});
    BOOST_TEST_REQUIRE(report.has_value());
    BOOST_TEST(sink.ids(RecordKind::Contact) == (Texts{"1", "5"}));
    BOOST_TEST_REQUIRE(sink.unreadable.size() == 1U);
    BOOST_TEST(sink.unreadable[0].reason.find("@") == std::string::npos);
    BOOST_TEST(sink.unreadable[0].record.id.empty());
}

BOOST_AUTO_TEST_CASE(a_batch_whose_answer_is_too_large_is_halved_until_one_record_is_set_aside) {
    AnsweringTransport network([](const http::Request& request) -> Result<http::Response> {
        if (request.target.find("/memberships") != std::string::npos) {
            return respond(200, results(R"({"recordId":"1"},{"recordId":"2"},{"recordId":"3"})"));
        }
        if (request.target.find("/contacts/batch/read") == std::string::npos) {
            return respond(200, results(""));
        }
        if (request.body.find("\"2\"") != std::string::npos) {
            return fail(ErrorCode::Rejected, "the answer is larger than the limit");
        }
        std::string rows;
        for (const char* const id : {"1", "3"}) {
            if (request.body.find('"' + std::string(id) + '"') == std::string::npos) continue;
            rows += (rows.empty() ? "" : ",") + (R"({"id":")" + std::string(id)) +
                    R"(","properties":{}})";
        }
        return respond(200, results(rows));
    });
    ListSink sink;
    NoObserver observer;
    const auto report = HubspotConnector(network).pull(members_scope(), sink, observer, {});
    BOOST_TEST_REQUIRE(report.has_value());
    BOOST_TEST(sink.ids(RecordKind::Contact) == (Texts{"1", "3"}));
    BOOST_TEST_REQUIRE(sink.unreadable.size() == 1U);
    BOOST_TEST(sink.unreadable[0].record.id.text() == "2");
    BOOST_TEST((report->coverage == Coverage::Partial));
}

BOOST_AUTO_TEST_CASE(a_link_in_an_answer_is_never_followed) {
    const Outcome outcome = pull(
        {{{"/owners/",
           respond(200, results("", R"(,"paging":{"next":{"link":"https://evil.example/x"}})"))}}});
    BOOST_TEST(outcome.report.has_value());
    for (const http::Request& request : outcome.requests) {
        BOOST_TEST(request.target.find("evil") == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
