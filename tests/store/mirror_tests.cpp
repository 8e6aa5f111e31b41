#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <set>

#include "tests/store/pulling.hpp"

namespace mentorsync::store {

namespace {

// A small portal: three contacts of whom two are linked, two tasks, a list, an owner.
CrmPage portal_page() {
    CrmPage page =
        page_with({sample_record(RecordKind::Contact, "1", {{"firstname", "Aino"}}),
                   sample_record(RecordKind::Contact, "2", {{"firstname", "Eino"}}),
                   sample_record(RecordKind::Contact, "3"), sample_record(RecordKind::Task, "51"),
                   sample_record(RecordKind::Task, "52")});
    page.links = {link(contact("1"), contact("2"), "Mentee"),
                  link(contact("2"), contact("1"), "Mentor"), link(task("51"), contact("2")),
                  link(task("52"), contact("2")), link(task("52"), contact("3"))};
    page.owners = {{OwnerId("7"), "a@example.com", "Aino", "Ö", false},
                   {OwnerId("8"), "b@example.com", "", "", false}};
    page.memberships = {
        {ListId("3"), RecordId("1")}, {ListId("3"), RecordId("2")}, {ListId("4"), RecordId("2")}};
    return page;
}

CrmPage ended(const std::string& stream) {
    CrmPage page;
    page.stream = stream;
    return page;
}

void pull_everything(const Doors& doors, const CrmPage& page,
                     Coverage coverage = Coverage::Everything, const std::string& scope = "scope") {
    must(doors.staging.begin(scope, PullKind::Everything, kNow));
    must(doors.staging.take(page));
    Commit commit = saving({});
    commit.coverage = coverage;
    must(doors.model.commit(commit));
}

std::set<std::string> ids_in(const CrmSnapshot& snapshot) {
    std::set<std::string> ids;
    for (const CrmRecord& record : snapshot.records) ids.insert(record.id.text());
    return ids;
}

std::set<std::string> links_in(const CrmSnapshot& snapshot) {
    std::set<std::string> links;
    for (const CrmLink& one : snapshot.links) {
        links.insert(one.from.id.text() + ">" + one.to.id.text());
    }
    return links;
}

std::set<std::string> members_in(const CrmSnapshot& snapshot) {
    std::set<std::string> members;
    for (const CrmMembership& one : snapshot.memberships) {
        members.insert(one.list.text() + ":" + one.contact.text());
    }
    return members;
}

using Texts = std::set<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(mirror_tests)

BOOST_DATA_TEST_CASE(a_complete_pull_replaces_everything, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    pull_everything(doors, portal_page());
    const CrmSnapshot stored = must(doors.mirror.snapshot());
    BOOST_TEST((stored.records == portal_page().records));
    BOOST_TEST((stored.links.size() == portal_page().links.size()));
    BOOST_TEST((stored.owners == portal_page().owners));
    BOOST_TEST((stored.coverage == Coverage::Everything));

    pull_everything(doors, page_with({sample_record(RecordKind::Contact, "9")}));
    const CrmSnapshot second = must(doors.mirror.snapshot());
    BOOST_TEST(ids_in(second) == (Texts{"9"}), boost::test_tools::per_element());
    BOOST_TEST((second.links.empty() && second.owners.empty() && second.memberships.empty()));
}

BOOST_DATA_TEST_CASE(a_pull_of_everything_that_was_partial_deletes_nothing, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    pull_everything(doors, portal_page());
    pull_everything(doors, page_with({sample_record(RecordKind::Contact, "9")}), Coverage::Partial);
    const CrmSnapshot stored = must(doors.mirror.snapshot());
    BOOST_TEST(ids_in(stored) == (Texts{"1", "2", "3", "51", "52", "9"}),
               boost::test_tools::per_element());
    BOOST_TEST((stored.coverage == Coverage::Partial));
    BOOST_TEST(members_in(stored).size() == 3U);
}

BOOST_DATA_TEST_CASE(what_was_pulled_for_another_scope_goes, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    pull_everything(doors, portal_page());
    BOOST_TEST(must(doors.model.portal()).scope == "scope");
    pull_everything(doors, page_with({sample_record(RecordKind::Contact, "9")}), Coverage::Partial,
                    "other");
    BOOST_TEST(ids_in(must(doors.mirror.snapshot())) == (Texts{"9"}),
               boost::test_tools::per_element());
    BOOST_TEST(must(doors.model.portal()).scope == "other");
}

BOOST_DATA_TEST_CASE(a_change_replaces_what_it_brings_and_keeps_the_rest, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    pull_everything(doors, portal_page());
    CrmRecord changed = sample_record(RecordKind::Contact, "2", {{"firstname", "Eino II"}});
    changed.updated = kNow;
    const CrmSnapshot stored =
        pull_changes(doors, {page_with({changed, sample_record(RecordKind::Contact, "4")})});
    BOOST_TEST(ids_in(stored) == (Texts{"1", "2", "3", "4", "51", "52"}),
               boost::test_tools::per_element());
    BOOST_TEST((stored.records[1] == changed));
    BOOST_TEST(links_in(stored).size() == 5U);
    BOOST_TEST((stored.coverage == Coverage::Everything));
    BOOST_TEST((must(doors.mirror.updated(contact("2"))) == kNow));
    BOOST_TEST((must(doors.mirror.updated(contact("99"))) == std::nullopt));
    BOOST_TEST((must(doors.mirror.updated(task("2"))) == std::nullopt));
}

BOOST_DATA_TEST_CASE(what_is_gone_goes_with_its_links_and_memberships, implementations(),
                     implementation) {
    for (const auto how : {GoneRecord::How::Archived, GoneRecord::How::Left}) {
        const auto state = implementation.make();
        const Doors doors = state->open();
        pull_everything(doors, portal_page());
        CrmPage page;
        page.gone = {{contact("2"), how}, {task("52"), how}};
        const CrmSnapshot stored = pull_changes(doors, {page});
        BOOST_TEST(ids_in(stored) == (Texts{"1", "3", "51"}), boost::test_tools::per_element());
        BOOST_TEST(stored.links.empty());
        BOOST_TEST(members_in(stored) == (Texts{"3:1"}), boost::test_tools::per_element());
    }
}

BOOST_DATA_TEST_CASE(what_was_said_last_of_a_record_holds, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    pull_everything(doors, portal_page());
    CrmPage gone;
    gone.gone = {{contact("3"), GoneRecord::How::Archived}, {task("60"), GoneRecord::How::Left}};
    const CrmSnapshot stored =
        pull_changes(doors, {page_with({sample_record(RecordKind::Task, "60")}), gone,
                             page_with({sample_record(RecordKind::Contact, "3")})});
    BOOST_TEST(ids_in(stored) == (Texts{"1", "2", "3", "51", "52"}),
               boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(former_ids_of_a_merged_contact_leave, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    pull_everything(doors, portal_page());
    CrmRecord winner = sample_record(RecordKind::Contact, "9");
    winner.merged = {RecordId("2"), RecordId("9"), RecordId("3")};
    const CrmSnapshot stored = pull_changes(doors, {page_with({winner})});
    BOOST_TEST(ids_in(stored) == (Texts{"1", "9", "51", "52"}), boost::test_tools::per_element());
    BOOST_TEST(stored.links.empty());
}

BOOST_DATA_TEST_CASE(the_links_of_a_record_are_replaced, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    pull_everything(doors, portal_page());

    // Tasks of contact 2: stored from the task, and one is left.
    CrmPage tasks;
    tasks.links_of = {{contact("2"), RecordKind::Task}};
    tasks.links = {link(task("52"), contact("2"))};
    BOOST_TEST(links_in(pull_changes(doors, {tasks})) == (Texts{"1>2", "2>1", "52>2", "52>3"}),
               boost::test_tools::per_element());

    // Contacts of task 52.
    CrmPage contacts;
    contacts.links_of = {{task("52"), RecordKind::Contact}};
    contacts.links = {link(task("52"), contact("1"))};
    BOOST_TEST(links_in(pull_changes(doors, {contacts})) == (Texts{"1>2", "2>1", "52>1"}),
               boost::test_tools::per_element());

    // A label that changed keeps what the other end is called.
    CrmPage relabelled;
    relabelled.links_of = {{contact("1"), RecordKind::Contact}};
    relabelled.links = {link(contact("1"), contact("2"), "Aktori")};
    const CrmSnapshot stored = pull_changes(doors, {relabelled});
    BOOST_TEST(links_in(stored) == (Texts{"1>2", "2>1", "52>1"}), boost::test_tools::per_element());
    BOOST_TEST(stored.links[0].types[0].label == "Aktori");
    BOOST_TEST(stored.links[1].types[0].label == "Mentor");

    // An association that is gone is gone from both ends.
    CrmPage parted;
    parted.links_of = {{contact("1"), RecordKind::Contact}};
    BOOST_TEST(links_in(pull_changes(doors, {parted})) == (Texts{"52>1"}),
               boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(a_list_is_replaced_once_it_was_seen_to_its_end, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    pull_everything(doors, portal_page());
    CrmPage half = ended("list:3");
    half.resume_after = "more";
    half.memberships = {{ListId("3"), RecordId("9")}};
    BOOST_TEST(members_in(pull_changes(doors, {half})) == (Texts{"3:1", "3:2", "3:9", "4:2"}),
               boost::test_tools::per_element());
    CrmPage whole = ended("list:3");
    whole.memberships = {{ListId("3"), RecordId("1")}};
    BOOST_TEST(members_in(pull_changes(doors, {whole})) == (Texts{"3:1", "4:2"}),
               boost::test_tools::per_element());
    BOOST_TEST(members_in(pull_changes(doors, {ended("list:3")})) == (Texts{"4:2"}),
               boost::test_tools::per_element());
    BOOST_TEST((must(doors.mirror.members(ListId("4"))) == std::vector{RecordId("2")}));
    BOOST_TEST(must(doors.mirror.members(ListId("3"))).empty());
}

BOOST_DATA_TEST_CASE(owners_are_replaced_once_both_kinds_were_seen, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    pull_everything(doors, portal_page());
    CrmPage live = ended("owners");
    live.owners = {{OwnerId("7"), "new@example.com", "", "", false}};
    BOOST_TEST(pull_changes(doors, {live}).owners.size() == 2U);
    const CrmSnapshot stored = pull_changes(doors, {live, ended("owners:archived")});
    BOOST_TEST((stored.owners == live.owners));
}

BOOST_DATA_TEST_CASE(a_record_that_can_be_read_again_is_unreadable_no_more, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    CrmPage page = portal_page();
    page.unreadable = {{contact("4"), "its id is no number"}};
    pull_everything(doors, page, Coverage::Partial);
    BOOST_TEST(must(doors.mirror.snapshot()).unreadable.size() == 1U);
    const CrmSnapshot stored =
        pull_changes(doors, {page_with({sample_record(RecordKind::Contact, "4")})});
    BOOST_TEST(stored.unreadable.empty());
}

BOOST_DATA_TEST_CASE(what_is_not_proved_stays_so_until_a_complete_pull, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    const auto coverage = [&] { return must(doors.mirror.snapshot()).coverage; };
    BOOST_TEST((coverage() == Coverage::Partial));
    pull_everything(doors, portal_page());
    BOOST_TEST((coverage() == Coverage::Everything));
    must(doors.model.commit(changes(Coverage::Partial)));
    BOOST_TEST((coverage() == Coverage::Partial));
    must(doors.model.commit(changes()));
    BOOST_TEST((coverage() == Coverage::Partial));
    pull_everything(doors, portal_page());
    BOOST_TEST((coverage() == Coverage::Everything));
}

BOOST_DATA_TEST_CASE(an_unfinished_pull_of_everything_is_merged_as_a_change, implementations(),
                     implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    pull_everything(doors, portal_page());
    must(doors.staging.begin("scope", PullKind::Everything, kNow));
    CrmPage page = page_with({sample_record(RecordKind::Contact, "9")});
    page.stream = "contacts";
    page.resume_after = "9";
    must(doors.staging.take(page));
    BOOST_TEST(must(doors.staging.merged()).records.size() == 6U);
    page.resume_after.clear();
    must(doors.staging.take(page));
    BOOST_TEST(must(doors.staging.merged()).records.size() == 1U);
    // Asking has changed nothing.
    BOOST_TEST(must(doors.mirror.snapshot()).records.size() == 5U);
    BOOST_TEST(must(doors.staging.taken()).records.size() == 1U);
}

BOOST_DATA_TEST_CASE(a_pull_does_not_go_on_as_another_kind, implementations(), implementation) {
    const auto state = implementation.make();
    const Doors doors = state->open();
    must(doors.staging.begin("scope", PullKind::Everything, kNow));
    must(doors.staging.take(portal_page()));
    must(doors.staging.begin("scope", PullKind::Changes, kNow));
    BOOST_TEST(must(doors.staging.taken()).records.empty());
    must(doors.staging.take(portal_page()));
    must(doors.staging.begin("scope", PullKind::Changes, kNow));
    BOOST_TEST(must(doors.staging.taken()).records.size() == 5U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
