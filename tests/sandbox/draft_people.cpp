#include "tests/sandbox/draft.hpp"

namespace mentorsync::sandbox {
namespace {

std::string shouted(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    }
    return text;
}

void spoil_outsider(Draft& draft, PersonPlan& person) {
    person.messy = true;
    switch (draft.below(8)) {
        case 0: person.email.clear(); break;
        case 1: person.more["growth_group"] = "Copy"; break;
        case 2: person.more["mentor_email"] = "kaisa.lehtovaara@agency.example"; break;
        case 3: person.more["mentoring_role"] = "aktori"; break;
        case 4: person.archived = true; break;
        case 5: person.first.clear(); break;
        case 6: person.last.clear(); break;
        default: {
            const PersonName odd = draw_odd_name(draft.world);
            person.first = odd.first;
            person.last = odd.last;
        }
    }
}

void draft_outside_mentors(Draft& draft) {
    const int count = draft.size.pairs / 8;
    for (int i = 0; i < count; ++i) {
        const std::size_t index = draft.add_person(draw_name(draft.world), false);
        if (draft.chance(50)) draft.give_owner(draft.person(index));
        draft.mentors.push_back(index);
    }
    for (int i = 0; i < draft.size.pairs / 12; ++i) {
        const PersonName name = draw_name(draft.world);
        const std::string email = address_form(name) + std::to_string(i) + ".user@agency.example";
        draft.owner_mentors.push_back(draft.add_owner(name.first, name.last, email, false));
    }
}

}  // namespace

std::size_t Draft::add_person(const PersonName& name, bool in_programme) {
    PersonPlan person;
    person.id = std::to_string(next_contact++);
    person.canonical = person.id;
    person.first = name.first;
    person.last = name.last;
    person.email =
        address_form(name) + person.id + (in_programme ? "@agency.example" : "@customer.example");
    person.in_programme = in_programme;
    person.more["jobtitle"] = draw_job_title(world);
    if (in_programme) {
        person.status = Accounted::InSync;
        person.reason.clear();
    } else {
        person.more["company"] = draw_company(world);
    }
    plan.people.push_back(std::move(person));
    return plan.people.size() - 1;
}

void Draft::give_owner(PersonPlan& person) {
    std::string email = person.email;
    if (chance(20)) email = shouted(email);
    if (chance(12)) {
        email = "first." + person.id + "@agency.example";
        person.more_emails = email;
    }
    person.has_owner = true;
    person.owner_id = add_owner(person.first, person.last, email, false);
}

std::string Draft::add_owner(const std::string& first, const std::string& last,
                             const std::string& email, bool archived) {
    Owner owner;
    owner.id = std::to_string(next_owner);
    owner.user_id = std::to_string(next_owner + 400'000);
    owner.first_name = first;
    owner.last_name = last;
    owner.email = email;
    owner.created = world.now - std::chrono::hours(24 * 400);
    owner.archived = archived;
    ++next_owner;
    plan.owners.push_back(owner);
    return owner.id;
}

void Draft::fail(PersonPlan& person, std::string reason) {
    person.status = Accounted::Failing;
    person.reason = std::move(reason);
    person.messy = true;
}

void draft_programme(Draft& draft) {
    const PersonName story[] = {{"Kaisa", "Lehtovaara"}, {"Eero", "Niinikoski"}};
    for (int i = 0; i < draft.size.people; ++i) {
        const bool told = i < 2;
        const std::size_t index = draft.add_person(told ? story[i] : draw_name(draft.world), true);
        PersonPlan& person = draft.person(index);
        if (told) {
            person.email = address_form(story[i]) + "@agency.example";
            person.has_owner = true;
            person.owner_id = draft.add_owner(person.first, person.last, person.email, false);
        } else if (draft.chance(85)) {
            draft.give_owner(person);
        }
        if (draft.chance(40)) {
            person.more["aktori_goal"] = draw_goal(draft.world) + ";" + draw_goal(draft.world);
        }
        draft.clean.push_back(index);
    }
    draft.truth.mentor_of_story = draft.person(0).id;
    draft.truth.mentee_of_story = draft.person(1).id;
    draft_outside_mentors(draft);
}

void draft_outsiders(Draft& draft) {
    for (int i = 0; i < draft.size.outsiders; ++i) {
        PersonPlan& person = draft.person(draft.add_person(draw_name(draft.world), false));
        if (draft.chance(14)) spoil_outsider(draft, person);
        const bool sold_to = draft.chance(60) && !draft.plan.owners.empty();
        if (sold_to) {
            person.more["hubspot_owner_id"] =
                draft.plan.owners[draft.below(draft.plan.owners.size())].id;
        }
    }
}

}  // namespace mentorsync::sandbox
