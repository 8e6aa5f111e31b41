// A portal in the making: blueprint and truth side by side, and the steps that fill them.

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sandbox/blueprint.hpp"
#include "tests/sandbox/generator.hpp"
#include "tests/sandbox/names.hpp"

namespace mentorsync::sandbox {

inline constexpr std::string_view kProgrammeList = "501";
inline constexpr std::string_view kGroupList = "502";

struct Draft {
    World& world;
    PortalSize size;
    Blueprint plan{};
    Truth truth{};

    std::vector<std::size_t> clean{};          // of plan.people: in scope, nothing wrong
    std::vector<std::size_t> mentors{};        // of plan.people, in scope or not
    std::vector<std::string> owner_mentors{};  // CRM users without a contact: owner ids
    std::map<std::string, std::vector<std::string>> mentors_of{};  // mentee's canonical id

    std::int64_t next_contact = 1'001;
    std::int64_t next_owner = 70'001;
    std::int64_t next_task = 800'001;

    [[nodiscard]] bool chance(int percent) {
        return world.next_random() % 100 < static_cast<std::uint64_t>(percent);
    }
    [[nodiscard]] std::size_t below(std::size_t limit) { return world.next_random() % limit; }

    // Adds a person with an address of their own; returns the index in plan.people.
    std::size_t add_person(const PersonName& name, bool in_programme);
    // Makes the person a CRM user too. The user's address differs in letter case now and then, and
    // may be the contact's secondary one.
    void give_owner(PersonPlan& person);
    std::string add_owner(const std::string& first, const std::string& last,
                          const std::string& email, bool archived);
    // Says that `person` has something odd about them.
    void fail(PersonPlan& person, std::string reason);
    [[nodiscard]] PersonPlan& person(std::size_t index) { return plan.people[index]; }
};

// draft_people.cpp: the programme's people, the mentors outside it, everybody else.
void draft_programme(Draft& draft);
void draft_outsiders(Draft& draft);

// draft_relationships.cpp: pairs by three rules, groups by two.
void draft_pairs(Draft& draft);
void draft_groups(Draft& draft);

// draft_mess.cpp: members of the programme with something wrong.
void draft_mess(Draft& draft);

// draft_tasks.cpp: learning tasks and all others.
void draft_tasks(Draft& draft);

// draft_sizes.cpp: how much of this has to be pulled.
[[nodiscard]] PullSizes measure(const Draft& draft);

// write_portal.cpp: the records.
void write_portal(SandboxCrm& crm, const std::string& id, const Draft& draft);

}  // namespace mentorsync::sandbox
