#include <algorithm>
#include <array>

#include "sync/rules/parse_parts.hpp"
#include "sync/rules/reader.hpp"

namespace mentorsync {

namespace {

using Test = Condition::Test;

constexpr std::array<Test, 7> kTests{Test::Equals, Test::In,     Test::StartsWith, Test::Contains,
                                     Test::IsSet,  Test::Before, Test::After};
constexpr std::array<Test, 3> kCombinations{Test::All, Test::Any, Test::Not};
constexpr std::array<std::string_view, 11> kKeys{"property", "equals", "in",     "starts_with",
                                                 "contains", "is_set", "before", "after",
                                                 "all",      "any",    "not"};

// The one of `tests` that a mapping calls `key`.
std::optional<Test> named(std::string_view key, std::span<const Test> tests) {
    for (const Test test : tests) {
        if (name_of(test) == key) return test;
    }
    return std::nullopt;
}

// Whether nothing in `value` was reported as unknown: what seems to be missing may be mistyped.
bool knows_every_key(const json::Value& value) {
    return std::ranges::all_of(value.members, [](const json::Member& member) {
        return std::ranges::find(kKeys, member.key) != kKeys.end();
    });
}

// A value of the CRM, which knows text only: true and 5 may be written without quotes.
std::optional<Name> read_operand(const json::Value& value, std::string_view what,
                                 FaultList& faults) {
    if (value.is(json::Kind::Boolean) || value.is(json::Kind::Number)) {
        return Name{value.text, value.at};
    }
    if (value.is(json::Kind::String) && value.text.empty()) {
        faults.add(value.at, std::string(what) + " must not be empty",
                   "to find empty properties, write \"is_set\": false");
        return std::nullopt;
    }
    return read_name(value, what, faults);
}

bool read_list(const json::Value& value, Condition& condition, FaultList& faults) {
    const auto* const items = read_items(value, "'in'", faults);
    if (items == nullptr) return false;
    for (const json::Value& item : *items) {
        auto operand = read_operand(item, "a value of 'in'", faults);
        if (!operand) continue;
        if (std::ranges::find(condition.operands, *operand) != condition.operands.end()) {
            faults.add(item.at, "'in' names " + quoted(operand->text) + " twice");
        }
        condition.operands.push_back(*std::move(operand));
    }
    return condition.operands.size() == items->size();
}

bool read_test(Test test, const json::Value& value, Condition& condition, FaultList& faults) {
    const std::string what = quoted(name_of(test));
    condition.test = test;
    if (test == Test::In) return read_list(value, condition, faults);
    if (test == Test::IsSet) {
        condition.wanted = value.is_true();
        return check_kind(value, json::Kind::Boolean, what, faults);
    }
    const auto operand = read_operand(value, what, faults);
    if (!operand) return false;
    condition.operands = {*operand};
    if (test != Test::Before && test != Test::After) return true;

    const auto moment = parse_moment(operand->text);
    if (!moment) {
        faults.add(value.at, what + " needs a date, not " + quoted(operand->text),
                   "for example \"2026-09-01\" or \"2026-09-01T08:00:00Z\"");
        return false;
    }
    condition.moment = *moment;
    return true;
}

std::optional<Condition> parse_test(const json::Value& value, FaultList& faults) {
    Condition condition;
    const auto property = read_name(*value.find("property"), "'property'", faults);
    bool found = false;
    bool sound = property.has_value();
    for (const json::Member& member : value.members) {
        const std::optional<Test> test = named(member.key, kTests);
        if (!test) continue;
        if (found) {
            faults.add(
                member.key_at,
                "a test compares once, and " + quoted(member.key) + " would be the second time",
                "combine two tests by \"all\"");
            sound = false;
            continue;
        }
        found = true;
        if (!read_test(*test, member.value, condition, faults)) sound = false;
    }
    if (!found && knows_every_key(value)) {
        faults.add(value.at, "the test says nothing about its property",
                   "add one of equals, in, starts_with, contains, is_set, before, after");
    }
    if (!found || !sound) return std::nullopt;
    condition.property = *property;
    return condition;
}

std::optional<Condition> parse_combination(Test test, const json::Value& value, FaultList& faults) {
    Condition condition;
    condition.test = test;
    if (test == Test::Not) {
        auto part = parse_condition(value, faults);
        if (!part) return std::nullopt;
        condition.parts.push_back(*std::move(part));
        return condition;
    }
    const auto* const items = read_items(value, quoted(name_of(test)), faults);
    if (items == nullptr) return std::nullopt;
    for (const json::Value& item : *items) {
        if (auto part = parse_condition(item, faults)) condition.parts.push_back(*std::move(part));
    }
    if (condition.parts.size() != items->size()) return std::nullopt;
    return condition;
}

// Tests that stand in a condition without a property; whether there are any.
bool report_lonely_tests(const json::Value& value, FaultList& faults) {
    bool found = false;
    for (const json::Member& member : value.members) {
        if (!named(member.key, kTests)) continue;
        faults.add(member.key_at, quoted(member.key) + " needs a 'property' beside it");
        found = true;
    }
    return found;
}

bool is_head(std::string_view key) {
    return key == "property" || named(key, kCombinations).has_value();
}

}  // namespace

std::optional<Condition> parse_condition(const json::Value& value, FaultList& faults) {
    if (!check_object(value, "a condition", kKeys, faults)) return std::nullopt;
    const json::Member* head = nullptr;
    for (const json::Member& member : value.members) {
        if (!is_head(member.key)) continue;
        if (head != nullptr) {
            faults.add(member.key_at,
                       quoted(member.key) + " cannot stand beside " + quoted(head->key) +
                           " in one condition",
                       "combine them by \"all\"");
            return std::nullopt;
        }
        head = &member;
    }
    if (head == nullptr) {
        if (!knows_every_key(value) || report_lonely_tests(value, faults)) return std::nullopt;
        faults.add(value.at, "a condition needs 'property', 'all', 'any' or 'not'",
                   R"(for example {"property": "jobtitle", "is_set": true})");
        return std::nullopt;
    }
    if (head->key == "property") return parse_test(value, faults);
    report_lonely_tests(value, faults);
    return parse_combination(*named(head->key, kCombinations), head->value, faults);
}

}  // namespace mentorsync
