// The CRM's error answers. Source: HubSpot CRM API guide, Error handling; shapes as seen in issues
// of its clients. Every field is optional there, so a client must not depend on any one of them.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/sandbox/json.hpp"
#include "tests/sandbox/message.hpp"
#include "tests/sandbox/records.hpp"

namespace mentorsync::sandbox {

struct World;

// One fault of one property.
struct PropertyFault {
    std::string property;
    std::string code;  // "INVALID_OPTION"
    std::string message;
};

[[nodiscard]] Response json_response(int status, const Json& body);
[[nodiscard]] Response json_text_response(int status, std::string body);

// A whole answer: {status: "error", message, correlationId, category}.
[[nodiscard]] Response error_response(World& world, int status, std::string_view category,
                                      std::string_view message);
[[nodiscard]] Response bad_request(World& world, std::string_view message);
[[nodiscard]] Response not_found(World& world);
[[nodiscard]] Response missing_scopes(World& world, const std::vector<std::string>& scopes);

// One item of `errors` in a batch answer, also the members of a whole answer.
[[nodiscard]] Json error_item(std::string_view category, std::string_view message);
[[nodiscard]] Json property_error(const std::vector<PropertyFault>& faults);
[[nodiscard]] Json ids_not_found(Kind kind, const std::vector<std::string>& ids);

// An error item as a whole answer.
[[nodiscard]] Response as_response(World& world, int status, Json item);

[[nodiscard]] std::string correlation_id(World& world);

}  // namespace mentorsync::sandbox
