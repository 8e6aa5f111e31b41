#include "connector/host/read_schema.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>

#include "connector/host/document.hpp"
#include "mentorsync/own_names.hpp"

namespace mentorsync::host {

namespace {

using json::Value;

constexpr std::array<std::string_view, 4> kKeys{"portal_id", "properties", "labels", "lists"};
constexpr std::array<std::string_view, 6> kPropertyKeys{"kind", "name",    "label",
                                                        "type", "options", "group"};
constexpr std::array<std::string_view, 2> kOptionKeys{"value", "label"};
constexpr std::array<std::string_view, 2> kListKeys{"id", "name"};
constexpr std::array<std::string_view, 2> kKinds{"contact", "task"};
constexpr std::array<std::string_view, 6> kTypes{"string", "number",   "enumeration",
                                                 "date",   "datetime", "bool"};

constexpr char kCategory[] = "HOST_DEFINED";

PropertyOption read_option(Document& document, const Value& value) {
    if (!document.is_object(value, "an option", kOptionKeys)) return {};
    PropertyOption option{.value = document.text(value, "value"), .label = {}};
    option.label = document.text(value, "label", option.value);
    return option;
}

CrmProperty read_property(Document& document, const Value& value) {
    CrmProperty property;
    if (!document.is_object(value, "a property", kPropertyKeys)) return property;
    const bool is_task = document.word(value, "kind", kKinds) == "task";
    property.kind = is_task ? RecordKind::Task : RecordKind::Contact;
    property.name = document.text(value, "name");
    property.label = document.text(value, "label", property.name);
    property.type = document.word(value, "type", kTypes);
    property.group = document.text(value, "group", "");
    for (const Value& option : document.items(value, "options")) {
        property.options.push_back(read_option(document, option));
    }
    return property;
}

// Those whose names a mapping does not choose.
void add_fixed_properties(CrmSchema& schema) {
    const auto add = [&schema](RecordKind kind, const char* name) {
        if (schema.find(kind, name) != nullptr) return;
        CrmProperty property;
        property.kind = kind;
        property.name = name;
        property.label = name;
        property.type = "string";
        schema.properties.push_back(property);
    };
    for (const char* const name :
         {"email", "hs_additional_emails", "firstname", "lastname", "hubspot_owner_id"}) {
        add(RecordKind::Contact, name);
    }
    add(RecordKind::Task, "hubspot_owner_id");
}

// What is ours is there in every host.
void add_own_properties(CrmSchema& schema) {
    CrmProperty key;
    key.kind = RecordKind::Note;
    key.name = kKeyProperty;
    key.label = kKeyProperty;
    key.type = "string";
    key.group = kPropertyGroup;
    key.unique = true;
    schema.properties.push_back(key);
    schema.contact_groups = {std::string(kPropertyGroup)};
    schema.note_groups = {std::string(kPropertyGroup)};
}

void read_labels(Document& document, CrmSchema& schema) {
    std::set<int> types;
    for (const Value& value : document.items(document.root(), "labels")) {
        if (!value.is(json::Kind::String) || value.text.empty()) {
            document.add_fault(value.at, "a label must be text");
            continue;
        }
        const LinkType type = type_of_label(value.text);
        if (!types.insert(type.type_id).second) {
            document.add_fault(value.at, "this label cannot be told from another one");
        }
        schema.contact_labels.push_back({type.category, type.type_id, type.label});
    }
}

void read_lists(Document& document, CrmSchema& schema) {
    for (const Value& value : document.items(document.root(), "lists")) {
        if (!document.is_object(value, "a list", kListKeys)) continue;
        schema.lists.push_back({.id = ListId(document.id(value, "id")),
                                .name = document.text(value, "name"),
                                .size = std::nullopt});
    }
}

}  // namespace

LinkType type_of_label(std::string_view label) {
    // FNV-1a, without the sign. Source: draft-eastlake-fnv.
    std::uint32_t hash = 2166136261U;
    for (const char c : label) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    return {kCategory, static_cast<int>(hash & 0x7FFFFFFFU), std::string(label)};
}

Result<HostSchema> read_schema(std::string_view text) {
    Document document(text, "mentorsync.schema/1", kKeys, ErrorCode::Configuration);
    HostSchema host;
    if (!document.fault()) {
        host.account.portal = PortalId(document.id(document.root(), "portal_id"));
        for (const Value& value : document.items(document.root(), "properties")) {
            host.schema.properties.push_back(read_property(document, value));
        }
        read_labels(document, host.schema);
        read_lists(document, host.schema);
    }
    if (document.fault()) return Failure(*document.fault());
    add_fixed_properties(host.schema);
    add_own_properties(host.schema);
    return host;
}

}  // namespace mentorsync::host
