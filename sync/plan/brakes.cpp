#include "sync/plan/brakes.hpp"

#include <string>
#include <variant>

namespace mentorsync {

namespace {

bool is_mass(int changes, std::size_t known, const BrakeLimits& limits) {
    const auto many = static_cast<std::size_t>(changes);
    return many > limits.count && many * 100 > known * static_cast<std::size_t>(limits.percent);
}

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
    return std::to_string(number) + " " + std::string(number == 1 ? one : many);
}

std::string counted(int number, std::string_view one, std::string_view many) {
    return counted(static_cast<std::size_t>(number), one, many);
}

std::string mass_reason(int changes, std::string_view what, const Known& known,
                        const BrakeLimits& limits) {
    return std::to_string(changes) + " of " +
           counted(known.active_relationships, "known relationship", "known relationships") +
           " would " + std::string(what) + ", more than " + std::to_string(limits.percent) +
           " % and more than " + std::to_string(limits.count);
}

std::string first_sync_reason(const PlanCounts& counts) {
    return "this portal was never synced: " +
           counted(counts.relationships_new, "relationship", "relationships") + " and " +
           counted(counts.tasks_new, "task", "tasks") + " would be taken in, " +
           counted(counts.notes, "note", "notes") + " and " +
           counted(counts.properties, "property value", "property values") + " written";
}

// Why what the CRM brought looks like an empty answer rather than an empty portal; empty text when
// it does not.
std::string emptied_reason(const Known& known, const BrakeContext& context,
                           const BrakeLimits& limits) {
    if (context.people_list_emptied) {
        return "the list of the programme's people had members and has none";
    }
    if (context.group_list_emptied) return "the list of a peer group had members and has none";
    if (context.brought_no_contact && known.active_relationships > 0) {
        return "the CRM brought not one contact";
    }
    if (context.brought_no_task && known.live_tasks > limits.count) {
        return "the CRM brought not one of " + std::to_string(known.live_tasks) +
               " known learning tasks";
    }
    return {};
}

// With its length before it, so that no two lists of ids make the same text.
std::string line(std::string_view verb, const RelationshipId& id, std::string_view value) {
    return std::string(verb) + " " + std::to_string(id.text().size()) + ":" + id.text() + " " +
           std::string(value) + "\n";
}

}  // namespace

std::string_view name_of(BrakeKind kind) noexcept {
    switch (kind) {
        case BrakeKind::FirstSync: return "first_sync";
        case BrakeKind::NewMapping: return "new_mapping";
        case BrakeKind::MassEnd: return "mass_end";
        case BrakeKind::MassChange: return "mass_change";
        case BrakeKind::MassTaskCreate: return "mass_task_create";
        case BrakeKind::EmptiedList: return "emptied_list";
    }
    return "unknown";
}

std::vector<Brake> brakes_of(const Plan& plan, const Known& known, const BrakeContext& context,
                             const BrakeLimits& limits) {
    const PlanCounts counts = count(plan);
    if (context.first_sync) return {{BrakeKind::FirstSync, first_sync_reason(counts)}};

    std::vector<Brake> brakes;
    if (!context.mapping_accepted) {
        brakes.push_back({BrakeKind::NewMapping,
                          "the mapping is not the one last accepted: " +
                              std::to_string(counts.relationships_new) + " relationships appear, " +
                              std::to_string(counts.relationships_changed) + " change and " +
                              std::to_string(counts.relationships_ended) + " end"});
    }
    if (is_mass(counts.relationships_ended, known.active_relationships, limits)) {
        brakes.push_back(
            {BrakeKind::MassEnd, mass_reason(counts.relationships_ended, "end", known, limits)});
    }
    if (is_mass(counts.relationships_changed, known.active_relationships, limits)) {
        brakes.push_back({BrakeKind::MassChange,
                          mass_reason(counts.relationships_changed, "change", known, limits)});
    }
    if (const auto reason = emptied_reason(known, context, limits); !reason.empty()) {
        brakes.push_back({BrakeKind::EmptiedList, reason});
    }
    return brakes;
}

std::string acceptance_text(const Plan& plan, const std::vector<Brake>& brakes) {
    std::string text;
    for (const Brake& brake : brakes) text += "brake " + std::string(name_of(brake.kind)) + "\n";
    for (const Action& action : plan.actions) {
        if (const auto* save = std::get_if<SaveRelationship>(&action)) {
            text += line(save->is_new ? "new" : "change", save->relationship.id,
                         std::to_string(digest_of(save->relationship)));
        } else if (const auto* end = std::get_if<EndRelationship>(&action)) {
            text += line("end", end->relationship, "");
        }
    }
    return text;
}

}  // namespace mentorsync
