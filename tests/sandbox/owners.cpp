#include <algorithm>

#include "tests/sandbox/endpoints.hpp"
#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/query.hpp"
#include "tests/sandbox/render.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::int64_t kOwnerPage = 500;
constexpr std::int64_t kOwnerDefault = 100;

// Archived owners have no userId. Source: HubSpot CRM API guide, Owners.
Json render_owner(const Owner& owner) {
    const Json user = owner.user_id.empty() ? Json() : Json::number(owner.user_id);
    return Json::object({{"id", owner.id},
                         {"email", owner.email},
                         {"type", "PERSON"},
                         {"firstName", owner.first_name},
                         {"lastName", owner.last_name},
                         {"userId", owner.archived ? Json() : user},
                         {"userIdIncludingInactive", user},
                         {"createdAt", iso_text(owner.created)},
                         {"updatedAt", iso_text(owner.created)},
                         {"archived", owner.archived}});
}

}  // namespace

Response list_owners(Call& call) {
    const std::int64_t limit = Json(call.parameter("limit")).integer(kOwnerDefault);
    if (limit < 1 || limit > kOwnerPage) {
        return bad_request(call.world, "limit must be between 1 and 500");
    }
    const bool archived = call.parameter("archived") == "true";
    const std::string email = lower(call.parameter("email"));
    const std::string after = call.parameter("after");
    Json results = Json::array();
    Json body = Json::object();
    for (const Owner& owner : call.portal.owners) {
        if (owner.archived != archived || (!email.empty() && lower(owner.email) != email)) continue;
        if (!after.empty() && IdLess{}(owner.id, after)) continue;
        if (results.size() == static_cast<std::size_t>(limit)) {
            body.set("paging", render_paging(owner.id));
            break;
        }
        results.push(render_owner(owner));
    }
    body.set("results", std::move(results));
    return json_response(200, body);
}

Response get_owner(Call& call) {
    const Owner* const owner = call.portal.owner(call.ids[0]);
    const bool archived = call.parameter("archived") == "true";
    if (owner == nullptr || owner->archived != archived) return not_found(call.world);
    return json_response(200, render_owner(*owner));
}

}  // namespace mentorsync::sandbox
