#include "mentorsync/crm.hpp"

#include <algorithm>

namespace mentorsync {

std::string_view name_of(RecordKind kind) noexcept {
    switch (kind) {
        case RecordKind::Contact: return "contact";
        case RecordKind::Task: return "task";
        case RecordKind::Note: return "note";
    }
    return "record";
}

const CrmProperty* CrmSchema::find(RecordKind kind, std::string_view name) const noexcept {
    const auto found = std::ranges::find_if(properties, [&](const CrmProperty& property) {
        return property.kind == kind && property.name == name;
    });
    return found == properties.end() ? nullptr : &*found;
}

}  // namespace mentorsync
