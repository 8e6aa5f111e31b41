// Which relationships a task counts for.

#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "sync/rules/findings.hpp"

namespace mentorsync {

// Borrows its arguments. A task counts for the pair whose mentor is associated with it too, or
// else for each pair in which an associated contact is mentee; for groups, for those that an
// associated contact is in. A task with no contact at all belongs to its owner: to the pairs in
// which the owner is mentee, or else mentor.
class TaskPlaces {
public:
    TaskPlaces(const Source& source, const Findings& findings);

    // Ordered; empty when the task is nobody's in the programme.
    [[nodiscard]] std::vector<RelationshipId> of(const CrmRecord& task,
                                                 const CountsFor& counts_for) const;

    // Who is to do the task, as far as the CRM says.
    [[nodiscard]] std::optional<PersonId> owner_of(const CrmRecord& task) const;

    // Whether it cannot be told which of several people owns the task, and it matters: the task
    // has nothing but an owner, and one of them is in the programme.
    [[nodiscard]] bool has_ambiguous_owner(const CrmRecord& task) const;

private:
    using Relationships = std::vector<const Relationship*>;

    [[nodiscard]] const std::set<PersonId>* contacts_of(const CrmRecord& task) const;
    [[nodiscard]] std::vector<PersonId> owners_of(const CrmRecord& task) const;
    void add_pairs(const std::set<PersonId>& people, std::set<RelationshipId>& places) const;
    void add_groups(const std::set<PersonId>& people, std::set<RelationshipId>& places) const;
    void add_own_pairs(const PersonId& owner, std::set<RelationshipId>& places) const;

    const Source& source_;
    std::unordered_map<RecordId, std::set<PersonId>> contacts_;  // of every task that has any
    std::unordered_map<PersonId, Relationships> as_mentee_;
    std::unordered_map<PersonId, Relationships> as_mentor_;
    std::unordered_map<PersonId, Relationships> as_member_;
};

}  // namespace mentorsync
