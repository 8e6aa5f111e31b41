#include "sync/rules/explain.hpp"

namespace mentorsync {

std::string outline(const Condition& condition) {
    if (condition.parts.empty()) {
        std::string text = "'" + condition.property.text + "' ";
        if (condition.test == Condition::Test::IsSet && !condition.wanted) return text + "is empty";
        return text.append(name_of(condition.test));
    }
    if (condition.test == Condition::Test::Not) {
        return "not (" + outline(condition.parts.front()) + ")";
    }
    const char* const between = condition.test == Condition::Test::All ? " and " : " or ";
    std::string text;
    for (const Condition& part : condition.parts) {
        if (!text.empty()) text += between;
        const bool nested = part.parts.size() > 1;
        text += nested ? "(" + outline(part) + ")" : outline(part);
    }
    return text;
}

}  // namespace mentorsync
