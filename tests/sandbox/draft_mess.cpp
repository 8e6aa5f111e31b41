#include <array>

#include "tests/sandbox/draft.hpp"

namespace mentorsync::sandbox {
namespace {

using Spoil = void (*)(Draft&, PersonPlan&);

void address_of_nobody(Draft& draft, PersonPlan& person) {
    person.more["mentor_email"] = "nobody." + person.id + "@agency.example";
    draft.fail(person, "mentor_unknown");
}

void address_of_oneself(Draft& draft, PersonPlan& person) {
    person.more["mentor_email"] = person.email;
    draft.fail(person, "mentor_is_oneself");
}

// Two contacts with one address, which the CRM should not allow and has. Both are in the programme:
// of two outside it, a look-up by address finds one and cannot know of the other.
std::string two_of_one_address(Draft& draft, const std::string& id) {
    std::string email = "double." + id + "@customer.example";
    for (int i = 0; i < 2; ++i) {
        PersonPlan& twin = draft.person(draft.add_person(draw_name(draft.world), true));
        twin.email = email;
        twin.messy = true;
    }
    return email;
}

void address_of_two(Draft& draft, PersonPlan& person) {
    draft.fail(person, "mentor_ambiguous");
    const std::size_t index = static_cast<std::size_t>(&person - draft.plan.people.data());
    const std::string email = two_of_one_address(draft, person.id);
    draft.person(index).more["mentor_email"] = email;  // the people may have moved
}

void owner_with_two_contacts(Draft& draft, PersonPlan& person) {
    draft.fail(person, "mentor_ambiguous");
    person.more["mentoring_role"] = "aktori";
    const std::size_t index = static_cast<std::size_t>(&person - draft.plan.people.data());
    const std::string email = two_of_one_address(draft, person.id);
    draft.person(index).more["hubspot_owner_id"] = draft.add_owner("Toinen", "Sama", email, false);
}

void owner_of_nobody(Draft& draft, PersonPlan& person) {
    person.more["mentoring_role"] = "aktori";
    person.more["hubspot_owner_id"] = "6999999";
    draft.fail(person, "owner_unknown");
}

void owner_deactivated(Draft& draft, PersonPlan& person) {
    person.more["mentoring_role"] = "aktori";
    person.more["hubspot_owner_id"] =
        draft.add_owner("Entinen", "Työntekijä", "left." + person.id + "@agency.example", true);
    draft.fail(person, "owner_deactivated");
}

void owner_of_oneself(Draft& draft, PersonPlan& person) {
    person.more["mentoring_role"] = "aktori";
    person.has_owner = true;
    person.owner_id = draft.add_owner(person.first, person.last, person.email, false);
    person.more["hubspot_owner_id"] = person.owner_id;
    draft.fail(person, "mentor_is_oneself");
}

void group_of_one(Draft& draft, PersonPlan& person) {
    person.more["growth_group"] = "Yksin " + person.id;
    draft.fail(person, "group_of_one");
}

void archived_member(Draft& /*draft*/, PersonPlan& person) {
    person.archived = true;
    person.messy = true;
}

void odd_name(Draft& draft, PersonPlan& person) {
    const PersonName name = draw_odd_name(draft.world);
    person.first = name.first;
    person.last = name.last;
    person.messy = true;
}

void no_address(Draft& /*draft*/, PersonPlan& person) {
    person.email.clear();
    person.messy = true;
}

// The association is still there; the mentor at its end is in the recycle bin.
void label_of_deleted(Draft& draft, PersonPlan& person) {
    person.messy = true;
    const std::string mentee = person.id;
    PersonPlan& gone = draft.person(draft.add_person(draw_name(draft.world), false));
    gone.archived = true;
    gone.messy = true;
    draft.plan.labels.push_back({gone.id, mentee});
}

// Beyond what a double can hold.
void huge_id(Draft& draft, PersonPlan& person) {
    person.id = std::to_string(9'007'199'254'740'993 + draft.next_contact);
    person.canonical = person.id;
    person.messy = true;
}

constexpr std::array<Spoil, 13> kSpoils{
    address_of_nobody, address_of_oneself, address_of_two,   owner_with_two_contacts,
    owner_of_nobody,   owner_deactivated,  owner_of_oneself, group_of_one,
    archived_member,   odd_name,           huge_id,          no_address,
    label_of_deleted};

}  // namespace

void draft_mess(Draft& draft) {
    for (int i = 0; i < draft.size.messy_people; ++i) {
        const std::size_t index = draft.add_person(draw_name(draft.world), true);
        kSpoils[static_cast<std::size_t>(i) % kSpoils.size()](draft, draft.person(index));
    }
}

}  // namespace mentorsync::sandbox
