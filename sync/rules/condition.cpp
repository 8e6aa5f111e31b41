#include "sync/rules/condition.hpp"

#include <algorithm>

#include "sync/rules/text.hpp"

namespace mentorsync {

namespace {

bool contains(const Condition& condition, std::string_view value) {
    const std::string& wanted = condition.operands.front().text;
    if (!condition.by_member) {
        return fold_case(value).find(fold_case(wanted)) != std::string::npos;
    }
    const std::vector<std::string_view> members = parts_of(value, ";");
    return std::ranges::find(members, wanted) != members.end();
}

bool starts_with(const Condition& condition, std::string_view value) {
    const std::string& wanted = condition.operands.front().text;
    return fold_case(value.substr(0, wanted.size())) == fold_case(wanted);
}

bool is_on_the_side(const Condition& condition, std::string_view value) {
    const auto moment = parse_moment(value);
    if (!moment) return false;
    return condition.test == Condition::Test::Before ? is_before(*moment, condition.moment)
                                                     : is_after(*moment, condition.moment);
}

}  // namespace

std::string_view name_of(Condition::Test test) noexcept {
    switch (test) {
        case Condition::Test::Equals: return "equals";
        case Condition::Test::In: return "in";
        case Condition::Test::StartsWith: return "starts_with";
        case Condition::Test::Contains: return "contains";
        case Condition::Test::IsSet: return "is_set";
        case Condition::Test::Before: return "before";
        case Condition::Test::After: return "after";
        case Condition::Test::All: return "all";
        case Condition::Test::Any: return "any";
        case Condition::Test::Not: return "not";
    }
    return "unknown";
}

bool holds(const Condition& condition, const CrmRecord& record) {
    const std::string_view value = record.value(condition.property.text);
    const auto holds_here = [&](const Condition& part) { return holds(part, record); };
    switch (condition.test) {
        case Condition::Test::Equals:
        case Condition::Test::In:
            return std::ranges::any_of(condition.operands,
                                       [&](const Name& name) { return name.text == value; });
        case Condition::Test::StartsWith: return starts_with(condition, value);
        case Condition::Test::Contains: return contains(condition, value);
        case Condition::Test::IsSet: return value.empty() != condition.wanted;
        case Condition::Test::Before:
        case Condition::Test::After: return is_on_the_side(condition, value);
        case Condition::Test::All: return std::ranges::all_of(condition.parts, holds_here);
        case Condition::Test::Any: return std::ranges::any_of(condition.parts, holds_here);
        case Condition::Test::Not: return std::ranges::none_of(condition.parts, holds_here);
    }
    return false;
}

}  // namespace mentorsync
