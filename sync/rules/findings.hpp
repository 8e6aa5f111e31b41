// What translation has found so far, and how its steps follow each other:
//
//   find_pairs, find_groups   rules on contacts -> relationships
//   find_tasks                tasks -> learning tasks of those relationships
//   find_goals                what people want to learn
//   account                   what became of every record
//
// Each step reads the snapshot and what the steps before it found, never their order of reading.

#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sync/rules/directory.hpp"

namespace mentorsync {

// What every step reads.
struct Source {
    const RuleSet::Bound& bound;
    const CrmSnapshot& snapshot;
    const Directory& directory;
};

class Findings {
public:
    // Adds a relationship; one that is known already keeps the rule that named it first.
    void add(const Relationship& relationship);

    // Adds a member to a group, and the group if need be.
    void add_member(const RelationshipId& group, const std::string& rule, const PersonId& member);

    void set_aside(const RecordRef& record, RecordStatus status, std::string rule, std::string code,
                   std::string reason);

    // Everybody in a relationship.
    [[nodiscard]] std::set<PersonId> people_in_relationships() const;

    std::map<RelationshipId, Relationship> relationships;
    std::map<RecordId, LearningTask> tasks;
    std::vector<Goal> goals;
    std::vector<SetAside> aside;
    Aliases users;  // CRM users who are mentors, by the contacts that they are
};

void find_pairs(const Source& source, Findings& findings);
void find_groups(const Source& source, Findings& findings);
void find_tasks(const Source& source, Findings& findings);
void find_goals(const Source& source, Findings& findings);

// Says of every record of the snapshot what became of it. Comes last.
[[nodiscard]] Translation account(const Source& source, Findings findings);

// All steps.
[[nodiscard]] Translation translate_snapshot(const RuleSet::Bound& bound,
                                             const CrmSnapshot& snapshot, const Aliases& known);

}  // namespace mentorsync
