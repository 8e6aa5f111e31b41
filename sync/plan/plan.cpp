#include "sync/plan/plan.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "sync/plan/view.hpp"

namespace mentorsync {

namespace {

// Where an action stands among those of its kind. The notes of one relationship keep the order in
// which they are planned.
using Place = std::pair<std::string_view, std::string_view>;

struct PlaceOf {
    Place operator()(const SaveRelationship& action) const {
        return {action.relationship.id.text(), {}};
    }
    Place operator()(const EndRelationship& action) const {
        return {action.relationship.text(), {}};
    }
    Place operator()(const SaveTask& action) const { return {action.task.id.text(), {}}; }
    Place operator()(const DropTask& action) const { return {action.task.text(), {}}; }
    Place operator()(const QueueNote& action) const {
        return {action.identity.relationship.text(), {}};
    }
    Place operator()(const QueueProperty& action) const {
        return {action.contact.text(), action.property};
    }
};

bool comes_before(const Action& a, const Action& b) {
    if (a.index() != b.index()) return a.index() < b.index();
    return std::visit(PlaceOf{}, a) < std::visit(PlaceOf{}, b);
}

struct CountIn {
    PlanCounts& counts;

    void operator()(const SaveRelationship& action) const {
        ++(action.is_new ? counts.relationships_new : counts.relationships_changed);
    }
    void operator()(const EndRelationship& /*action*/) const { ++counts.relationships_ended; }
    void operator()(const SaveTask& action) const {
        ++(action.is_new ? counts.tasks_new : counts.tasks_changed);
    }
    void operator()(const DropTask& /*action*/) const { ++counts.tasks_dropped; }
    void operator()(const QueueNote& /*action*/) const { ++counts.notes; }
    void operator()(const QueueProperty& /*action*/) const { ++counts.properties; }
};

}  // namespace

PlanCounts count(const Plan& plan) {
    PlanCounts counts;
    for (const Action& action : plan.actions) std::visit(CountIn{counts}, action);
    return counts;
}

Plan make_plan(const Seen& seen, const Known& known, const Programme& programme,
               const std::optional<Period>& due, Instant now) {
    const View view({seen, known, programme, due, now});
    Plan plan;
    plan_relationships(view, plan.actions);
    plan_tasks(view, plan.actions);
    plan_notes(view, plan.actions);
    plan_rollups(view, plan.actions);
    std::ranges::stable_sort(plan.actions, comes_before);
    return plan;
}

}  // namespace mentorsync
