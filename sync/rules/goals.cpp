#include "sync/rules/findings.hpp"
#include "sync/rules/text.hpp"

namespace mentorsync {

void find_goals(const Source& source, Findings& findings) {
    const std::optional<GoalSource>& goals = source.bound.content.goals;
    if (!goals) return;
    for (const PersonId& person : source.directory.in_scope()) {
        const std::string_view value =
            source.directory.contact(person)->value(goals->property.text);
        int rank = 0;
        for (const std::string_view goal : parts_of(value, goals->split)) {
            findings.goals.push_back({person, ++rank, Private<std::string>(std::string(goal))});
        }
    }
}

}  // namespace mentorsync
