#include "mentorsync/crm.hpp"

#include <algorithm>

#include "mentorsync/crm_connector.hpp"

namespace mentorsync {

std::string_view name_of(RecordKind kind) noexcept {
    switch (kind) {
        case RecordKind::Contact: return "contact";
        case RecordKind::Task: return "task";
        case RecordKind::Note: return "note";
    }
    return "record";
}

std::string_view name_of(Audit audit) noexcept {
    switch (audit) {
        case Audit::Trailing: return "trailing";
        case Audit::Associations: return "associations";
        case Audit::Owners: return "owners";
        case Audit::Archived: return "archived";
    }
    return "audit";
}

const CrmProperty* CrmSchema::find(RecordKind kind, std::string_view name) const noexcept {
    const auto found = std::ranges::find_if(properties, [&](const CrmProperty& property) {
        return property.kind == kind && property.name == name;
    });
    return found == properties.end() ? nullptr : &*found;
}

}  // namespace mentorsync
