#include <algorithm>
#include <set>

#include "tests/sandbox/batch.hpp"
#include "tests/sandbox/changes.hpp"
#include "tests/sandbox/endpoints.hpp"
#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/render.hpp"
#include "tests/sandbox/validate.hpp"

namespace mentorsync::sandbox {
namespace {

// Whether two inputs bring the same value of a unique property.
bool has_equal_unique_values(const Call& call) {
    std::set<std::pair<std::string, std::string>> seen;
    const Schema& schema = call.portal.shelf(call.kind()).schema;
    for (const Json& input : call.body["inputs"].items()) {
        const Json& properties = input["properties"];
        for (std::size_t i = 0; i < properties.size(); ++i) {
            const Property* const property = schema.find(properties.names()[i]);
            const std::string value = properties.items()[i].text();
            if (property == nullptr || !property->unique || value.empty()) continue;
            if (!seen.insert({property->name, value}).second) return true;
        }
    }
    return false;
}

bool is_known_type(const Call& call, const Json& type) {
    const auto id = static_cast<int>(type["associationTypeId"].integer());
    return call.portal.links.type(call.kind(), Kind::Contact, id) != nullptr;
}

// An error item when one of the associations of an input cannot be made; null when all can.
Json check_associations(const Call& call, const Json& input) {
    for (const Json& association : input["associations"].items()) {
        const std::string to = association["to"]["id"].text();
        if (call.portal.shelf(Kind::Contact).find_live(to) == nullptr) {
            return error_item("VALIDATION_ERROR", "CONTACT=" + to + " is not valid");
        }
        const std::vector<Json>& types = association["types"].items();
        const auto known = [&](const Json& type) { return is_known_type(call, type); };
        if (!std::all_of(types.begin(), types.end(), known)) {
            return error_item("VALIDATION_ERROR", "invalid association type");
        }
    }
    return {};
}

void associate_new(Call& call, const std::string& id, const Json& input) {
    for (const Json& association : input["associations"].items()) {
        Links::TypeIds type_ids;
        for (const Json& type : association["types"].items()) {
            type_ids.insert(static_cast<int>(type["associationTypeId"].integer()));
        }
        link_records(call.world, call.portal,
                     {{call.kind(), id}, {Kind::Contact, association["to"]["id"].text()}, type_ids},
                     Actor::Client);
    }
}

Json create_one(Call& call, const Json& input, const Properties& properties) {
    const std::string id =
        insert_record(call.world, call.portal, call.kind(), properties, Actor::Client);
    associate_new(call, id, input);
    std::vector<std::string> names;
    for (const auto& [name, value] : properties) names.push_back(name);
    Json object = render_object(call, call.kind(), *call.shelf().find(id), names);
    if (input.has("objectWriteTraceId")) {
        object.set("objectWriteTraceId", input["objectWriteTraceId"].text());
    }
    return object;
}

Checked check_input(Call& call, const Json& input) {
    Checked checked = check_write(call, input["properties"], "");
    if (!checked.ok()) return checked;
    checked.error = check_associations(call, input);
    checked.status = 400;
    return checked;
}

}  // namespace

Response batch_create(Call& call) {
    if (auto refusal = bad_inputs(call, kBatchInputs)) return *refusal;
    if (has_equal_unique_values(call)) {
        return bad_request(call.world, "Duplicate unique values found in batch input");
    }
    const std::vector<Json>& inputs = call.body["inputs"].items();
    const bool partial = is_traced(call.body["inputs"]);
    std::vector<Checked> checks;
    for (const Json& input : inputs) {
        checks.push_back(check_input(call, input));
        if (!checks.back().ok() && !partial) {
            return as_response(call.world, checks.back().status, checks.back().error);
        }
    }
    Json results = Json::array();
    Json errors = Json::array();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (checks[i].ok()) {
            results.push(create_one(call, inputs[i], checks[i].properties));
        } else {
            errors.push(traced_error(checks[i].error, inputs[i]));
        }
    }
    return batch_response(call, 201, std::move(results), std::move(errors));
}

}  // namespace mentorsync::sandbox
