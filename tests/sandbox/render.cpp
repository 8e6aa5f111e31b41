#include "tests/sandbox/render.hpp"

#include <algorithm>

#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/query.hpp"

namespace mentorsync::sandbox {
namespace {

void render_property(const Call& call, Json& properties, const std::string& name,
                     const std::string& value) {
    if (!value.empty()) {
        properties.set(name, value);
        return;
    }
    switch (call.world.switches.empty_value) {
        case EmptyValue::Null: properties.set(name, nullptr); return;
        case EmptyValue::EmptyString: properties.set(name, ""); return;
        case EmptyValue::Missing: return;
    }
}

void shuffle(World& world, std::vector<Json>& items) {
    for (std::size_t i = items.size(); i > 1; --i) {
        std::swap(items[i - 1], items[world.next_random() % i]);
    }
}

}  // namespace

Json render_object(const Call& call, Kind kind, const Record& record,
                   const std::vector<std::string>& names) {
    const Schema& schema = call.portal.shelf(kind).schema;
    Json properties = Json::object();
    const auto show = [&](const std::string& name) {
        if (schema.find(name) == nullptr || properties.has(name)) return;
        render_property(call, properties, name, record.value(kind, name));
    };
    if (names.empty()) {
        for (const std::string& name : default_properties(kind)) show(name);
    } else {
        for (const std::string& name : names) show(name);
        show("hs_object_id");
        show(kind == Kind::Contact ? "createdate" : "hs_createdate");
        show(std::string(modified_property(kind)));
    }
    Json object = Json::object({{"id", record.id},
                                {"properties", std::move(properties)},
                                {"createdAt", iso_text(record.created)},
                                {"updatedAt", iso_text(record.updated)},
                                {"archived", record.archived.has_value()}});
    if (record.archived) object.set("archivedAt", iso_text(*record.archived));
    return object;
}

std::vector<std::string> asked_properties(const Call& call) {
    std::vector<std::string> names;
    for (const Json& name : call.body["properties"].items()) names.push_back(name.text());
    for (std::string& name : split(call.parameter("properties"), ',')) {
        names.push_back(std::move(name));
    }
    return names;
}

Json render_paging(std::string_view after) {
    return Json::object({{"next", Json::object({{"after", after},
                                                {"link", "https://api.hubapi.com/?after=" +
                                                             std::string(after)}})}});
}

Response batch_response(Call& call, int whole, Json results, Json errors) {
    const std::string at = iso_text(call.world.now);
    if (call.world.switches.shuffled_results) shuffle(call.world, results.items());
    Json body = Json::object({{"status", "COMPLETE"},
                              {"results", std::move(results)},
                              {"startedAt", at},
                              {"completedAt", at}});
    const std::size_t count = errors.size();
    if (count > 0) {
        body.set("numErrors", count);
        body.set("errors", std::move(errors));
    }
    return json_response(count > 0 ? call.partial_status(whole) : whole, body);
}

}  // namespace mentorsync::sandbox
