#include "sync/run/doctor_people.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>

#include "tests/operations/clinic.hpp"

using namespace mentorsync;
using tests::Clinic;
using tests::finding_of;
using tests::text_of;
using tests::World;
namespace data = boost::unit_test::data;

namespace {

const PersonId kMentor("1001");
const PersonId kMentee("1002");
const PersonId kOther("1003");
const RelationshipId kPair = pair_id(kMentor, kMentee);

Seen pair_with(TaskKind kind, TaskState state, std::optional<PersonId> owner) {
    Seen seen;
    seen.relationships.push_back({.id = kPair,
                                  .kind = RelationshipKind::Pair,
                                  .state = RelationshipState::Active,
                                  .mentors = {kMentor},
                                  .mentees = {kMentee},
                                  .members = {},
                                  .source_rule = {}});
    seen.tasks.push_back({.id = RecordId("77"),
                          .kind = kind,
                          .state = state,
                          .due = {},
                          .updated = {},
                          .owner = std::move(owner),
                          .relationships = {kPair}});
    return seen;
}

struct Owned {
    TaskKind kind;
    TaskState state;
    std::optional<PersonId> owner;
    const char* check;  // that warns; empty: none
};
std::ostream& operator<<(std::ostream& out, const Owned& row) {
    return out << name_of(row.kind) << ' ' << name_of(row.state) << " of "
               << (row.owner ? row.owner->text() : "nobody");
}
const Owned kOwned[] = {
    {TaskKind::Challenge, TaskState::Open, kMentee, ""},
    {TaskKind::Challenge, TaskState::Open, std::nullopt, "tasks_without_owner"},
    {TaskKind::Challenge, TaskState::Done, std::nullopt, ""},     // nobody has to see it any more
    {TaskKind::Challenge, TaskState::Dropped, std::nullopt, ""},  // the same
    {TaskKind::Challenge, TaskState::Waiting, kMentor, "tasks_of_others"},
    {TaskKind::Challenge, TaskState::Open, kOther, "tasks_of_others"},
    {TaskKind::Preparation, TaskState::Open, kMentor, ""},  // mentors prepare too
    {TaskKind::Reading, TaskState::Open, kMentor, ""},
    {TaskKind::Preparation, TaskState::Open, kOther, "tasks_of_others"},
};

std::string owner_of(Clinic& clinic, const std::string& contact) {
    auto& portal = clinic.portal();
    const auto* const record = portal.shelf(sandbox::Kind::Contact).find_live(contact);
    for (const sandbox::Owner& owner : portal.owners) {
        if (record != nullptr && record->properties.at("email") == owner.email) return owner.id;
    }
    return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_people_tests)

BOOST_DATA_TEST_CASE(a_task_must_stand_in_the_list_of_who_is_to_do_it, data::make(kOwned), row) {
    const Diagnosis diagnosis = judge_tasks(pair_with(row.kind, row.state, row.owner));
    for (const char* const check : {"tasks_without_owner", "tasks_of_others"}) {
        const bool warned = finding_of(diagnosis, check).verdict == Verdict::Warn;
        BOOST_TEST(warned == (std::string(row.check) == check), check);
    }
}

BOOST_AUTO_TEST_CASE(a_mentor_whose_user_was_deactivated_is_named_by_id) {
    Clinic clinic;
    const std::string mentor = clinic.world.truth.mentor_of_story;
    BOOST_TEST((finding_of(clinic.examine(), "owners").verdict == Verdict::Ok));
    const std::string owner = owner_of(clinic, mentor);
    BOOST_TEST_REQUIRE(!owner.empty());
    clinic.world.desk().deactivate_owner(owner);
    const Finding finding = finding_of(clinic.examine(), "owners");
    BOOST_TEST((finding.verdict == Verdict::Warn));
    BOOST_TEST((finding.what.find(mentor) != std::string::npos), finding.what);
}

BOOST_AUTO_TEST_CASE(a_person_without_a_user_has_no_task_list) {
    Clinic clinic;
    const std::string mentee = clinic.world.truth.mentee_of_story;
    const std::string owner = owner_of(clinic, mentee);
    auto& owners = clinic.portal().owners;
    std::erase_if(owners, [&](const sandbox::Owner& each) { return each.id == owner; });
    const Finding finding = finding_of(clinic.examine(), "task_lists");
    BOOST_TEST((finding.verdict == Verdict::Warn));
    BOOST_TEST((finding.what.find(mentee) != std::string::npos), finding.what);
}

BOOST_AUTO_TEST_CASE(a_user_without_a_contact_has_no_timeline) {
    Seen seen = pair_with(TaskKind::Tip, TaskState::Done, kMentee);
    seen.people = {{.id = kMentor, .contact = std::nullopt, .owner = OwnerId("5"), .name = {}},
                   {.id = kOther, .contact = std::nullopt, .owner = OwnerId("6"), .name = {}}};
    const Finding finding = finding_of(judge_people(seen, {}), "timelines");
    BOOST_TEST((finding.verdict == Verdict::Warn));
    BOOST_TEST((finding.what.ends_with(": 1001")),
               finding.what);  // the other is in no relationship
}

BOOST_AUTO_TEST_CASE(an_unassigned_task_of_the_portal_is_found) {
    Clinic clinic;
    const std::string task = clinic.world.desk().add(
        sandbox::Kind::Task,
        {{"hs_task_subject", "Haaste: kysy"}, {"hs_task_status", "NOT_STARTED"}});
    clinic.world.desk().link(sandbox::Kind::Task, task, sandbox::Kind::Contact,
                             clinic.world.truth.mentee_of_story);
    const Diagnosis diagnosis = clinic.examine();
    const Finding finding = finding_of(diagnosis, "tasks_without_owner");
    BOOST_TEST((finding.verdict == Verdict::Warn), text_of(diagnosis));
    BOOST_TEST((finding.what.find(task) != std::string::npos), finding.what);
}

BOOST_AUTO_TEST_CASE(no_name_and_no_address_is_in_any_finding) {
    Clinic clinic;
    clinic.portal().owners.clear();
    const std::string text = text_of(clinic.examine());
    for (const auto& [id, record] : clinic.portal().shelf(sandbox::Kind::Contact).records()) {
        for (const char* const property : {"email", "firstname", "lastname"}) {
            const auto found = record.properties.find(property);
            if (found == record.properties.end() || found->second.size() < 4) continue;
            BOOST_TEST((text.find(found->second) == std::string::npos), found->second);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
