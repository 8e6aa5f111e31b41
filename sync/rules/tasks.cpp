#include <algorithm>

#include "sync/rules/task_places.hpp"

namespace mentorsync {

namespace {

// Reads one task after the other, and says of each that is none why not.
class TaskReader {
public:
    TaskReader(const Source& source, Findings& findings)
        : content_(source.bound.content), places_(source, findings), findings_(findings) {}

    void read(const CrmRecord& record) {
        const auto rule = std::ranges::find_if(
            content_.tasks, [&](const TaskRule& each) { return holds(each.where, record); });
        if (rule == content_.tasks.end()) {
            exclude(record, "", "no_rule_matches", "no rule of learning_tasks matches this task");
            return;
        }
        const auto index = static_cast<std::size_t>(rule - content_.tasks.begin());
        const std::string name = task_rule_name(index);
        if (places_.has_ambiguous_owner(record)) {
            fail(record, name, "owner_ambiguous",
                 "it has only an owner, whose e-mail address several contacts share");
            return;
        }
        LearningTask task;
        task.relationships = places_.of(record, rule->counts_for);
        if (task.relationships.empty()) {
            exclude(record, name, "not_in_programme",
                    "it is associated with nobody, and owned by nobody, whom it could count for");
            return;
        }
        task.id = record.id;
        task.kind = rule->kind;
        task.updated = record.updated;
        task.owner = places_.owner_of(record);
        task.due = read_due(record, name);
        const auto state = read_state(record, name);
        if (!state) return;
        task.state = *state;
        findings_.tasks.insert_or_assign(record.id, std::move(task));
    }

private:
    std::optional<TaskState> read_state(const CrmRecord& record, const std::string& rule) {
        const TaskFields& fields = *content_.task_fields;
        const std::string_view value = record.value(fields.state.text);
        const std::string property = "'" + fields.state.text + "'";
        if (value.empty()) {
            fail(record, rule, "state_missing", property + " is empty, so the task has no state");
            return std::nullopt;
        }
        const auto listed =
            std::ranges::find(fields.values, value,
                              [](const auto& each) -> std::string_view { return each.value.text; });
        if (listed == fields.values.end()) {
            fail(record, rule, "state_unlisted",
                 property + " holds a value that task_fields.state.values does not list");
            return std::nullopt;
        }
        return listed->state;
    }

    // A task whose deadline cannot be read counts as one without.
    std::optional<Instant> read_due(const CrmRecord& record, const std::string& rule) {
        const TaskFields& fields = *content_.task_fields;
        if (!fields.due) return std::nullopt;
        const std::string_view value = record.value(fields.due->text);
        if (value.empty()) return std::nullopt;
        const auto moment = parse_moment(value);
        if (!moment) {
            fail(record, rule, "due_unreadable", "'" + fields.due->text + "' holds no date");
            return std::nullopt;
        }
        return moment->at;
    }

    void exclude(const CrmRecord& record, std::string rule, std::string code, std::string reason) {
        findings_.set_aside({RecordKind::Task, record.id}, RecordStatus::Excluded, std::move(rule),
                            std::move(code), std::move(reason));
    }

    void fail(const CrmRecord& record, std::string rule, std::string code, std::string reason) {
        findings_.set_aside({RecordKind::Task, record.id}, RecordStatus::Failing, std::move(rule),
                            std::move(code), std::move(reason));
    }

    const Mapping::Content& content_;
    TaskPlaces places_;
    Findings& findings_;
};

}  // namespace

void find_tasks(const Source& source, Findings& findings) {
    TaskReader reader(source, findings);
    for (const CrmRecord& record : source.snapshot.records) {
        if (record.kind == RecordKind::Task && !record.archived) reader.read(record);
    }
}

}  // namespace mentorsync
