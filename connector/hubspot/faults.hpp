// What an error answer of the CRM says, as far as a program may read it: codes, names and ids of
// bounded length and known letters. Its prose is never read, for it may hold anybody's data.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/json.hpp"

namespace mentorsync::hubspot {

// Every field may be missing. Source: HubSpot CRM API guide, Errors ("treat every field as
// optional").
struct Fault {
    std::string category;  // "VALIDATION_ERROR", "OBJECT_NOT_FOUND", ...
    std::string sub_category;
    std::string policy;              // of a rate limit: "DAILY", "TEN_SECONDLY_ROLLING", ...
    std::string correlation_id;      // by which HubSpot's support finds the request
    std::vector<std::string> codes;  // "PROPERTY_DOESNT_EXIST", ...
    std::vector<std::string> properties;
    std::vector<std::string> scopes;     // any one of which would do
    std::vector<std::string> trace_ids;  // rows by `objectWriteTraceId`
    std::vector<std::string> ids;        // rows by record id, or by unique value
    bool taken = false;                  // a unique value belongs to another record already

    [[nodiscard]] bool has_code(std::string_view code) const;
};

// Reads the body of an error answer, or one item of a batch answer's `errors`: they have the same
// shape. Whatever is missing, or not of the expected letters, is left out.
[[nodiscard]] Fault read_fault(const json::Value& body);

// The same of a body that may be no JSON at all: then nothing is known.
[[nodiscard]] Fault parse_fault(std::string_view body);

}  // namespace mentorsync::hubspot
