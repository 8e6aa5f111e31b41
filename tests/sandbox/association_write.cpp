#include "tests/sandbox/batch.hpp"
#include "tests/sandbox/changes.hpp"
#include "tests/sandbox/endpoints.hpp"
#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/render.hpp"

namespace mentorsync::sandbox {
namespace {

// Source: HubSpot changelog, batch limits for associations.
constexpr std::size_t kAssociationInputs = 2'000;

// The record's id, or that of its heir; empty when it is not there or archived.
std::string live_id(const Call& call, Kind kind, const std::string& id) {
    const std::string heir = call.portal.heir(kind, id);
    return call.portal.shelf(kind).find_live(heir) == nullptr ? std::string() : heir;
}

// Names which of the two records cannot be associated; null when both can.
// Source: HubSpot/hubspot-api-nodejs#646.
Json invalid_objects(const Call& call, const std::string& from, const std::string& to) {
    Json reasons = Json::array();
    Json ids = Json::array();
    Json types = Json::array();
    const auto check = [&](Kind kind, const std::string& id) {
        if (!live_id(call, kind, id).empty()) return;
        reasons.push(std::string(shouted(kind)) + "=" + id + " is not valid");
        ids.push(id);
        types.push(shouted(kind));
    };
    check(call.kinds[0], from);
    check(call.kinds[1], to);
    if (ids.size() == 0) return {};
    Json item = error_item("VALIDATION_ERROR", "One or more associations are invalid");
    item.set("context", Json::object({{"INVALID_OBJECT_IDS", std::move(reasons)},
                                      {"objectId", std::move(ids)},
                                      {"objectType", std::move(types)}}));
    return item;
}

// The types that a request names, or an error item.
struct AskedTypes {
    Links::TypeIds ids;
    Json labels = Json::array();
    Json error;
};

AskedTypes asked_types(const Call& call, const Json& types) {
    AskedTypes asked;
    if (call.portal.links.plain(call.kinds[0], call.kinds[1]) == nullptr) {
        asked.error = error_item("VALIDATION_ERROR", "no association between these object types");
        return asked;
    }
    for (const Json& type : types.items()) {
        const auto id = static_cast<int>(type["associationTypeId"].integer());
        const LinkType* const known = call.portal.links.type(call.kinds[0], call.kinds[1], id);
        const std::string category = type["associationCategory"].text();
        if (known == nullptr || (category == "USER_DEFINED") != known->user_defined) {
            asked.error =
                error_item("VALIDATION_ERROR", "invalid association type " + std::to_string(id));
            return asked;
        }
        asked.ids.insert(id);
        if (known->label) asked.labels.push(*known->label);
    }
    return asked;
}

// Replaces the labels of a pair. Source: HubSpot CRM API guide, Associations: writing labels
// replaces those that are there.
void replace_labels(Call& call, const std::string& from, const std::string& to,
                    const Links::TypeIds& type_ids) {
    const bool known = call.portal.links.has(call.kinds[0], from, call.kinds[1], to);
    if (known) call.portal.links.remove(call.kinds[0], from, call.kinds[1], to);
    link_records(call.world, call.portal, {{call.kinds[0], from}, {call.kinds[1], to}, type_ids},
                 Actor::Client);
}

Json render_labels(const Call& call, const std::string& from, const std::string& to,
                   const Json& labels) {
    return Json::object({{"fromObjectTypeId", type_id(call.kinds[0])},
                         {"fromObjectId", from},
                         {"toObjectTypeId", type_id(call.kinds[1])},
                         {"toObjectId", to},
                         {"labels", labels}});
}

// Both directions of a plain association that was just made.
void render_default(const Call& call, Json& results, const std::string& from,
                    const std::string& to) {
    const LinkType* const there = call.portal.links.plain(call.kinds[0], call.kinds[1]);
    const auto one = [](const std::string& a, const std::string& b, int id) {
        return Json::object(
            {{"from", Json::object({{"id", a}})},
             {"to", Json::object({{"id", b}})},
             {"associationSpec", Json::object({{"associationCategory", "HUBSPOT_DEFINED"},
                                               {"associationTypeId", id}})}});
    };
    results.push(one(from, to, there->id));
    results.push(one(to, from, there->inverse));
}

}  // namespace

Response associate_default(Call& call) {
    if (call.portal.links.plain(call.kinds[0], call.kinds[1]) == nullptr) {
        return bad_request(call.world, "no association between these object types");
    }
    Json error = invalid_objects(call, call.ids[0], call.ids[1]);
    if (!error.is_null()) return as_response(call.world, 400, std::move(error));
    const std::string from = live_id(call, call.kinds[0], call.ids[0]);
    const std::string to = live_id(call, call.kinds[1], call.ids[1]);
    link_records(call.world, call.portal, {{call.kinds[0], from}, {call.kinds[1], to}, {}},
                 Actor::Client);
    Json results = Json::array();
    render_default(call, results, from, to);
    return batch_response(call, 200, std::move(results), Json::array());
}

Response batch_associate_default(Call& call) {
    if (auto refusal = bad_inputs(call, kAssociationInputs)) return *refusal;
    if (call.portal.links.plain(call.kinds[0], call.kinds[1]) == nullptr) {
        return bad_request(call.world, "no association between these object types");
    }
    Json results = Json::array();
    Json errors = Json::array();
    for (const Json& input : call.body["inputs"].items()) {
        const std::string from = input["from"]["id"].text();
        const std::string to = input["to"]["id"].text();
        Json error = invalid_objects(call, from, to);
        if (!error.is_null()) {
            errors.push(std::move(error));
            continue;
        }
        const std::string source = live_id(call, call.kinds[0], from);
        const std::string target = live_id(call, call.kinds[1], to);
        link_records(call.world, call.portal,
                     {{call.kinds[0], source}, {call.kinds[1], target}, {}}, Actor::Client);
        render_default(call, results, source, target);
    }
    return batch_response(call, 200, std::move(results), std::move(errors));
}

Response batch_create_associations(Call& call) {
    if (auto refusal = bad_inputs(call, kAssociationInputs)) return *refusal;
    Json results = Json::array();
    Json errors = Json::array();
    for (const Json& input : call.body["inputs"].items()) {
        const std::string from = input["from"]["id"].text();
        const std::string to = input["to"]["id"].text();
        AskedTypes asked = asked_types(call, input["types"]);
        Json error = asked.error.is_null() ? invalid_objects(call, from, to) : asked.error;
        if (!error.is_null()) {
            errors.push(std::move(error));
            continue;
        }
        const std::string source = live_id(call, call.kinds[0], from);
        const std::string target = live_id(call, call.kinds[1], to);
        replace_labels(call, source, target, asked.ids);
        results.push(render_labels(call, source, target, asked.labels));
    }
    return batch_response(call, 201, std::move(results), std::move(errors));
}

// The body is an array of types.
Response set_labels(Call& call) {
    AskedTypes asked = asked_types(call, call.body);
    if (!asked.error.is_null()) return as_response(call.world, 400, std::move(asked.error));
    Json error = invalid_objects(call, call.ids[0], call.ids[1]);
    if (!error.is_null()) return as_response(call.world, 400, std::move(error));
    const std::string from = live_id(call, call.kinds[0], call.ids[0]);
    const std::string to = live_id(call, call.kinds[1], call.ids[1]);
    replace_labels(call, from, to, asked.ids);
    return json_response(201, render_labels(call, from, to, asked.labels));
}

}  // namespace mentorsync::sandbox
