#include <algorithm>
#include <cstdlib>

#include "tests/sandbox/endpoints.hpp"
#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/query.hpp"
#include "tests/sandbox/render.hpp"
#include "tests/sandbox/search_filter.hpp"

namespace mentorsync::sandbox {
namespace {

// Source: HubSpot CRM search guide, Limits.
constexpr std::int64_t kSearchPage = 200;
constexpr std::int64_t kSearchWall = 10'000;
constexpr std::size_t kSearchBody = 3'000;
constexpr std::size_t kGroups = 5;
constexpr std::size_t kGroupFilters = 6;
constexpr std::size_t kAllFilters = 18;

// A live record and what the index knows of it.
struct Hit {
    const Record* current;
    const Record* known;
};

std::string_view fault_of_search(const Call& call) {
    if (call.body_size > kSearchBody) return "request body is longer than 3000 characters";
    const std::int64_t limit = call.body["limit"].integer(10);
    if (limit < 1 || limit > kSearchPage) return "limit must be between 1 and 200";
    if (call.body["after"].integer(0) + limit > kSearchWall) {
        return "paging is limited to 10000 results";
    }
    if (call.body["sorts"].size() > 1) return "only one sort is allowed";
    if (call.body["filterGroups"].size() > kGroups) return "too many filterGroups";
    std::size_t all = 0;
    for (const Json& group : call.body["filterGroups"].items()) {
        const std::size_t count = group["filters"].size();
        if (count > kGroupFilters) return "too many filters in a group";
        all += count;
    }
    return all > kAllFilters ? "too many filters" : "";
}

bool matches_query(const Record& record, const std::string& query) {
    if (query.empty()) return true;
    for (const char* name : {"firstname", "lastname", "email", "phone", "company"}) {
        const auto found = record.properties.find(name);
        if (found == record.properties.end()) continue;
        if (lower(found->second).find(lower(query)) != std::string::npos) return true;
    }
    return false;
}

bool matches(const Call& call, const Record& record) {
    if (!matches_query(record, call.body["query"].text())) return false;
    const Json& groups = call.body["filterGroups"];
    if (groups.size() == 0) return matches_all(call, record, call.body["filters"]);
    const auto group_matches = [&](const Json& group) {
        return matches_all(call, record, group["filters"]);
    };
    return std::any_of(groups.items().begin(), groups.items().end(), group_matches);
}

std::chrono::milliseconds lag_of(const Switches& switches, const std::string& id) {
    const bool late = switches.late_every > 0 && std::stoull(id) % switches.late_every == 0;
    return late ? switches.late_lag : switches.search_lag;
}

void sort_hits(const Call& call, std::vector<Hit>& hits) {
    std::string name = call.kind() == Kind::Contact ? "createdate" : "hs_createdate";
    bool descending = false;
    if (call.body["sorts"].size() == 1) {
        const Json& sort = call.body["sorts"].items()[0];
        name = sort.is_string() ? sort.text() : sort["propertyName"].text();
        descending = sort["direction"].text() == "DESCENDING";
    }
    std::stable_sort(hits.begin(), hits.end(), [&](const Hit& a, const Hit& b) {
        const int order = compare_values(call, name, a.known->value(call.kind(), name),
                                         b.known->value(call.kind(), name));
        return descending ? order > 0 : order < 0;
    });
}

}  // namespace

Response search_objects(Call& call) {
    const std::string_view fault = fault_of_search(call);
    if (!fault.empty()) return bad_request(call.world, fault);
    std::vector<Hit> hits;
    for (const auto& [id, record] : call.shelf().records()) {
        if (record.archived) continue;
        const Record* const known =
            call.shelf().indexed(record, call.world.now - lag_of(call.world.switches, id));
        if (known != nullptr && matches(call, *known)) hits.push_back({&record, known});
    }
    sort_hits(call, hits);

    const auto start = static_cast<std::size_t>(call.body["after"].integer(0));
    const auto limit = static_cast<std::size_t>(call.body["limit"].integer(10));
    const std::size_t end = std::min(hits.size(), start + limit);
    const auto names = asked_properties(call);
    Json results = Json::array();
    for (std::size_t i = start; i < end; ++i) {
        results.push(render_object(call, call.kind(), *hits[i].known, names));
    }
    Json body = Json::object({{"total", hits.size()}, {"results", std::move(results)}});
    if (end < hits.size()) body.set("paging", render_paging(std::to_string(end)));
    return json_response(200, body);
}

}  // namespace mentorsync::sandbox
