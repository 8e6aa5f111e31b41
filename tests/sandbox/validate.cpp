#include "tests/sandbox/validate.hpp"

#include <algorithm>

#include "tests/sandbox/errors.hpp"

namespace mentorsync::sandbox {
namespace {

// What a new record must have, in every version. Source: HubSpot CRM API guides, Tasks, Notes,
// Meetings: hs_timestamp is required.
std::vector<std::string> required_names(const Call& call) {
    std::vector<std::string> names;
    if (call.kind() != Kind::Contact) names.emplace_back("hs_timestamp");
    if (call.version != Version::September2026) return names;
    const auto more = call.world.switches.required.find(std::string(plural(call.kind())));
    if (more == call.world.switches.required.end()) return names;
    names.insert(names.end(), more->second.begin(), more->second.end());
    return names;
}

void check_required(const Call& call, const Checked& checked, const Record* known,
                    std::vector<PropertyFault>& faults) {
    for (const std::string& name : required_names(call)) {
        const auto given = checked.properties.find(name);
        const bool written = given != checked.properties.end();
        const bool there = written ? !given->second.empty()
                                   : known != nullptr && !known->value(call.kind(), name).empty();
        if (!there && (known == nullptr || written)) {
            faults.push_back({name, "REQUIRED_FIELD", "Property '" + name + "' is required"});
        }
    }
}

void check_value(Call& call, const std::string& name, const Json& value, Checked& checked,
                 std::vector<PropertyFault>& faults) {
    const Property* const property = call.shelf().schema.find(name);
    if (property == nullptr) {
        if (call.world.switches.unknown_property == UnknownProperty::Ignore) return;
        faults.push_back(
            {name, "PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist"});
        return;
    }
    const std::string text = value.text();
    const std::string_view code = fault_of(*property, text);
    if (!code.empty()) {
        faults.push_back({name, std::string(code), "Value of " + name + " cannot be written"});
        return;
    }
    checked.properties[name] = stored_form(*property, text);
}

// The refusal for a unique value that another record has. Contacts by e-mail get a shape of their
// own. Source: HubSpot/hubspot-api-python#51.
void refuse_conflicts(const Call& call, std::string_view id, Checked& checked) {
    for (const auto& [name, value] : checked.properties) {
        const std::string holder = conflicting_id(call, name, value, id);
        if (holder.empty()) continue;
        if (name == "email") {
            checked.status = 409;
            checked.error =
                error_item("CONFLICT", "Contact already exists. Existing ID: " + holder);
        } else {
            checked.status = call.world.switches.unique_conflict_status;
            checked.error = property_error(
                {{name, "CONFLICTING_UNIQUE_VALUE", value + " already has that value."}});
        }
        return;
    }
}

}  // namespace

std::string conflicting_id(const Call& call, std::string_view property, std::string_view value,
                           std::string_view id) {
    const Shelf& shelf = call.portal.shelf(call.kind());
    const Property* const known = shelf.schema.find(property);
    if (known == nullptr || !known->unique || value.empty()) return {};
    const Switches& switches = call.world.switches;
    for (const std::string& holder : shelf.holders(property, value, switches.unique_ignores_case)) {
        const bool counts =
            !shelf.find(holder)->archived || switches.archived_key == ArchivedKey::Held;
        if (holder != id && counts) return holder;
    }
    return {};
}

const Record* find_named(const Call& call, const std::string& name, const std::string& id_property,
                         bool archived) {
    const Shelf& shelf = call.portal.shelf(call.kind());
    std::vector<std::string> ids{call.portal.heir(call.kind(), name)};
    if (!id_property.empty()) {
        ids = shelf.holders(id_property, name, call.world.switches.unique_ignores_case);
    }
    for (const std::string& id : ids) {
        const Record* const record = shelf.find(id);
        if (record != nullptr && record->archived.has_value() == archived) return record;
    }
    return nullptr;
}

bool is_unique(const Call& call, std::string_view property) {
    const Property* const known = call.portal.shelf(call.kind()).schema.find(property);
    return known != nullptr && known->unique;
}

Checked check_write(Call& call, const Json& properties, std::string_view id) {
    Checked checked;
    std::vector<PropertyFault> faults;
    for (std::size_t i = 0; i < properties.size(); ++i) {
        check_value(call, properties.names()[i], properties.items()[i], checked, faults);
    }
    check_required(call, checked, id.empty() ? nullptr : call.shelf().find(id), faults);
    if (!faults.empty()) {
        checked.status = 400;
        checked.error = property_error(faults);
        return checked;
    }
    refuse_conflicts(call, id, checked);
    return checked;
}

}  // namespace mentorsync::sandbox
