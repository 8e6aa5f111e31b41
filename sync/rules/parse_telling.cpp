#include <algorithm>
#include <array>
#include <set>

#include "sync/rules/did_you_mean.hpp"
#include "sync/rules/parse_parts.hpp"
#include "sync/rules/reader.hpp"

namespace mentorsync {

namespace {

constexpr int kMostRecords = 1'000'000;
constexpr std::array<std::string_view, 2> kGoalKeys{"property", "split"};
constexpr std::array<std::string_view, 2> kBrakeKeys{"percent", "count"};
constexpr std::array<std::string_view, 8> kRollupFields{
    "mentor.name", "mentees.count", "relationships.count", "tasks.all",
    "tasks.open",  "tasks.done",    "tasks.overdue",       "tasks.done_percent"};
// What may be disclosed at all, of everything that is not a state or a count.
constexpr std::array<std::string_view, 1> kConfidentialFields{"mentor.name"};

bool is_in(std::string_view word, std::span<const std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

void parse_goals(const json::Value& value, Mapping::Content& content, FaultList& faults) {
    if (!check_object(value, "'goals'", kGoalKeys, faults)) return;
    GoalSource& goals = content.goals.emplace();
    if (const auto* const property =
            required(value, "property", R"("property": "mentee_goal")", faults)) {
        if (auto name = read_name(*property, "'property'", faults)) {
            goals.property = *std::move(name);
        }
    }
    const json::Value* const split = value.find("split");
    if (split == nullptr || !check_kind(*split, json::Kind::String, "'split'", faults)) return;
    goals.split = split->text;
    if (split->text.size() == 1 && static_cast<unsigned char>(split->text.front()) < 0x80) return;
    faults.add(split->at, "'split' must be one ASCII character", R"(for example ";" or "\n")");
}

void parse_rollups(const json::Value& value, Mapping::Content& content, FaultList& faults) {
    if (!check_kind(value, json::Kind::Object, "'rollups'", faults)) return;
    for (const json::Member& member : value.members) {
        const json::Value property{json::Kind::String, member.key, {}, {}, member.key_at};
        const auto name = read_name(property, "a roll-up property", faults);
        const auto field = read_word(member.value, "roll-up field", kRollupFields, faults);
        if (!name || !field) continue;
        content.programme.rollups.push_back({member.key, *rollup_field_named(*field)});
        content.rollup_names.push_back(*name);
    }
}

void parse_disclose(const json::Value& value, Mapping::Content& content, FaultList& faults) {
    if (!check_kind(value, json::Kind::Array, "'disclose'", faults)) return;
    std::set<std::string, std::less<>> fields;
    for (const json::Value& item : value.items) {
        if (item.is(json::Kind::String) && is_in(item.text, kRollupFields) &&
            !is_in(item.text, kConfidentialFields)) {
            faults.add(item.at,
                       quoted(item.text) + " is a count and leaves without being disclosed",
                       "remove it");
            continue;
        }
        const auto field = read_word(item, "field", kConfidentialFields, faults);
        if (field && !fields.emplace(*field).second) {
            faults.add(item.at, quoted(*field) + " is disclosed twice", "remove it");
        }
    }
    content.programme.disclosure = Disclosure(std::move(fields));
}

void parse_brakes(const json::Value& value, Mapping::Content& content, FaultList& faults) {
    if (!check_object(value, "'brakes'", kBrakeKeys, faults)) return;
    BrakeLimits& brakes = content.programme.brakes;
    if (const json::Value* const percent = value.find("percent")) {
        brakes.percent = read_number(*percent, "'percent'", 0, 100, faults).value_or(0);
    }
    if (const json::Value* const count = value.find("count")) {
        const int number = read_number(*count, "'count'", 0, kMostRecords, faults).value_or(0);
        brakes.count = static_cast<std::size_t>(number);
    }
}

}  // namespace mentorsync
