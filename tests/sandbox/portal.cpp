#include "tests/sandbox/portal.hpp"

#include <algorithm>

namespace mentorsync::sandbox {

std::string Portal::heir(Kind kind, std::string_view record_id) const {
    std::string result(record_id);
    if (kind != Kind::Contact) return result;
    for (auto found = aliases.find(result); found != aliases.end(); found = aliases.find(result)) {
        result = found->second;
    }
    return result;
}

List* Portal::list(std::string_view list_id) {
    const auto found = std::find_if(lists.begin(), lists.end(),
                                    [&](const List& list) { return list.id == list_id; });
    return found == lists.end() ? nullptr : &*found;
}

const Owner* Portal::owner(std::string_view owner_id) const {
    const auto found = std::find_if(owners.begin(), owners.end(),
                                    [&](const Owner& owner) { return owner.id == owner_id; });
    return found == owners.end() ? nullptr : &*found;
}

}  // namespace mentorsync::sandbox
