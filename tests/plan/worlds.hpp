// Random programmes for the laws of a plan, and the least store that a plan can be applied to.

#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "mentorsync/mentoring.hpp"
#include "mentorsync/programme.hpp"
#include "sync/plan/known.hpp"
#include "sync/plan/plan.hpp"

namespace mentorsync::worlds {

// Every person's name and goal holds this, and nothing else does.
inline constexpr const char* kCanary = "CANARY";

// To be called inside a RapidCheck property, which draws from it: up to seven people, some pairs
// and groups of them in any state, and tasks. Who is in `merged` is not in it any more.
[[nodiscard]] Seen any_seen(const Aliases& merged = {});

// All roll-ups; with or without notes, disclosed names, and each audience.
[[nodiscard]] Programme any_programme();

// The same, in another order.
[[nodiscard]] Seen shuffled(Seen seen);

// Holds what plans have saved, as known.hpp asks of a store.
class StoreModel {
public:
    [[nodiscard]] Known load(const Seen& seen, const std::optional<Period>& due) const;
    void apply(const Plan& plan, Instant now);

    [[nodiscard]] bool has_note(const NoteIdentity& note) const { return notes_.contains(note); }
    [[nodiscard]] const std::set<NoteIdentity>& notes() const noexcept { return notes_; }

private:
    void load_relationships(const Seen& seen, Known& known) const;
    void load_tasks(const Seen& seen, Known& known) const;
    void load_notes(const std::optional<Period>& due, Known& known) const;
    [[nodiscard]] bool is_active(const RelationshipId& id) const;

    std::map<RelationshipId, KnownRelationship> relationships_;
    std::map<RecordId, LearningTask> tasks_;
    std::set<NoteIdentity> notes_;
};

// What the CRM shows once the property values of a plan are written.
void apply_properties(const Plan& plan, Seen& seen);

}  // namespace mentorsync::worlds
