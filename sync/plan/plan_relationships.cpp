#include "sync/plan/view.hpp"

namespace mentorsync {

namespace {

// What seeing a stored relationship as ended would change beside its state.
bool differs_beside_state(const Relationship& stored, Relationship seen) {
    seen.state = stored.state;
    return seen != stored;
}

}  // namespace

void plan_relationships(const View& view, std::vector<Action>& actions) {
    for (const Relationship& relationship : view.seen().relationships) {
        if (view.seen_relationship(relationship.id) != &relationship) continue;
        if (const KnownRelationship* stored = view.known_relationship(relationship.id)) {
            const bool ended = relationship.state == RelationshipState::Ended;
            const bool differs = ended ? differs_beside_state(stored->relationship, relationship)
                                       : stored->relationship != relationship;
            if (differs) actions.emplace_back(SaveRelationship{relationship, false});
        } else if (view.known().unknown_relationships.contains(relationship.id)) {
            actions.emplace_back(SaveRelationship{relationship, true});
        }
    }
    for (const Relationship* ending : view.ending()) {
        actions.emplace_back(EndRelationship{ending->id});
    }
}

}  // namespace mentorsync
