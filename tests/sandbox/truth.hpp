// What is true in a generated portal, written down before a single record of it exists.
//
// A test compares with this what the product found out. The truth knows nothing of the product's
// logic; where the mapping leaves room, it reads it as follows.
//
// - The programme is the list "Mentorointi". Its live members are in scope, and a mentee must be.
//   A mentor outside it is drawn in, and counts as in sync; everybody else is excluded.
// - Every relationship rule is tried for every mentee. A pair found by several rules is one pair,
//   named by the first; different mentors are different pairs.
// - A person is named by the smallest contact id ever known for them, or by "owner:ID" where only
//   a CRM user is known. Letter case and secondary addresses do not matter.
// - A value that a rule needs and cannot use makes the contact failing: an address of nobody, of
//   several contacts or of oneself, an owner who does not exist, a deactivated owner who has no
//   contact, a group of which one is the only member. Such a contact is still in scope, so tasks of
//   others and its own groups are not touched by it. No value is no fault.
// - Group members are those in scope only. A group of one is no relationship.
// - A task counts as the rulings on tasks say. It is in sync when it counts for at least one pair;
//   failing when it would, but its state is unknown to the mapping; excluded otherwise. An empty
//   due date is no fault.
// - Archived records are not accounted for at all; a merged contact is, under its present id.

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "tests/sandbox/json.hpp"
#include "tests/sandbox/records.hpp"

namespace mentorsync::sandbox {

enum class Accounted { InSync, Excluded, Failing };

[[nodiscard]] std::string_view name_of(Accounted status) noexcept;

struct TruePair {
    std::string mentor;  // canonical contact id, or "owner:ID"
    std::string mentee;  // canonical contact id
    std::string rule;    // association_label, contact_property or contact_owner

    // "pair:MENTOR:MENTEE", as the product's identifiers are written.
    [[nodiscard]] std::string id() const { return "pair:" + mentor + ":" + mentee; }
    friend bool operator==(const TruePair&, const TruePair&) = default;
};

struct TrueGroup {
    std::string id;                    // "group:growth_group:VALUE" or "group:list:LIST"
    std::string rule;                  // contact_property or list
    std::vector<std::string> members;  // canonical contact ids, in order

    friend bool operator==(const TrueGroup&, const TrueGroup&) = default;
};

struct TrueTask {
    std::string id;
    std::string kind;                        // challenge or practice
    std::string state;                       // open, started, waiting, done, dropped
    std::string due;                         // ISO 8601, or empty
    std::vector<std::string> relationships;  // ids of pairs, in order

    friend bool operator==(const TrueTask&, const TrueTask&) = default;
};

struct TrueRecord {
    Kind kind = Kind::Contact;
    std::string id;  // the id that the CRM knows today
    Accounted status = Accounted::Excluded;
    std::string reason;  // empty for in sync

    friend bool operator==(const TrueRecord&, const TrueRecord&) = default;
};

// How much there is to pull.
struct PullSizes {
    std::size_t live_contacts = 0;
    std::size_t live_tasks = 0;
    std::size_t owners = 0;
    std::size_t archived_owners = 0;
    std::size_t programme_members = 0;
    std::size_t group_members = 0;
    std::size_t label_mentors = 0;  // outside the scope, known by id from an association
    std::size_t addresses = 0;      // outside the scope, each to be looked up

    friend bool operator==(const PullSizes&, const PullSizes&) = default;
};

struct Truth {
    std::string portal;
    std::string programme_list;   // id of "Mentorointi"
    std::string group_list;       // id of "Kasvuryhmä Copy"; empty when there is none
    std::string mentor_of_story;  // contact ids that a demonstration can name
    std::string mentee_of_story;
    std::vector<std::string> scope;   // present ids of the programme's live people
    std::vector<TruePair> pairs;      // ordered by id()
    std::vector<TrueGroup> groups;    // ordered by id
    std::vector<TrueTask> tasks;      // learning tasks in sync, ordered by id
    std::vector<TrueRecord> records;  // every live contact, then every live task, ordered by id
    std::size_t messy = 0;            // records with something wrong, odd or missing
    PullSizes sizes;

    [[nodiscard]] std::size_t count(Kind kind, Accounted status) const;

    friend bool operator==(const Truth&, const Truth&) = default;
};

[[nodiscard]] Json as_json(const Truth& truth);

// The smallest number of requests with which the programme can be pulled, search excluded: list
// pages and batches of 100, association batches of 1,000, membership pages of 250. Tasks are
// always listed whole, with their contacts inline, because a task that has only an owner is linked
// to nobody; contacts are read by id with their associations and mentors, or listed whole, by
// whichever costs less.
struct RequestCount {
    std::size_t account = 1;
    std::size_t labels = 1;
    std::size_t lists = 0;
    std::size_t memberships = 0;
    std::size_t owners = 0;
    std::size_t contacts = 0;
    std::size_t mentors = 0;
    std::size_t associations = 0;
    std::size_t tasks = 0;

    [[nodiscard]] std::size_t total() const {
        return account + labels + lists + memberships + owners + contacts + mentors + associations +
               tasks;
    }
};

[[nodiscard]] RequestCount minimum_requests(const Truth& truth);

}  // namespace mentorsync::sandbox
