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

std::string count_body() {
    json::Writer out;
    out.begin_object().key("filterGroups").begin_array().end_array();
    out.key("properties").begin_array().string("hs_object_id").end_array();
    out.member("limit", 1).end_object();
    return out.take();
}

std::string owned_tasks_body(std::span<const std::string> owners, std::string_view last_id) {
    json::Writer out;
    out.begin_object().key("filterGroups").begin_array().begin_object();
    out.key("filters").begin_array();
    out.begin_object().member("propertyName", "hubspot_owner_id").member("operator", "IN");
    write_strings(out, "values", owners);
    out.end_object();
    if (!last_id.empty()) {
        out.begin_object().member("propertyName", "hs_object_id").member("operator", "GT");
        out.member("value", last_id).end_object();
    }
    out.end_array().end_object().end_array();
    out.key("sorts").begin_array().begin_object();
    out.member("propertyName", "hs_object_id").member("direction", "ASCENDING");
    out.end_object().end_array();
    out.key("properties").begin_array().string("hs_object_id").end_array();
    out.member("limit", kSearchPage).end_object();
    return out.take();
}

}  // namespace mentorsync::hubspot
