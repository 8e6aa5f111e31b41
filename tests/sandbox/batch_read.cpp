#include <set>

#include "tests/sandbox/batch.hpp"
#include "tests/sandbox/endpoints.hpp"
#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/render.hpp"
#include "tests/sandbox/validate.hpp"

namespace mentorsync::sandbox {

std::optional<Response> bad_inputs(Call& call, std::size_t most) {
    const Json& inputs = call.body["inputs"];
    if (!inputs.is_array())
        return bad_request(call.world, "Some required fields were not set: [inputs]");
    if (inputs.size() > most) {
        return bad_request(call.world,
                           "The maximum number of inputs supported in a batch request "
                           "for object read is " +
                               std::to_string(most));
    }
    return std::nullopt;
}

bool is_traced(const Json& inputs) {
    std::set<std::string> seen;
    for (const Json& input : inputs.items()) {
        const std::string trace = input["objectWriteTraceId"].text();
        if (trace.empty() || !seen.insert(trace).second) return false;
    }
    return !seen.empty();
}

Json traced_error(Json error, const Json& input) {
    Json context = error["context"];
    context.set("objectWriteTraceId", Json::strings({input["objectWriteTraceId"].text()}));
    error.set("context", std::move(context));
    return error;
}

Response batch_read(Call& call) {
    const std::size_t most =
        call.body["propertiesWithHistory"].size() > 0 ? kBatchInputs / 2 : kBatchInputs;
    if (auto refusal = bad_inputs(call, most)) return *refusal;
    const std::string id_property = call.body["idProperty"].text();
    if (!id_property.empty() && !is_unique(call, id_property)) {
        return bad_request(call.world, "Unable to read by non-unique property " + id_property);
    }
    const bool archived = call.parameter("archived") == "true";
    const auto names = asked_properties(call);
    std::set<std::string> shown;
    std::vector<std::string> missing;
    Json results = Json::array();
    for (const Json& input : call.body["inputs"].items()) {
        const std::string name = input["id"].text();
        const Record* const record = find_named(call, name, id_property, archived);
        if (record == nullptr) {
            missing.push_back(name);
        } else if (shown.insert(record->id).second) {
            results.push(render_object(call, call.kind(), *record, names));
        }
    }
    if (shown.empty() && !missing.empty() && call.world.switches.read_none_is_404) {
        return not_found(call.world);
    }
    Json errors = Json::array();
    if (!missing.empty()) errors.push(ids_not_found(call.kind(), missing));
    return batch_response(call, 200, std::move(results), std::move(errors));
}

}  // namespace mentorsync::sandbox
