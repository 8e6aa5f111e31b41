#include <algorithm>

#include "tests/sandbox/endpoints.hpp"
#include "tests/sandbox/errors.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::size_t kMaxUnique = 10;  // Source: HubSpot CRM API guide, Properties, per object

Json render_property(const Property& property) {
    Json options = Json::array();
    for (std::size_t i = 0; i < property.options.size(); ++i) {
        options.push(Json::object({{"label", property.options[i]},
                                   {"value", property.options[i]},
                                   {"displayOrder", i},
                                   {"hidden", false}}));
    }
    return Json::object(
        {{"name", property.name},
         {"label", property.label},
         {"type", property.type},
         {"fieldType", property.field_type},
         {"description", ""},
         {"groupName", property.group},
         {"options", std::move(options)},
         {"displayOrder", -1},
         {"calculated", property.calculated},
         {"externalOptions", property.name == "hubspot_owner_id"},
         {"archived", false},
         {"hasUniqueValue", property.unique},
         {"hidden", property.hidden},
         {"hubspotDefined", property.hubspot},
         {"formField", false},
         {"modificationMetadata", Json::object({{"archivable", !property.hubspot},
                                                {"readOnlyDefinition", property.hubspot},
                                                {"readOnlyValue", property.read_only}})}});
}

Json render_group(const std::string& name, const std::string& label) {
    return Json::object(
        {{"name", name}, {"label", label}, {"displayOrder", -1}, {"archived", false}});
}

bool is_known_type(const std::string& type) {
    constexpr std::string_view types[] = {"bool",   "date",         "datetime", "enumeration",
                                          "number", "phone_number", "string"};
    return std::find(std::begin(types), std::end(types), type) != std::end(types);
}

Property read_property(const Json& body) {
    Property property;
    property.name = body["name"].text();
    property.label = body["label"].text();
    property.type = body["type"].text();
    property.field_type = body["fieldType"].text();
    property.group = body["groupName"].text();
    property.unique = body["hasUniqueValue"].truth();
    property.hidden = body["hidden"].truth();
    for (const Json& option : body["options"].items()) {
        property.options.push_back(option["value"].text());
    }
    return property;
}

std::string_view fault_of_new(const Call& call, const Property& property) {
    const Schema& schema = call.portal.shelf(call.kind()).schema;
    const auto bad = [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
    };
    if (property.name.empty() || std::any_of(property.name.begin(), property.name.end(), bad)) {
        return "name must consist of lower-case letters, digits and underscores";
    }
    if (!is_known_type(property.type) || property.field_type.empty()) return "type is not valid";
    if (property.label.empty()) return "label is required";
    if (!schema.groups.contains(property.group)) return "the property group does not exist";
    if (!property.unique) return "";
    if (call.kind() != Kind::Contact && !call.world.switches.unique_on_activities) {
        return "unique properties are not supported for this object type";
    }
    return schema.unique_count() >= kMaxUnique ? "the limit of 10 unique properties is reached"
                                               : "";
}

}  // namespace

Response list_properties(Call& call) {
    Schema& schema = call.shelf().schema;
    if (!schema.listing || schema.listing->properties != schema.properties) {
        Json results = Json::array();
        results.items().reserve(schema.properties.size());
        for (const auto& [name, property] : schema.properties) {
            results.push(render_property(property));
        }
        const Json answer = Json::object({{"results", std::move(results)}});
        schema.listing = std::make_shared<const Listing>(Listing{schema.properties, answer.dump()});
    }
    return json_text_response(200, schema.listing->answer);
}

Response get_property(Call& call) {
    const Property* const property = call.shelf().schema.find(call.ids[0]);
    return property == nullptr ? not_found(call.world)
                               : json_response(200, render_property(*property));
}

Response create_property(Call& call) {
    const Property property = read_property(call.body);
    const std::string_view fault = fault_of_new(call, property);
    if (!fault.empty()) return bad_request(call.world, fault);
    if (call.shelf().schema.find(property.name) != nullptr) {
        return error_response(call.world, 409, "CONFLICT",
                              "A property named '" + property.name + "' already exists.");
    }
    call.shelf().schema.add(property);
    if (property.unique) call.shelf().reindex();
    return json_response(201, render_property(property));
}

Response batch_read_properties(Call& call) {
    Json results = Json::array();
    for (const Json& input : call.body["inputs"].items()) {
        const Property* const property = call.shelf().schema.find(input["name"].text());
        if (property != nullptr) results.push(render_property(*property));
    }
    return json_response(200,
                         Json::object({{"status", "COMPLETE"}, {"results", std::move(results)}}));
}

Response list_groups(Call& call) {
    Json results = Json::array();
    for (const auto& [name, label] : call.shelf().schema.groups) {
        results.push(render_group(name, label));
    }
    return json_response(200, Json::object({{"results", std::move(results)}}));
}

Response create_group(Call& call) {
    const std::string name = call.body["name"].text();
    const std::string label = call.body["label"].text();
    if (name.empty() || label.empty())
        return bad_request(call.world, "name and label are required");
    if (call.shelf().schema.groups.contains(name)) {
        return error_response(call.world, 409, "CONFLICT", "the property group already exists");
    }
    call.shelf().schema.groups[name] = label;
    return json_response(201, render_group(name, label));
}

}  // namespace mentorsync::sandbox
