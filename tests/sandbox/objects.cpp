#include <algorithm>

#include "tests/sandbox/changes.hpp"
#include "tests/sandbox/endpoints.hpp"
#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/query.hpp"
#include "tests/sandbox/render.hpp"
#include "tests/sandbox/validate.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::size_t kListPage = 100;
constexpr std::size_t kHistoryPage = 50;

// Types of one association as the objects API names them: "contact_to_note", or the label.
void push_inline(Json& results, const Call& call, Kind to, const std::string& id,
                 const Links::TypeIds& type_ids) {
    for (const int type_id : type_ids) {
        const LinkType* const type = call.portal.links.type(call.kind(), to, type_id);
        const std::string name = type->label ? lower(*type->label) : type->name;
        results.push(Json::object({{"id", id}, {"type", name}}));
    }
}

// {results, paging?} of the associations of one record, a page at most, live records only.
Json inline_associations(const Call& call, const Record& record, Kind to) {
    const Links::Targets& targets = call.portal.links.of(call.kind(), record.id, to);
    Json results = Json::array();
    std::size_t count = 0;
    std::string last;
    Json part = Json::object();
    for (const auto& [id, type_ids] : targets) {
        if (call.portal.shelf(to).find_live(id) == nullptr) continue;
        if (count++ == call.world.switches.inline_associations) {
            part.set("results", std::move(results));
            part.set("paging", render_paging(last));
            return part;
        }
        push_inline(results, call, to, id, type_ids);
        last = id;
    }
    part.set("results", std::move(results));
    return part;
}

Json with_associations(const Call& call, Json object, const Record& record) {
    Json associations = Json::object();
    for (const std::string& name : split(call.parameter("associations"), ',')) {
        const auto to = kind_of(name);
        if (!to || call.portal.links.of(call.kind(), record.id, *to).empty()) continue;
        associations.set(plural(*to), inline_associations(call, record, *to));
    }
    if (associations.size() > 0) object.set("associations", std::move(associations));
    return object;
}

// Archived records come in an order of their own, which is neither that of ids nor of time.
std::vector<const Record*> page_order(const Shelf& shelf, bool archived) {
    std::vector<const Record*> records;
    for (const auto& [id, record] : shelf.records()) {
        if (record.archived.has_value() == archived) records.push_back(&record);
    }
    if (archived) {
        const auto key = [](const Record* record) {
            return std::string(record->id.rbegin(), record->id.rend());
        };
        std::sort(records.begin(), records.end(),
                  [&](const Record* a, const Record* b) { return key(a) < key(b); });
    }
    return records;
}

bool is_bad_id_property(const Call& call) {
    const std::string name = call.parameter("idProperty");
    return !name.empty() && !is_unique(call, name);
}

}  // namespace

Response list_objects(Call& call) {
    const bool history = !call.parameter("propertiesWithHistory").empty();
    const std::size_t most = history ? kHistoryPage : kListPage;
    const std::int64_t limit = Json(call.parameter("limit")).integer(10);
    if (limit < 1 || limit > static_cast<std::int64_t>(most)) {
        return bad_request(call.world, "limit must be between 1 and " + std::to_string(most));
    }
    const auto records = page_order(call.shelf(), call.parameter("archived") == "true");
    const std::string after = call.parameter("after");
    auto next = records.begin();
    if (!after.empty() && call.parameter("archived") == "true") {
        next = std::find_if(records.begin(), records.end(),
                            [&](const Record* record) { return record->id == after; });
    } else if (!after.empty()) {
        next = std::find_if(records.begin(), records.end(),
                            [&](const Record* record) { return !IdLess{}(record->id, after); });
    }
    const auto names = asked_properties(call);
    Json results = Json::array();
    for (; next != records.end() && results.size() < static_cast<std::size_t>(limit); ++next) {
        results.push(
            with_associations(call, render_object(call, call.kind(), **next, names), **next));
    }
    Json body = Json::object({{"results", std::move(results)}});
    if (next != records.end()) body.set("paging", render_paging((*next)->id));
    return json_response(200, body);
}

Response get_object(Call& call) {
    if (is_bad_id_property(call)) return bad_request(call.world, "non-unique property idProperty");
    const Record* const record = find_named(call, call.ids[0], call.parameter("idProperty"),
                                            call.parameter("archived") == "true");
    if (record == nullptr) return not_found(call.world);
    return json_response(
        200, with_associations(
                 call, render_object(call, call.kind(), *record, asked_properties(call)), *record));
}

Response create_object(Call& call) {
    const Checked checked = check_write(call, call.body["properties"], "");
    if (!checked.ok()) return as_response(call.world, checked.status, checked.error);
    const std::string id =
        insert_record(call.world, call.portal, call.kind(), checked.properties, Actor::Client);
    std::vector<std::string> names;
    for (const auto& [name, value] : checked.properties) names.push_back(name);
    return json_response(201, render_object(call, call.kind(), *call.shelf().find(id), names));
}

Response update_object(Call& call) {
    if (is_bad_id_property(call)) return bad_request(call.world, "non-unique property idProperty");
    const Record* const record = find_named(call, call.ids[0], call.parameter("idProperty"), false);
    if (record == nullptr) return not_found(call.world);
    const std::string id = record->id;
    const Checked checked = check_write(call, call.body["properties"], id);
    if (!checked.ok()) return as_response(call.world, checked.status, checked.error);
    update_record(call.world, call.portal, {call.kind(), id}, checked.properties, Actor::Client);
    std::vector<std::string> names;
    for (const auto& [name, value] : checked.properties) names.push_back(name);
    return json_response(200, render_object(call, call.kind(), *call.shelf().find(id), names));
}

// 204 whether or not there was such a record. Source: n8n-io/n8n#3219.
Response archive_object(Call& call) {
    archive_record(call.world, call.portal, call.kind(), call.portal.heir(call.kind(), call.ids[0]),
                   Actor::Client);
    Response response;
    response.status = 204;
    return response;
}

}  // namespace mentorsync::sandbox
