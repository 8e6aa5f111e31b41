// Which of the records that are known belong to the programme, and what must be read before that is
// certain. It is the text of what a complete pull brings, as a function.
//
// Pure. A pull of changes asks it, reads what it lacks, and asks again until it lacks nothing.

#pragma once

#include "connector/hubspot/picture.hpp"
#include "mentorsync/crm_connector.hpp"

namespace mentorsync::hubspot {

// What is missing for certainty.
struct Lacks {
    Ids contacts;
    Ids tasks;
    Ids links_of;     // contacts whose links to contacts are not known
    Ids tasks_of;     // contacts whose tasks are not known
    Ids contacts_of;  // tasks whose contacts are not known
    Ids emails;       // addresses that nobody was asked for
    Ids owners;       // owners whose tasks were not looked for

    [[nodiscard]] bool nothing() const {
        return contacts.empty() && tasks.empty() && links_of.empty() && tasks_of.empty() &&
               contacts_of.empty() && emails.empty() && owners.empty();
    }
};

struct Belonging {
    Ids people;    // in scope themselves: members of the list, or everybody
    Ids contacts;  // of the programme: people, and whom they lead to
    Ids tasks;
    Ids emails;  // that people refer to and none of the linked has
    Ids owners;  // who are persons of the programme
    Lacks lacks;
};

[[nodiscard]] Belonging find_belonging(const PullScope& scope, const Picture& picture);

// The ids of the contacts in scope, present or not.
[[nodiscard]] Ids people_of(const PullScope& scope, const Picture& picture);

}  // namespace mentorsync::hubspot
