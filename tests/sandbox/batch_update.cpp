#include <set>

#include "tests/sandbox/batch.hpp"
#include "tests/sandbox/changes.hpp"
#include "tests/sandbox/endpoints.hpp"
#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/render.hpp"
#include "tests/sandbox/validate.hpp"

namespace mentorsync::sandbox {
namespace {

// What one input of an update or upsert leads to.
struct Step {
    std::string id;  // empty: create
    bool restore = false;
    Checked checked;
};

bool has_equal_ids(const Json& inputs) {
    std::set<std::string> seen;
    for (const Json& input : inputs.items()) {
        if (!seen.insert(input["id"].text()).second) return true;
    }
    return false;
}

Json render_step(Call& call, const Step& step, const Json& input) {
    std::vector<std::string> names;
    for (const auto& [name, value] : step.checked.properties) names.push_back(name);
    Json object = render_object(call, call.kind(), *call.shelf().find(step.id), names);
    if (input.has("objectWriteTraceId")) {
        object.set("objectWriteTraceId", input["objectWriteTraceId"].text());
    }
    return object;
}

// The record an upsert works on. Where only an archived one has the value, the switch decides.
Step find_upserted(Call& call, const Json& input, const std::string& property) {
    Step step;
    const std::string value = input["id"].text();
    std::string archived;
    const auto holders =
        call.shelf().holders(property, value, call.world.switches.unique_ignores_case);
    for (const std::string& id : holders) {
        (call.shelf().find(id)->archived ? archived : step.id) = id;
    }
    if (step.id.empty() && !archived.empty()) {
        switch (call.world.switches.upsert_archived) {
            case UpsertArchived::Create: break;
            case UpsertArchived::Restore:
                step.id = archived;
                step.restore = true;
                break;
            case UpsertArchived::Refuse:
                step.checked.status = 409;
                step.checked.error =
                    error_item("CONFLICT", "the value belongs to an archived record");
                return step;
        }
    }
    Json properties = input["properties"];
    properties.set(property, value);
    step.checked =
        check_write(call, properties, step.id.empty() && !archived.empty() ? archived : step.id);
    return step;
}

// Writes one row; returns whether it made a new record.
bool do_upsert(Call& call, Step& step) {
    if (step.id.empty()) {
        step.id = insert_record(call.world, call.portal, call.kind(), step.checked.properties,
                                Actor::Client);
        return true;
    }
    if (step.restore) {
        restore_record(call.world, call.portal, call.kind(), step.id, Actor::Client);
    }
    update_record(call.world, call.portal, {call.kind(), step.id}, step.checked.properties,
                  Actor::Client);
    return false;
}

}  // namespace

// Takes record ids only. Source: HubSpot CRM API guide, Batch; segmentio/action-destinations#3957.
Response batch_update(Call& call) {
    if (auto refusal = bad_inputs(call, kBatchInputs)) return *refusal;
    const std::vector<Json>& inputs = call.body["inputs"].items();
    if (has_equal_ids(call.body["inputs"])) {
        return bad_request(call.world, "Duplicate IDs found in batch input");
    }
    const bool partial = is_traced(call.body["inputs"]);
    std::vector<Checked> checks;
    std::vector<std::string> missing;
    for (const Json& input : inputs) {
        if (input.has("idProperty")) {
            return bad_request(call.world,
                               "Unable to perform update/upsert by non-unique property");
        }
        const std::string id = input["id"].text();
        checks.push_back(check_write(call, input["properties"], id));
        if (call.shelf().find_live(id) == nullptr) {
            missing.push_back(id);
        } else if (!checks.back().ok() && !partial) {
            return as_response(call.world, checks.back().status, checks.back().error);
        }
    }
    Json results = Json::array();
    Json errors = Json::array();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const std::string id = inputs[i]["id"].text();
        if (call.shelf().find_live(id) == nullptr) continue;
        if (!checks[i].ok()) {
            errors.push(traced_error(checks[i].error, inputs[i]));
            continue;
        }
        update_record(call.world, call.portal, {call.kind(), id}, checks[i].properties,
                      Actor::Client);
        results.push(render_step(call, {id, false, checks[i]}, inputs[i]));
    }
    if (!missing.empty()) errors.push(ids_not_found(call.kind(), missing));
    return batch_response(call, 200, std::move(results), std::move(errors));
}

Response batch_upsert(Call& call) {
    if (auto refusal = bad_inputs(call, kBatchInputs)) return *refusal;
    const std::vector<Json>& inputs = call.body["inputs"].items();
    if (has_equal_ids(call.body["inputs"])) {
        return bad_request(call.world, "Duplicate IDs found in batch input");
    }
    const bool partial = is_traced(call.body["inputs"]);
    std::vector<Step> steps;
    for (const Json& input : inputs) {
        const std::string name = input["idProperty"].text();
        if (!is_unique(call, name)) {
            return bad_request(call.world, "Unable to perform update/upsert by non-unique " +
                                               std::string(type_id(call.kind())) + " property " +
                                               name);
        }
        steps.push_back(find_upserted(call, input, name));
        const Checked& checked = steps.back().checked;
        if (!checked.ok() && !partial) {
            return as_response(call.world, checked.status, checked.error);
        }
    }
    Json results = Json::array();
    Json errors = Json::array();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (steps[i].checked.ok()) {
            const bool fresh = do_upsert(call, steps[i]);
            results.push(render_step(call, steps[i], inputs[i]).set("new", fresh));
        } else {
            errors.push(traced_error(steps[i].checked.error, inputs[i]));
        }
    }
    return batch_response(call, 200, std::move(results), std::move(errors));
}

Response batch_archive(Call& call) {
    if (auto refusal = bad_inputs(call, kBatchInputs)) return *refusal;
    for (const Json& input : call.body["inputs"].items()) {
        archive_record(call.world, call.portal, call.kind(), input["id"].text(), Actor::Client);
    }
    Response response;
    response.status = 204;
    return response;
}

}  // namespace mentorsync::sandbox
