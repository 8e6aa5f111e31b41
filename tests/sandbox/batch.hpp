// What the batch endpoints of the objects API share.

#pragma once

#include <optional>

#include "tests/sandbox/call.hpp"

namespace mentorsync::sandbox {

// Source: HubSpot CRM API guide, Limits: 100 inputs for every batch of objects.
inline constexpr std::size_t kBatchInputs = 100;

// The refusal of a body whose `inputs` are missing, or more than `most`; empty when they are fine.
[[nodiscard]] std::optional<Response> bad_inputs(Call& call, std::size_t most);

// Whether every input has an `objectWriteTraceId` of its own, which asks for partial success.
// Source: HubSpot CRM API guide, Error handling, "Multi-status errors".
[[nodiscard]] bool is_traced(const Json& inputs);

// The error of one input with the trace id that leads back to it.
[[nodiscard]] Json traced_error(Json error, const Json& input);

}  // namespace mentorsync::sandbox
