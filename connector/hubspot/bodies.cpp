#include "connector/hubspot/bodies.hpp"

#include "connector/hubspot/endpoints.hpp"
#include "mentorsync/json.hpp"

namespace mentorsync::hubspot {

namespace {

void write_strings(json::Writer& out, std::string_view key, std::span<const std::string> values) {
    out.key(key).begin_array();
    for (const std::string& value : values) out.string(value);
    out.end_array();
}

constexpr std::string_view kObjectId = "hs_object_id";

void write_filter(json::Writer& out, std::string_view property, std::string_view op,
                  std::string_view value) {
    out.begin_object().member("propertyName", property).member("operator", op);
    out.member("value", value).end_object();
}

void write_sort(json::Writer& out, std::string_view property, std::string_view direction) {
    out.key("sorts").begin_array().begin_object();
    out.member("propertyName", property).member("direction", direction);
    out.end_object().end_array();
}

}  // namespace

std::string batch_read_body(std::span<const std::string> ids,
                            std::span<const std::string> properties, std::string_view id_property) {
    json::Writer out;
    out.begin_object().key("inputs").begin_array();
    for (const std::string& id : ids) out.begin_object().member("id", id).end_object();
    out.end_array();
    write_strings(out, "properties", properties);
    out.key("propertiesWithHistory").begin_array().end_array();
    if (!id_property.empty()) out.member("idProperty", id_property);
    out.end_object();
    return out.take();
}

std::string link_read_body(std::span<const LinkInput> inputs) {
    json::Writer out;
    out.begin_object().key("inputs").begin_array();
    for (const LinkInput& input : inputs) {
        out.begin_object().member("id", input.id);
        if (!input.after.empty()) out.member("after", input.after);
        out.end_object();
    }
    out.end_array().end_object();
    return out.take();
}

std::string_view modified_property(RecordKind kind) noexcept {
    return kind == RecordKind::Contact ? "lastmodifieddate" : "hs_lastmodifieddate";
}

std::string newest_body(RecordKind kind) {
    json::Writer out;
    out.begin_object().key("filterGroups").begin_array().end_array();
    write_sort(out, modified_property(kind), "DESCENDING");
    write_strings(out, "properties", std::vector{std::string(modified_property(kind))});
    out.member("limit", 1).end_object();
    return out.take();
}

std::string changed_body(RecordKind kind, const ChangeWindow& window) {
    const std::string_view modified = modified_property(kind);
    const std::string from = std::to_string(window.from.time_since_epoch().count());
    json::Writer out;
    out.begin_object().key("filterGroups").begin_array().begin_object();
    out.key("filters").begin_array();
    write_filter(out, modified, "GTE", from);
    if (window.one_moment) write_filter(out, modified, "LTE", from);
    if (!window.after_id.empty()) write_filter(out, kObjectId, "GT", window.after_id);
    out.end_array().end_object().end_array();
    write_sort(out, window.one_moment ? kObjectId : modified, "ASCENDING");
    std::vector<std::string> properties{std::string(modified)};
    if (kind == RecordKind::Task) properties.emplace_back("hubspot_owner_id");
    if (kind == RecordKind::Contact) {
        // Enough to tell whether a contact that is not known is anybody's business.
        properties.insert(properties.end(),
                          {"email", "hs_additional_emails", "hs_merged_object_ids"});
    }
    write_strings(out, "properties", properties);
    out.member("limit", kSearchPage).end_object();
    return out.take();
}

std::string owned_tasks_body(std::span<const std::string> owners, std::string_view last_id) {
    json::Writer out;
    out.begin_object().key("filterGroups").begin_array().begin_object();
    out.key("filters").begin_array();
    out.begin_object().member("propertyName", "hubspot_owner_id").member("operator", "IN");
    write_strings(out, "values", owners);
    out.end_object();
    if (!last_id.empty()) write_filter(out, kObjectId, "GT", last_id);
    out.end_array().end_object().end_array();
    write_sort(out, kObjectId, "ASCENDING");
    write_strings(out, "properties", std::vector{std::string(kObjectId)});
    out.member("limit", kSearchPage).end_object();
    return out.take();
}

}  // namespace mentorsync::hubspot
