// What a rule asks of a record. Total: on any record it holds or it does not, in time linear in
// the condition and the values it looks at.

#pragma once

#include <string>
#include <vector>

#include "mentorsync/crm.hpp"
#include "mentorsync/json.hpp"
#include "sync/rules/dates.hpp"

namespace mentorsync {

// A word of the mapping, and where it stands. Equal words are equal wherever they stand.
struct Name {
    std::string text;
    json::Position at;

    friend bool operator==(const Name& a, const Name& b) { return a.text == b.text; }
};

// Letters are compared exactly by Equals and In, and by Contains on an enumeration, where it asks
// for a whole member of "a;b;c". StartsWith, and Contains on other text, take capital and small
// letters as the same. Before and After do not hold where there is no date.
struct Condition {
    enum class Test { Equals, In, StartsWith, Contains, IsSet, Before, After, All, Any, Not };

    Test test = Test::All;
    Name property;                 // of a test on a property
    std::vector<Name> operands;    // of Equals, StartsWith, Contains one; of In one or more
    bool wanted = true;            // of IsSet
    Moment moment;                 // of Before and After
    std::vector<Condition> parts;  // of All and Any one or more, of Not one
    bool by_member = false;        // of Contains: set when the property is an enumeration

    friend bool operator==(const Condition&, const Condition&) = default;
};

// "equals", "in" and so on, as in a mapping.
[[nodiscard]] std::string_view name_of(Condition::Test test) noexcept;

[[nodiscard]] bool holds(const Condition& condition, const CrmRecord& record);

// Calls `visit` with every test on a property, outermost first.
template <class Tests, class Visit>
void for_each_test(Tests& condition, const Visit& visit) {
    if (condition.parts.empty()) return visit(condition);
    for (auto& part : condition.parts) for_each_test(part, visit);
}

}  // namespace mentorsync
