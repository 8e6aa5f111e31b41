// Whether the people of the programme can see what is meant for them. Pure.
//
// Names nobody: contacts, CRM users and tasks appear by their ids.

#pragma once

#include <set>

#include "mentorsync/ids.hpp"
#include "mentorsync/mentoring.hpp"
#include "sync/run/diagnosis.hpp"

namespace mentorsync {

// Mentors whose CRM user was deactivated; people in relationships who are only a contact, and so
// have no task list, or only a CRM user, and so have no timeline. `deactivated` are contacts.
[[nodiscard]] Diagnosis judge_people(const Seen& seen, const std::set<RecordId>& deactivated);

// Open learning tasks that nobody owns, or that stand in the list of somebody who is not to do
// them. A challenge, a practice or a reflection is the mentee's or a member's; everything else may
// be the mentor's too.
[[nodiscard]] Diagnosis judge_tasks(const Seen& seen);

}  // namespace mentorsync
