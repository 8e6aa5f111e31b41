#include <algorithm>

#include "tests/sandbox/batch.hpp"
#include "tests/sandbox/endpoints.hpp"
#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/render.hpp"

namespace mentorsync::sandbox {
namespace {

// Source: HubSpot changelog, batch read limit for associations.
constexpr std::size_t kAssociationInputs = 1'000;
constexpr std::size_t kSinglePage = 500;

Json render_type(const LinkType& type) {
    return Json::object({{"category", type.user_defined ? "USER_DEFINED" : "HUBSPOT_DEFINED"},
                         {"typeId", type.id},
                         {"label", type.label ? Json(*type.label) : Json()}});
}

Json render_target(const Call& call, const std::string& id, const Links::TypeIds& type_ids) {
    Json types = Json::array();
    for (const int type_id : type_ids) {
        types.push(render_type(*call.portal.links.type(call.kinds[0], call.kinds[1], type_id)));
    }
    const bool number = call.world.switches.association_ids_are_numbers;
    return Json::object(
        {{"toObjectId", number ? Json::number(id) : Json(id)}, {"associationTypes", types}});
}

// One page of what a record is associated with: the targets after the id `after`, live ones only.
struct Page {
    Json to = Json::array();
    std::string next;  // empty: the last page
};

Page page_of(const Call& call, const std::string& id, const std::string& after, std::size_t size) {
    Page page;
    std::string last;
    const Links::Targets& targets = call.portal.links.of(call.kinds[0], id, call.kinds[1]);
    for (auto next = after.empty() ? targets.begin() : targets.upper_bound(after);
         next != targets.end(); ++next) {
        if (call.portal.shelf(call.kinds[1]).find_live(next->first) == nullptr) continue;
        if (page.to.size() == size) {
            page.next = last;
            break;
        }
        page.to.push(render_target(call, next->first, next->second));
        last = next->first;
    }
    return page;
}

Json no_associations(const Call& call, const std::vector<std::string>& ids) {
    Json item = error_item("OBJECT_NOT_FOUND", "No " + std::string(plural(call.kinds[1])) +
                                                   " is associated with " +
                                                   std::string(plural(call.kinds[0])));
    item.set("subCategory", "crm.associations.NO_ASSOCIATIONS_FOUND");
    item.set("context", Json::object({{"fromObjectId", Json::strings(ids)}}));
    return item;
}

}  // namespace

Response get_associations(Call& call) {
    const std::string id = call.portal.heir(call.kind(), call.ids[0]);
    if (call.shelf().find_live(id) == nullptr) return not_found(call.world);
    const std::int64_t limit = Json(call.parameter("limit")).integer(kSinglePage);
    if (limit < 1 || limit > static_cast<std::int64_t>(kSinglePage)) {
        return bad_request(call.world, "limit must be between 1 and 500");
    }
    Page page = page_of(call, id, call.parameter("after"), static_cast<std::size_t>(limit));
    Json body = Json::object({{"results", std::move(page.to)}});
    if (!page.next.empty()) body.set("paging", render_paging(page.next));
    return json_response(200, body);
}

Response batch_read_associations(Call& call) {
    if (auto refusal = bad_inputs(call, kAssociationInputs)) return *refusal;
    Json results = Json::array();
    std::vector<std::string> none;
    for (const Json& input : call.body["inputs"].items()) {
        const std::string asked = input["id"].text();
        const std::string id = call.portal.heir(call.kind(), asked);
        Page page = page_of(call, id, input["after"].text(), call.world.switches.association_page);
        if (page.to.size() == 0 || call.shelf().find_live(id) == nullptr) {
            none.push_back(asked);
            continue;
        }
        Json result =
            Json::object({{"from", Json::object({{"id", id}})}, {"to", std::move(page.to)}});
        if (!page.next.empty()) result.set("paging", render_paging(page.next));
        results.push(std::move(result));
    }
    Json errors = Json::array();
    if (!none.empty() && call.world.switches.no_associations == NoAssociations::InErrors) {
        for (const std::string& id : none) errors.push(no_associations(call, {id}));
    }
    return batch_response(call, 200, std::move(results), std::move(errors));
}

Response list_labels(Call& call) {
    Json results = Json::array();
    for (const LinkType* type : call.portal.links.types(call.kinds[0], call.kinds[1])) {
        results.push(render_type(*type));
    }
    return json_response(200, Json::object({{"results", std::move(results)}}));
}

// Answers with both ids of a paired label, the inverse first. Source: HubSpot CRM API guide,
// Association labels, the example of Manager and Employee.
Response create_label(Call& call) {
    const std::string label = call.body["label"].text();
    const std::string name = call.body["name"].text();
    const bool bad_name = name.empty() || name.find('-') != std::string::npos ||
                          (name.front() >= '0' && name.front() <= '9');
    if (label.empty() || bad_name) return bad_request(call.world, "label or name is not valid");
    const Kind from = call.kinds[0];
    const Kind to = call.kinds[1];
    if (call.portal.links.plain(from, to) == nullptr) return not_found(call.world);
    std::size_t labels = 0;
    for (const LinkType* type : call.portal.links.types(from, to)) {
        labels += type->user_defined && !type->name.ends_with("_inverse") ? 1U : 0U;
        if (type->name == name) return error_response(call.world, 409, "CONFLICT", "name is taken");
    }
    if (labels >= kMaxLabels) return bad_request(call.world, "the limit of 10 labels is reached");

    Json results = Json::array();
    const auto ids =
        call.portal.links.define(from, to, label, call.body["inverseLabel"].text(), name);
    for (const int id : ids) {
        const LinkType* const type = call.portal.links.type(from, to, id);
        results.push(render_type(type != nullptr ? *type : *call.portal.links.type(to, from, id)));
    }
    return json_response(200, Json::object({{"results", std::move(results)}}));
}

}  // namespace mentorsync::sandbox
