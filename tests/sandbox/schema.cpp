#include "tests/sandbox/schema.hpp"

#include <algorithm>

#include "tests/sandbox/query.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::size_t kMaxString = 65'536;

Property text(std::string_view name) {
    Property property;
    property.name = name;
    property.label = name;
    property.hubspot = true;
    return property;
}

Property typed(std::string_view name, std::string_view type, std::string_view field_type) {
    Property property = text(name);
    property.type = type;
    property.field_type = field_type;
    return property;
}

Property choice(std::string_view name, std::vector<std::string> options) {
    Property property = typed(name, "enumeration", "select");
    property.options = std::move(options);
    return property;
}

Property fixed(Property property) {
    property.read_only = true;
    property.calculated = true;
    return property;
}

void add_shared(Schema& schema, Kind kind) {
    const bool contact = kind == Kind::Contact;
    schema.add(fixed(typed("hs_object_id", "number", "number")));
    schema.add(fixed(typed(contact ? "createdate" : "hs_createdate", "datetime", "date")));
    schema.add(fixed(typed(modified_property(kind), "datetime", "date")));
    schema.add(fixed(text("hs_merged_object_ids")));
    Property owner = typed("hubspot_owner_id", "enumeration", "select");
    schema.add(owner);
    if (!contact) schema.add(typed("hs_timestamp", "datetime", "date"));
}

void add_contact(Schema& schema) {
    for (const char* name : {"firstname", "lastname", "phone", "mobilephone", "jobtitle", "company",
                             "city", "country", "hs_timezone", "hs_pinned_engagement_id"}) {
        schema.add(text(name));
    }
    Property email = text("email");
    email.unique = true;
    schema.add(email);
    schema.add(fixed(text("hs_additional_emails")));
    schema.add(fixed(text("hs_calculated_merged_vids")));
    schema.add(choice("lifecyclestage",
                      {"subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead",
                       "opportunity", "customer", "evangelist", "other"}));
}

void add_task(Schema& schema) {
    schema.add(text("hs_task_subject"));
    schema.add(text("hs_task_body"));
    schema.add(choice("hs_task_status",
                      {"NOT_STARTED", "IN_PROGRESS", "COMPLETED", "DEFERRED", "WAITING"}));
    schema.add(choice("hs_task_priority", {"LOW", "MEDIUM", "HIGH"}));
    schema.add(choice("hs_task_type", {"TODO", "CALL", "EMAIL"}));
    schema.add(typed("hs_task_reminders", "string", "text"));
    schema.add(fixed(typed("hs_task_is_completed", "bool", "booleancheckbox")));
}

void add_meeting(Schema& schema) {
    for (const char* name :
         {"hs_meeting_title", "hs_meeting_body", "hs_internal_meeting_notes",
          "hs_meeting_external_url", "hs_meeting_location", "hs_activity_type"}) {
        schema.add(text(name));
    }
    schema.add(typed("hs_meeting_start_time", "datetime", "date"));
    schema.add(typed("hs_meeting_end_time", "datetime", "date"));
    schema.add(choice("hs_meeting_outcome", {"SCHEDULED", "COMPLETED", "RESCHEDULED", "NO_SHOW",
                                             "CANCELED", "CANCELLED"}));
}

// Characters as the CRM counts them: UTF-16 units.
std::size_t length_of(std::string_view text) {
    std::size_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) != 0x80U) ++units;
        if (byte >= 0xF0U) ++units;
    }
    return units;
}

bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto digit = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
    return !text.empty() && std::all_of(text.begin(), text.end(), digit) &&
           std::count(text.begin(), text.end(), '.') <= 1;
}

bool has_unknown_option(const Property& property, std::string_view value) {
    if (property.options.empty()) return false;
    const auto known = [&](const std::string& part) {
        return std::find(property.options.begin(), property.options.end(), part) !=
               property.options.end();
    };
    const auto parts = property.field_type == "checkbox"
                           ? split(value, ';')
                           : std::vector<std::string>{std::string(value)};
    return !std::all_of(parts.begin(), parts.end(), known);
}

}  // namespace

const Property* Schema::find(std::string_view name) const {
    const auto found = properties.find(name);
    return found == properties.end() ? nullptr : &found->second;
}

std::size_t Schema::unique_count() const {
    return static_cast<std::size_t>(std::count_if(
        properties.begin(), properties.end(),
        [](const auto& entry) { return entry.second.unique && !entry.second.hubspot; }));
}

void Schema::add(Property property) {
    std::string name = property.name;
    properties.insert_or_assign(std::move(name), std::move(property));
}

Schema built_in_schema(Kind kind) {
    Schema schema;
    const std::string group = kind == Kind::Contact ? "contactinformation"
                              : kind == Kind::Task  ? "task"
                                                    : std::string(singular(kind));
    schema.groups[group] = kind == Kind::Contact ? "Contact information" : group;
    add_shared(schema, kind);
    switch (kind) {
        case Kind::Contact: add_contact(schema); break;
        case Kind::Task: add_task(schema); break;
        case Kind::Note:
            schema.add(text("hs_note_body"));
            schema.add(text("hs_attachment_ids"));
            break;
        case Kind::Meeting: add_meeting(schema); break;
    }
    for (auto& [name, property] : schema.properties) property.group = group;
    return schema;
}

const std::vector<std::string>& default_properties(Kind kind) {
    static const std::vector<std::string> contact{
        "createdate", "email", "firstname", "lastname", "lastmodifieddate", "hs_object_id"};
    static const std::vector<std::string> activity{"hs_createdate", "hs_lastmodifieddate",
                                                   "hs_object_id"};
    return kind == Kind::Contact ? contact : activity;
}

std::string_view fault_of(const Property& property, std::string_view value) {
    if (property.read_only) return "READ_ONLY_VALUE";
    if (value.empty()) return "";
    if (length_of(value) > kMaxString) return "PROPERTY_VALUE_TOO_LONG";
    if (property.type == "number" && !is_number(value)) return "INVALID_NUMBER";
    if (property.type == "bool" && value != "true" && value != "false") return "INVALID_BOOLEAN";
    if ((property.type == "date" || property.type == "datetime") && !parse_time(value)) {
        return "INVALID_DATE";
    }
    if (property.type == "enumeration" && has_unknown_option(property, value)) {
        return "INVALID_OPTION";
    }
    if (property.name == "email" && value.find('@') == std::string_view::npos) {
        return "INVALID_EMAIL";
    }
    return "";
}

std::string stored_form(const Property& property, std::string_view value) {
    if (property.type == "datetime" && !value.empty()) {
        if (const auto time = parse_time(value)) return iso_text(*time);
    }
    if (property.type == "date" && !value.empty()) {
        if (const auto time = parse_time(value)) return iso_text(*time).substr(0, 10);
    }
    if (property.name == "email") return lower(value);
    return std::string(value);
}

}  // namespace mentorsync::sandbox
