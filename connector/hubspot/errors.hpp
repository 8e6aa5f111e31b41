// How a refusal of the CRM becomes an `Error`: which remedy the caller has, in one line that names
// the endpoint and what to do next, and holds nothing that the CRM wrote in prose.

#pragma once

#include <optional>
#include <string>

#include "connector/http/transport.hpp"
#include "connector/hubspot/endpoints.hpp"
#include "connector/hubspot/faults.hpp"
#include "mentorsync/error.hpp"

namespace mentorsync::hubspot {

// "POST /crm/objects/2026-09/notes/batch/create": how messages name a request.
[[nodiscard]] std::string describe(Endpoint endpoint, ApiVersion version);

// The error of an answer whose status is not 2xx.
//
//   300-399  Unavailable   the base_url is wrong, or a proxy is in between
//   400      Rejected, or KeyTaken when a unique value conflicts
//   401      Unauthorized
//   403      MissingScope
//   404      NotFound
//   409      KeyTaken
//   423 429 477  RateLimited, with the wait that was asked for
//   408 5xx  Unavailable; Ambiguous when it answers a create, which may have taken effect
//   other 4xx  Rejected
//   anything else  BadResponse
//
// Source: HubSpot CRM API guide, Errors; usage guidelines, rate limits.
[[nodiscard]] Error error_of(Endpoint endpoint, ApiVersion version, const http::Response& response);

// The error of one row that a batch answer with a 2xx status reports beside its results.
[[nodiscard]] Error row_error_of(Endpoint endpoint, ApiVersion version, const Fault& fault);

}  // namespace mentorsync::hubspot
