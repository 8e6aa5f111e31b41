#include <algorithm>
#include <array>

#include "sync/rules/did_you_mean.hpp"
#include "sync/rules/parse_parts.hpp"
#include "sync/rules/reader.hpp"

namespace mentorsync {

namespace {

constexpr std::array<std::string_view, 3> kRuleKeys{"kind", "where", "counts_for"};
constexpr std::array<std::string_view, 6> kKinds{"challenge", "preparation", "reading",
                                                 "practice",  "reflection",  "tip"};
constexpr std::array<std::string_view, 3> kCountsFor{"pair", "peer_group", "both"};
constexpr std::array<std::string_view, 3> kFieldKeys{"title", "due", "state"};
constexpr std::array<std::string_view, 2> kStateKeys{"property", "values"};
constexpr std::array<std::string_view, 5> kStates{"open", "started", "waiting", "done", "dropped"};
constexpr const char* kWhereHint =
    R"("where": {"property": "hs_task_subject", "starts_with": "Challenge:"})";
constexpr const char* kValuesHint = R"("values": {"NOT_STARTED": "open", "COMPLETED": "done"})";

std::optional<TaskRule> parse_rule(const json::Value& value, FaultList& faults) {
    if (!check_object(value, "a task rule", kRuleKeys, faults)) return std::nullopt;
    TaskRule rule;
    rule.at = value.at;
    if (const auto* const kind = required(value, "kind", R"("kind": "challenge")", faults)) {
        const auto word = read_word(*kind, "kind of task", kKinds, faults);
        if (word) rule.kind = *task_kind_named(*word);
    }
    std::optional<Condition> where;
    if (const auto* const condition = required(value, "where", kWhereHint, faults)) {
        where = parse_condition(*condition, faults);
    }
    if (const json::Value* const counts_for = value.find("counts_for")) {
        const auto word = read_word(*counts_for, "'counts_for'", kCountsFor, faults);
        if (word) rule.counts_for = {.pairs = *word != "peer_group", .groups = *word != "pair"};
    }
    if (!where) return std::nullopt;
    rule.where = *std::move(where);
    return rule;
}

void parse_values(const json::Value& value, TaskFields& fields, FaultList& faults) {
    if (!check_kind(value, json::Kind::Object, "'values'", faults)) return;
    if (value.members.empty()) faults.add(value.at, "'values' must not be empty", kValuesHint);
    for (const json::Member& member : value.members) {
        if (member.key.empty()) {
            faults.add(member.key_at, "an empty value has no state",
                       "tasks without a value are reported as such");
        }
        const auto word = read_word(member.value, "state", kStates, faults);
        if (word) fields.values.push_back({{member.key, member.key_at}, *task_state_named(*word)});
    }
}

void parse_state(const json::Value& value, TaskFields& fields, FaultList& faults) {
    if (!check_object(value, "'state'", kStateKeys, faults)) return;
    if (const auto* const property =
            required(value, "property", R"("property": "hs_task_status")", faults)) {
        if (auto name = read_name(*property, "'property'", faults)) {
            fields.state = *std::move(name);
        }
    }
    if (const auto* const values = required(value, "values", kValuesHint, faults)) {
        parse_values(*values, fields, faults);
    }
}

}  // namespace

void parse_learning_tasks(const json::Value& value, Mapping::Content& content, FaultList& faults) {
    const auto* const items = read_items(value, "'learning_tasks'", faults);
    if (items == nullptr) return;
    for (const json::Value& item : *items) {
        if (auto rule = parse_rule(item, faults)) content.tasks.push_back(*std::move(rule));
    }
}

void parse_task_fields(const json::Value& value, Mapping::Content& content, FaultList& faults) {
    if (!check_object(value, "'task_fields'", kFieldKeys, faults)) return;
    TaskFields& fields = content.task_fields.emplace();
    if (const json::Value* const title = value.find("title")) {
        fields.title = read_name(*title, "'title'", faults);
    }
    if (const json::Value* const due = value.find("due")) {
        fields.due = read_name(*due, "'due'", faults);
    }
    if (const auto* const state =
            required(value, "state", R"("state": {"property": "hs_task_status", "values": {...}})",
                     faults)) {
        parse_state(*state, fields, faults);
    }
}

std::string task_rule_name(std::size_t index) {
    return "learning_tasks[" + std::to_string(index) + "]";
}

}  // namespace mentorsync
