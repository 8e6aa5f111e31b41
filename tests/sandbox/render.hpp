// Records as the CRM shows them in its answers.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/sandbox/call.hpp"
#include "tests/sandbox/json.hpp"

namespace mentorsync::sandbox {

// {id, properties, createdAt, updatedAt, archived, archivedAt?}. Unknown names are dropped in
// silence; none means the default set. Source: HubSpot CRM API guide, Objects.
[[nodiscard]] Json render_object(const Call& call, Kind kind, const Record& record,
                                 const std::vector<std::string>& names);

// The names of a body's `properties` or of the query's.
[[nodiscard]] std::vector<std::string> asked_properties(const Call& call);

// {next: {after, link}}.
[[nodiscard]] Json render_paging(std::string_view after);

// {status: "COMPLETE", results, startedAt, completedAt} with numErrors and errors where there are
// any; `whole` is the status of a full success.
[[nodiscard]] Response batch_response(Call& call, int whole, Json results, Json errors);

}  // namespace mentorsync::sandbox
