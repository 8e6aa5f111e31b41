// What a pull of changes brings, case by case.

#include <boost/test/unit_test.hpp>

#include "tests/hubspot/mirror_bench.hpp"

using namespace mentorsync;
using namespace mentorsync::hubspot;
using sandbox::Kind;
using How = GoneRecord::How;

namespace {

// A mentee on the list, her mentor by a label, a task of hers, and a customer nobody asked for.
struct Pair : MirrorBench {
    Pair() {
        desk.add_to_list("11", mentee);
        desk.label(mentee, mentor, "Mentor");
        link_task(challenge, mentee);
        pass(std::chrono::hours(1));
        scope = list_scope();
        BOOST_TEST_REQUIRE(pull_everything(scope).has_value());
        pass(std::chrono::minutes(1));
    }

    PullReport changes(std::vector<Audit> audits = {}) {
        auto report = pull_changes(scope, std::move(audits));
        BOOST_TEST_REQUIRE(report.has_value(), (report ? "" : report.error().message));
        BOOST_TEST(crm.witness().violations().empty());
        return *std::move(report);
    }
    void check_equal() {
        BOOST_TEST(mirror.lines() == truth(scope), boost::test_tools::per_element());
    }

    std::string mentee = contact("mentee@agency.example");
    std::string mentor = contact("mentor@agency.example");
    std::string customer = contact("customer@shop.example");
    std::string challenge = task("Haaste");
    PullScope scope;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(pull_changes_tests)

BOOST_AUTO_TEST_CASE(with_nothing_new_two_searches_and_the_lists_are_all) {
    Pair bench;
    bench.crm.witness().forget_requests();
    const PullReport report = bench.changes();
    BOOST_TEST(!report.changed);
    BOOST_TEST(report.requests == 4U);
    BOOST_TEST(report.search_requests == 2U);
    BOOST_TEST(bench.mirror.snapshots == 0U);
    BOOST_TEST((report.coverage == Coverage::Everything));
    BOOST_TEST(bench.pages.pages.empty());
}

BOOST_AUTO_TEST_CASE(an_edited_contact_is_read_again) {
    Pair bench;
    bench.desk.edit(Kind::Contact, bench.mentee, {{"firstname", "Aino"}});
    const PullReport report = bench.changes();
    BOOST_TEST(report.changed);
    BOOST_TEST(report.records == 1U);
    bench.check_equal();
    BOOST_TEST(!bench.changes().changed);
}

BOOST_AUTO_TEST_CASE(a_stranger_who_is_edited_costs_nothing_the_second_time) {
    Pair bench;
    bench.desk.edit(Kind::Contact, bench.customer, {{"firstname", "Aino"}});
    BOOST_TEST(!bench.changes().changed);
    const std::size_t asked = bench.mirror.snapshots;
    BOOST_TEST(!bench.changes().changed);
    BOOST_TEST(bench.mirror.snapshots == asked);
}

BOOST_AUTO_TEST_CASE(who_joins_the_list_comes_with_links_and_tasks) {
    Pair bench;
    bench.link_task(bench.task("Own"), bench.customer);
    bench.desk.add_to_list("11", bench.customer);
    BOOST_TEST(bench.changes().changed);
    bench.check_equal();
}

BOOST_AUTO_TEST_CASE(who_is_gone_is_gone_in_the_right_way) {
    Pair bench;
    bench.desk.add_to_list("11", bench.customer);
    bench.changes();
    bench.desk.remove(Kind::Contact, bench.customer);
    bench.changes();
    BOOST_TEST((bench.gone(RecordKind::Contact, bench.customer) == How::Archived));
    bench.check_equal();

    bench.desk.erase_for_privacy(bench.mentee);
    bench.changes();
    BOOST_TEST((bench.gone(RecordKind::Contact, bench.mentee) == How::Erased));
    BOOST_TEST((bench.gone(RecordKind::Contact, bench.mentor) == How::Left));
    BOOST_TEST((bench.gone(RecordKind::Task, bench.challenge) == How::Left));
    bench.check_equal();
}

BOOST_AUTO_TEST_CASE(a_row_that_cannot_be_read_does_not_say_that_somebody_is_gone) {
    for (const char* const rows :
         {"[null]", R"([{"id":"../1","properties":{}}])", R"([{"id":-1}])"}) {
        BOOST_TEST_CONTEXT(rows) {
            Pair bench;
            sandbox::Fault fault{.match = {}, .action = sandbox::Do::ReplaceBody};
            fault.match.path = "contacts/batch/read";
            fault.match.body = "[{\"id\":\"" + bench.mentee + "\"}]";  // asked for alone
            fault.match.times = 1;
            fault.body = std::string(R"({"results":)") + rows + "}";
            bench.crm.inject(fault);
            bench.desk.edit(Kind::Contact, bench.mentee, {{"firstname", "Aino"}});
            bench.desk.remove_from_list("11", bench.mentee);
            const PullReport report = bench.changes();
            BOOST_TEST((report.coverage == Coverage::Partial));
            BOOST_TEST((bench.gone(RecordKind::Contact, bench.mentee) != How::Erased));
            BOOST_TEST((bench.gone(RecordKind::Contact, bench.mentor) != How::Erased));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_merge_moves_everything_to_the_new_id) {
    Pair bench;
    const std::string heir = bench.desk.merge(bench.mentee, bench.customer);
    BOOST_TEST(bench.changes().changed);
    BOOST_TEST((bench.gone(RecordKind::Contact, bench.mentee) == How::Left));
    bench.check_equal();
}

BOOST_AUTO_TEST_CASE(a_link_that_is_stored_to_a_former_id_is_read_again_and_once) {
    Pair bench;
    const std::string heir = bench.desk.merge(bench.mentor, bench.customer);
    bench.changes();
    // As a pull leaves it that began before the merge and went on after it.
    CrmPage page;
    page.links.push_back({{RecordKind::Contact, RecordId(bench.mentee)},
                          {RecordKind::Contact, RecordId(bench.mentor)},
                          {{"USER_DEFINED", bench.scope.label_type_ids.front(), "Mentor"}}});
    bench.mirror.apply({page}, Coverage::Everything);
    bench.pass(std::chrono::minutes(1));
    bench.desk.edit(Kind::Contact, heir, {{"firstname", "Aino"}});
    BOOST_TEST(bench.changes().requests < 15U);
    bench.check_equal();
}

BOOST_AUTO_TEST_CASE(what_an_earlier_pull_left_in_the_staging_is_not_gone_on_with) {
    Pair bench;
    bench.desk.remove(Kind::Contact, bench.mentee);
    const ChangeRequest request{.cursors = bench.cursors, .audits = {}};
    PageSink staging;
    const auto pull = [&] {
        return bench.hubspot.pull_changes(bench.scope, request, bench.mirror, staging,
                                          bench.observer, std::stop_token{});
    };
    BOOST_TEST_REQUIRE(pull().has_value());
    const auto again = pull();
    BOOST_TEST_REQUIRE(!again.has_value());
    BOOST_TEST((again.error().code == ErrorCode::InvalidArgument));
}

BOOST_AUTO_TEST_CASE(cursors_of_another_scope_are_refused) {
    Pair bench;
    PullScope other = bench.scope;
    other.contact_properties.push_back("city");
    const auto report = bench.pull_changes(other);
    BOOST_TEST_REQUIRE(!report.has_value());
    BOOST_TEST((report.error().code == ErrorCode::InvalidArgument));
}

BOOST_AUTO_TEST_SUITE_END()
