// Makes a believable portal: an agency in Helsinki, its programme of mentoring, and a thousand
// contacts and sales tasks that have nothing to do with it. At least a tenth of the records are
// messy.

#pragma once

#include <cstdint>
#include <string>

#include "tests/sandbox/sandbox_crm.hpp"
#include "tests/sandbox/truth.hpp"

namespace mentorsync::sandbox {

struct PortalSize {
    int people = 30;  // members of the programme's list whose records are clean
    int outsiders = 1'000;
    int pairs = 12;
    int groups = 2;  // by property; one more by the list "Kasvuryhmä Copy"
    int learning_tasks = 90;
    int sales_tasks = 160;
    int messy_people = 10;  // members of the programme's list with something wrong
    bool set_up = false;    // whether mentorsync's own properties are there already
};

[[nodiscard]] PortalSize demo_size();   // 40 people and a thousand others
[[nodiscard]] PortalSize large_size();  // 5,000 contacts, 3,000 tasks, 200 pairs, 20 groups
[[nodiscard]] PortalSize tiny_size();   // one pair, a few tasks, set up: for rigs

// Fills the empty portal `id` of `crm` and returns what is true in it. The same seed makes the
// same portal. Needs no fewer than two people and 1.2 people for each pair.
//
// The people of the story are always there: mentor Kaisa Lehtovaara (contact 1001) and her aktori
// Eero Niinikoski (contact 1002), paired by label.
Truth generate_portal(SandboxCrm& crm, const std::string& id, const PortalSize& size,
                      std::uint64_t seed);

// Makes what `setup` makes: the group "mentorsync", the unique key on notes and on tasks, and two
// roll-up properties on contacts.
void set_up_portal(SandboxCrm& crm, const std::string& id);

}  // namespace mentorsync::sandbox
