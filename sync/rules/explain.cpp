#include "sync/rules/explain.hpp"

#include <algorithm>

#include "sync/rules/explain_contact.hpp"
#include "sync/rules/findings.hpp"

namespace mentorsync {

namespace {

std::string date_text(Instant instant) {
    const auto two = [](unsigned number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(instant));
    return std::to_string(static_cast<int>(day.year())) + "-" +
           two(static_cast<unsigned>(day.month())) + "-" + two(static_cast<unsigned>(day.day()));
}

void explain_counting(const LearningTask& task, std::vector<std::string>& lines) {
    lines.push_back("it counts as a " + std::string(name_of(task.kind)) + " that is " +
                    std::string(name_of(task.state)));
    lines.push_back(task.due ? "it is due on " + date_text(*task.due) + " (UTC)"
                             : "it counts without a deadline");
    if (task.owner) lines.push_back("its owner is person " + task.owner->text());
    for (const RelationshipId& relationship : task.relationships) {
        lines.push_back("it counts for " + relationship.text());
    }
}

// Of a state only a value that the mapping lists is shown: any other could be somebody's words.
void explain_state(const CrmRecord& record, const TaskFields& fields,
                   std::vector<std::string>& lines) {
    const std::string_view value = record.value(fields.state.text);
    for (const TaskFields::StateValue& each : fields.values) {
        if (each.value.text != value) continue;
        lines.push_back("'" + fields.state.text + "' is '" + each.value.text + "', which means " +
                        std::string(name_of(each.state)));
    }
}

void explain_task(const RuleSet::Bound& bound, const CrmRecord& record,
                  const Translation& translation, std::vector<std::string>& lines) {
    const auto& rules = bound.content.tasks;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const bool matches = holds(rules[i].where, record);
        lines.push_back(task_rule_name(i) + (matches ? " matches: " : " does not match: ") +
                        outline(rules[i].where));
        if (!matches) continue;
        explain_state(record, *bound.content.task_fields, lines);
        break;
    }
    const auto task = std::ranges::find(translation.seen.tasks, record.id, &LearningTask::id);
    if (task != translation.seen.tasks.end()) explain_counting(*task, lines);
}

}  // namespace

Explanation explain_record(const RuleSet::Bound& bound, const CrmSnapshot& snapshot,
                           const Aliases& known, const RecordRef& record) {
    Explanation explanation;
    const auto found = std::ranges::find_if(snapshot.records, [&](const CrmRecord& each) {
        return each.kind == record.kind && each.id == record.id;
    });
    if (found == snapshot.records.end()) {
        explanation.lines.push_back("the pull brought no " + std::string(name_of(record.kind)) +
                                    " " + record.id.text() +
                                    ": it lies outside the programme, or is not in this portal");
        return explanation;
    }
    const Translation translation = translate_snapshot(bound, snapshot, known);
    explanation.status = translation.statuses.at(record);
    if (record.kind == RecordKind::Contact) {
        explain_contact(bound, *found, translation, explanation.lines);
    } else if (record.kind == RecordKind::Task) {
        explain_task(bound, *found, translation, explanation.lines);
    }
    for (const SetAside& each : translation.set_aside) {
        if (each.record != record) continue;
        const std::string rule = each.rule.empty() ? "" : each.rule + ": ";
        explanation.lines.push_back(std::string(name_of(each.status)) + " (" + each.code +
                                    "): " + rule + each.reason);
    }
    return explanation;
}

}  // namespace mentorsync
