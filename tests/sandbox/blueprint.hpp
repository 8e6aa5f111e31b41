// The plan of a portal: who is who, before anything is written into the CRM.
//
// The generator draws a blueprint and the truth together; write_portal turns the blueprint into
// records. Nothing here reads records.

#pragma once

#include <string>
#include <vector>

#include "tests/sandbox/records.hpp"
#include "tests/sandbox/truth.hpp"

namespace mentorsync::sandbox {

struct PersonPlan {
    std::string id;         // the contact's id today
    std::string canonical;  // the smallest id ever known for the person
    std::string first, last, email;
    std::string more_emails;  // separated by ';'
    Properties more;
    bool in_programme = false;
    bool archived = false;
    bool has_owner = false;
    std::string owner_id;
    std::vector<std::string> merged_from;  // two former ids; empty: never merged
    Accounted status = Accounted::Excluded;
    std::string reason = "outside_programme";
    bool messy = false;
};

struct LabelPlan {
    std::string mentor, mentee;  // present contact ids
};

struct TaskPlan {
    std::string id;
    Properties properties;
    std::vector<std::string> contacts;  // present ids it is associated with
    bool archived = false;
    TrueRecord truth;
    bool messy = false;
};

struct Blueprint {
    std::vector<PersonPlan> people;
    std::vector<LabelPlan> labels;
    std::vector<Owner> owners;
    std::vector<TaskPlan> tasks;
    std::vector<std::string> group_list_members;  // present ids
};

}  // namespace mentorsync::sandbox
