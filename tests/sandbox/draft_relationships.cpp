#include <algorithm>
#include <array>

#include "tests/sandbox/draft.hpp"
#include "tests/sandbox/query.hpp"

namespace mentorsync::sandbox {
namespace {

// One mentor in a pair: a contact, or a CRM user without one.
struct Mentor {
    std::string canonical;  // "owner:ID" where there is no contact
    std::string contact;    // present id; empty where there is none
    std::string email;      // as somebody would write it into a property
    std::string owner;      // empty where the mentor is no CRM user
};

Mentor as_mentor(const PersonPlan& person) {
    return {person.canonical, person.id, person.email, person.owner_id};
}

Mentor draw_mentor(Draft& draft) {
    const std::size_t all = draft.mentors.size() + draft.owner_mentors.size();
    const std::size_t index = draft.below(all);
    if (index < draft.mentors.size()) return as_mentor(draft.person(draft.mentors[index]));
    const std::string id = draft.owner_mentors[index - draft.mentors.size()];
    const auto owner = std::find_if(draft.plan.owners.begin(), draft.plan.owners.end(),
                                    [&](const Owner& known) { return known.id == id; });
    return {"owner:" + id, "", owner->email, id};
}

// Says in the records, by the rule given, that `mentor` mentors `mentee`. Returns whether that
// rule can say it.
bool tell(Draft& draft, const Mentor& mentor, PersonPlan& mentee, std::string_view rule) {
    if (rule == "association_label") {
        if (mentor.contact.empty()) return false;
        draft.plan.labels.push_back({mentor.contact, mentee.id});
        return true;
    }
    if (rule == "contact_property") {
        if (mentor.email.empty() || mentee.more.contains("mentor_email")) return false;
        mentee.more["mentor_email"] = mentor.email;
        return true;
    }
    if (mentor.owner.empty() || mentee.more.contains("mentoring_role")) return false;
    mentee.more["mentoring_role"] = draft.chance(30) ? "mentor;aktori" : "aktori";
    mentee.more["hubspot_owner_id"] = mentor.owner;
    return true;
}

bool knows(const Draft& draft, const PersonPlan& mentee, const Mentor& mentor) {
    const auto found = draft.mentors_of.find(mentee.canonical);
    return found != draft.mentors_of.end() && std::find(found->second.begin(), found->second.end(),
                                                        mentor.canonical) != found->second.end();
}

void add_pair(Draft& draft, const Mentor& mentor, PersonPlan& mentee, std::string_view rule) {
    draft.truth.pairs.push_back({mentor.canonical, mentee.canonical, std::string(rule)});
    draft.mentors_of[mentee.canonical].push_back(mentor.canonical);
    for (PersonPlan& person : draft.plan.people) {
        if (person.id != mentor.contact || person.in_programme) continue;
        person.status = Accounted::InSync;  // drawn in
        person.reason.clear();
    }
}

// A pair that the property rule would find too is still one, named by the label rule before it.
void tell_twice(Draft& draft, const Mentor& mentor, PersonPlan& mentee) {
    if (mentor.email.empty() || mentee.more.contains("mentor_email")) return;
    std::string loud = mentor.email;
    if (draft.chance(50) && !loud.empty()) loud[0] = static_cast<char>(loud[0] & ~0x20);
    mentee.more["mentor_email"] = loud;
}

// Gives a person a history of two records that somebody merged.
void merge_history(Draft& draft, PersonPlan& person) {
    const std::string first = person.id;
    const std::string second = std::to_string(draft.next_contact++);
    person.merged_from = {first, second};
    person.id = std::to_string(draft.next_contact++);
    person.messy = true;
}

std::string_view rule_for(std::size_t turn) {
    constexpr std::array<std::string_view, 6> turns{"association_label", "contact_property",
                                                    "association_label", "contact_owner",
                                                    "association_label", "contact_property"};
    return turns[turn % turns.size()];
}

}  // namespace

void draft_pairs(Draft& draft) {
    const auto wanted = static_cast<std::size_t>(draft.size.pairs);
    const std::size_t mentor_count = std::max<std::size_t>(1, wanted / 6);
    draft.mentors.push_back(draft.clean[0]);
    for (std::size_t i = 1; i < mentor_count; ++i) {
        draft.mentors.push_back(draft.clean[draft.clean.size() - i]);
    }
    for (const std::size_t index : draft.mentors) {
        if (index > 1 && draft.chance(6)) merge_history(draft, draft.person(index));
    }
    std::size_t next = 1;  // of draft.clean: who gets a mentor next
    for (std::size_t turn = 0; draft.truth.pairs.size() < wanted; ++turn) {
        PersonPlan& mentee = draft.person(draft.clean[next]);
        const bool untold =
            mentee.merged_from.empty() && !draft.mentors_of.contains(mentee.canonical);
        if (next > 1 && untold && draft.chance(5)) merge_history(draft, mentee);
        const Mentor mentor =
            turn == 0 ? as_mentor(draft.person(draft.clean[0])) : draw_mentor(draft);
        const std::string_view rule = rule_for(turn);
        if (knows(draft, mentee, mentor) || !tell(draft, mentor, mentee, rule)) continue;
        add_pair(draft, mentor, mentee, rule);
        if (turn % 5 == 4 && rule == "association_label") tell_twice(draft, mentor, mentee);
        // Every ninth mentee keeps the next mentor too.
        if (turn % 9 != 8) ++next;
    }
}

void draft_groups(Draft& draft) {
    const std::size_t first_free = draft.clean.size() / 4;
    std::size_t next = first_free;
    for (int i = 0; i < draft.size.groups; ++i) {
        const std::string name = "Ryhmä " + std::to_string(i + 1);
        TrueGroup group{"group:growth_group:" + std::string("ryhmä ") + std::to_string(i + 1),
                        "contact_property",
                        {}};
        const std::size_t members = 3 + draft.below(4);
        for (std::size_t m = 0; m < members && next < draft.clean.size(); ++m, ++next) {
            PersonPlan& person = draft.person(draft.clean[next]);
            const char* const spellings[] = {"", " ", "  "};
            person.more["growth_group"] =
                (m == 1 ? "RYHMä " + std::to_string(i + 1) : name) + spellings[m % 3];
            group.members.push_back(person.canonical);
        }
        if (group.members.size() > 1) draft.truth.groups.push_back(std::move(group));
    }
    if (draft.size.groups == 0) return;
    TrueGroup list{"group:list:" + std::string(kGroupList), "list", {}};
    for (std::size_t i = 0; i < draft.clean.size(); i += draft.clean.size() / 4) {
        const PersonPlan& person = draft.person(draft.clean[i]);
        draft.plan.group_list_members.push_back(person.id);
        list.members.push_back(person.canonical);
    }
    draft.truth.group_list = kGroupList;
    draft.truth.groups.push_back(std::move(list));
}

}  // namespace mentorsync::sandbox
