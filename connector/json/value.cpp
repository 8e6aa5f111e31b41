#include <algorithm>
#include <initializer_list>

#include "mentorsync/json.hpp"

namespace mentorsync::json {

const Value* Value::find(std::string_view key) const noexcept {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const Member& member) { return member.key == key; });
    return found == members.end() ? nullptr : &found->value;
}

const Value* Value::find_path(std::initializer_list<std::string_view> keys) const noexcept {
    const Value* value = this;
    for (const std::string_view key : keys) {
        value = value->find(key);
        if (value == nullptr) return nullptr;
    }
    return value;
}

}  // namespace mentorsync::json
