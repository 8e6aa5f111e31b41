#include <algorithm>

#include "tests/sandbox/endpoints.hpp"
#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/query.hpp"
#include "tests/sandbox/render.hpp"

namespace mentorsync::sandbox {
namespace {

// Source: HubSpot CRM lists API description.
constexpr std::int64_t kMemberPage = 250;
constexpr std::int64_t kMemberDefault = 100;
constexpr std::int64_t kListCount = 500;
constexpr std::int64_t kListDefault = 20;

Json render_list(const List& list) {
    return Json::object({{"listId", list.id},
                         {"name", list.name},
                         {"objectTypeId", type_id(Kind::Contact)},
                         {"processingType", list.processing_type},
                         {"processingStatus", "COMPLETE"},
                         {"listVersion", 1},
                         {"additionalProperties",
                          Json::object({{"hs_list_size", std::to_string(list.members.size())}})}});
}

bool is_member(const Call& call, const std::string& id) {
    return call.portal.shelf(Kind::Contact).find_live(id) != nullptr;
}

}  // namespace

Response search_lists(Call& call) {
    const std::string query = lower(call.body["query"].text());
    const auto offset = static_cast<std::size_t>(call.body["offset"].integer(0));
    const std::int64_t count = call.body["count"].integer(kListDefault);
    if (count < 1 || count > kListCount) return bad_request(call.world, "count is not valid");
    std::vector<const List*> found;
    for (const List& list : call.portal.lists) {
        if (lower(list.name).find(query) != std::string::npos) found.push_back(&list);
    }
    const std::size_t end = std::min(found.size(), offset + static_cast<std::size_t>(count));
    Json lists = Json::array();
    for (std::size_t i = offset; i < end; ++i) lists.push(render_list(*found[i]));
    return json_response(200, Json::object({{"lists", std::move(lists)},
                                            {"hasMore", end < found.size()},
                                            {"offset", end},
                                            {"total", found.size()}}));
}

Response get_lists(Call& call) {
    Json lists = Json::array();
    for (const std::string& id : split(call.parameter("listIds"), ',')) {
        const List* const list = call.portal.list(id);
        if (list != nullptr) lists.push(render_list(*list));
    }
    return json_response(200, Json::object({{"lists", std::move(lists)}}));
}

Response get_list(Call& call) {
    const List* const list = call.portal.list(call.ids[0]);
    return list == nullptr ? not_found(call.world)
                           : json_response(200, Json::object({{"list", render_list(*list)}}));
}

Response get_list_by_name(Call& call) {
    for (const List& list : call.portal.lists) {
        if (call.kind() == Kind::Contact && list.name == call.ids[0]) {
            return json_response(200, Json::object({{"list", render_list(list)}}));
        }
    }
    return not_found(call.world);
}

Response list_members(Call& call) {
    const List* const list = call.portal.list(call.ids[0]);
    if (list == nullptr) return not_found(call.world);
    const std::int64_t limit = Json(call.parameter("limit")).integer(kMemberDefault);
    if (limit < 1 || limit > kMemberPage) {
        return bad_request(call.world, "limit must be between 1 and 250");
    }
    const std::string after = call.parameter("after");
    Json results = Json::array();
    Json body = Json::object();
    std::string last;
    for (auto next = after.empty() ? list->members.begin() : list->members.upper_bound(after);
         next != list->members.end(); ++next) {
        if (!is_member(call, next->first)) continue;
        if (results.size() == static_cast<std::size_t>(limit)) {
            body.set("paging", render_paging(last));
            break;
        }
        results.push(Json::object(
            {{"recordId", next->first}, {"membershipTimestamp", iso_text(next->second)}}));
        last = next->first;
    }
    body.set("total", list->members.size());
    body.set("results", std::move(results));
    return json_response(200, body);
}

}  // namespace mentorsync::sandbox
