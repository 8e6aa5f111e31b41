// What `make_plan` was given, with the ways to find things in it. Built once a plan and handed to
// the functions that decide about one subject each; nobody else uses it.

#pragma once

#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/mentoring.hpp"
#include "mentorsync/programme.hpp"
#include "sync/plan/known.hpp"
#include "sync/plan/plan.hpp"

namespace mentorsync {

struct Given {
    const Seen& seen;
    const Known& known;
    const Programme& programme;
    const std::optional<Period>& due;
    Instant now;
};

class View {
public:
    // Refers to what `given` refers to, which must outlive it. Where an id is seen twice, its first
    // appearance counts.
    explicit View(const Given& given);

    [[nodiscard]] const Seen& seen() const noexcept { return given_.seen; }
    [[nodiscard]] const Known& known() const noexcept { return given_.known; }
    [[nodiscard]] const Programme& programme() const noexcept { return given_.programme; }
    [[nodiscard]] const std::optional<Period>& due() const noexcept { return given_.due; }
    [[nodiscard]] Instant now() const noexcept { return given_.now; }

    // Whether what was not seen is not there, so that counts are right and absence means the end.
    [[nodiscard]] bool is_complete() const noexcept;

    // Each returns nullptr when there is none. `known` ones are those that differ or are absent.
    [[nodiscard]] const Person* person(const PersonId& id) const;
    [[nodiscard]] const Person* person_of(const RecordId& contact) const;
    [[nodiscard]] const Relationship* seen_relationship(const RelationshipId& id) const;
    [[nodiscard]] const KnownRelationship* known_relationship(const RelationshipId& id) const;
    [[nodiscard]] const LearningTask* seen_task(const RecordId& id) const;
    [[nodiscard]] const LearningTask* known_task(const RecordId& id) const;

    // Seen tasks that count for a relationship, and seen relationships that a person is part of,
    // by id.
    [[nodiscard]] const std::vector<const LearningTask*>& tasks_of(const RelationshipId& id) const;
    [[nodiscard]] const std::vector<const Relationship*>& relationships_of(
        const PersonId& id) const;

    // Known relationships that this plan ends: not seen although all was seen, or seen as ended.
    [[nodiscard]] const std::vector<const Relationship*>& ending() const noexcept {
        return ending_;
    }

private:
    void index_seen();
    void index_known();

    Given given_;
    std::unordered_map<PersonId, const Person*> people_;
    std::unordered_map<RecordId, const Person*> people_by_contact_;
    std::unordered_map<RelationshipId, const Relationship*> seen_relationships_;
    std::unordered_map<RelationshipId, const KnownRelationship*> known_relationships_;
    std::unordered_map<RecordId, const LearningTask*> seen_tasks_;
    std::unordered_map<RecordId, const LearningTask*> known_tasks_;
    std::unordered_map<RelationshipId, std::vector<const LearningTask*>> tasks_of_;
    std::unordered_map<PersonId, std::vector<const Relationship*>> relationships_of_;
    std::vector<const Relationship*> ending_;
};

// What each subject adds to a plan, in any order.
void plan_relationships(const View& view, std::vector<Action>& actions);
void plan_tasks(const View& view, std::vector<Action>& actions);
void plan_notes(const View& view, std::vector<Action>& actions);
void plan_rollups(const View& view, std::vector<Action>& actions);

// Fewer people than this are never counted together: a figure about two tells each about the other.
inline constexpr std::size_t kSmallestCountedGroup = 3;

// Whether figures about a relationship's tasks may be told. A pair's are its own two people's.
[[nodiscard]] bool may_be_counted(const Relationship& relationship) noexcept;

}  // namespace mentorsync
