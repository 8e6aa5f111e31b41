#include "tests/sandbox/errors.hpp"

#include <cstdio>

#include "tests/sandbox/world.hpp"

namespace mentorsync::sandbox {

Response json_response(int status, const Json& body) {
    return json_text_response(status, body.dump());
}

Response json_text_response(int status, std::string body) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/json;charset=utf-8");
    response.body = std::move(body);
    return response;
}

std::string correlation_id(World& world) {
    char text[40];
    std::snprintf(text, sizeof text, "5a9db0c5-0000-4000-8000-%012llx",
                  static_cast<unsigned long long>(++world.correlation));
    return text;
}

Json error_item(std::string_view category, std::string_view message) {
    return Json::object({{"status", "error"}, {"category", category}, {"message", message}});
}

Response as_response(World& world, int status, Json item) {
    item.set("correlationId", correlation_id(world));
    return json_response(status, item);
}

Response error_response(World& world, int status, std::string_view category,
                        std::string_view message) {
    return as_response(world, status, error_item(category, message));
}

Response bad_request(World& world, std::string_view message) {
    return error_response(world, 400, "VALIDATION_ERROR", message);
}

Response not_found(World& world) {
    return error_response(world, 404, "OBJECT_NOT_FOUND", "resource not found");
}

Response missing_scopes(World& world, const std::vector<std::string>& scopes) {
    Json item = error_item("MISSING_SCOPES",
                           "This app hasn't been granted all required scopes to make this call.");
    item.set(
        "errors",
        Json::array({Json::object(
            {{"message", "One or more of the following scopes are required."},
             {"context", Json::object({{"requiredGranularScopes", Json::strings(scopes)}})}})}));
    item.set("links", Json::object({{"scopes", "https://developers.hubspot.com/scopes"}}));
    return as_response(world, 403, std::move(item));
}

Json property_error(const std::vector<PropertyFault>& faults) {
    Json values = Json::array();
    Json errors = Json::array();
    for (const PropertyFault& fault : faults) {
        values.push(Json::object({{"isValid", false},
                                  {"message", fault.message},
                                  {"error", fault.code},
                                  {"name", fault.property}}));
        errors.push(Json::object(
            {{"message", fault.message},
             {"code", fault.code},
             {"context", Json::object({{"propertyName", Json::strings({fault.property})}})}}));
    }
    Json item = error_item("VALIDATION_ERROR", "Property values were not valid: " + values.dump());
    item.set("errors", std::move(errors));
    return item;
}

Json ids_not_found(Kind kind, const std::vector<std::string>& ids) {
    Json item = error_item("OBJECT_NOT_FOUND",
                           "Could not get some " + std::string(shouted(kind)) +
                               " objects, they may be deleted or not exist. Check that ids are "
                               "valid.");
    item.set("context", Json::object({{"ids", Json::strings(ids)}}));
    return item;
}

}  // namespace mentorsync::sandbox
