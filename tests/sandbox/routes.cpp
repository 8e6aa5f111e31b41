#include "tests/sandbox/routes.hpp"

#include <algorithm>
#include <array>

#include "tests/sandbox/endpoints.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::string_view kRead = "crm.objects.contacts.read";
constexpr std::string_view kWrite = "crm.objects.contacts.write";
constexpr std::string_view kOwners = "crm.objects.owners.read";
constexpr std::string_view kLists = "crm.lists.read";
constexpr std::string_view kSchemaRead = "crm.schemas.contacts.read crm.objects.contacts.read";
constexpr std::string_view kSchemaWrite = "crm.schemas.contacts.write";
constexpr std::string_view kNoScope;

constexpr auto kAll = Allowed::Everything;
constexpr auto kBurst = Rate::Burst;
constexpr auto kLinks = Rate::Association;

constexpr std::array kEndpoints{
    Endpoint{"GET", "objects/{t}", list_objects, kRead},
    Endpoint{"POST", "objects/{t}", create_object, kWrite, kBurst, Allowed::NotesAndTasks},
    Endpoint{"POST", "objects/{t}/search", search_objects, kRead, Rate::Search},
    Endpoint{"GET", "objects/{t}/{id}", get_object, kRead},
    Endpoint{"PATCH", "objects/{t}/{id}", update_object, kWrite, kBurst, Allowed::ContactsAndTasks},
    Endpoint{"DELETE", "objects/{t}/{id}", archive_object, kWrite, kBurst, Allowed::Notes},
    Endpoint{"POST", "objects/{t}/batch/read", batch_read, kRead},
    Endpoint{"POST", "objects/{t}/batch/create", batch_create, kWrite, kBurst,
             Allowed::NotesAndTasks},
    Endpoint{"POST", "objects/{t}/batch/update", batch_update, kWrite, kBurst,
             Allowed::ContactsAndTasks},
    Endpoint{"POST", "objects/{t}/batch/upsert", batch_upsert, kWrite, kBurst, Allowed::Nothing},
    Endpoint{"POST", "objects/{t}/batch/archive", batch_archive, kWrite, kBurst, Allowed::Nothing},

    Endpoint{"GET", "objects/{t}/{id}/associations/{t}", get_associations, kRead, kLinks, kAll,
             true},
    Endpoint{"PUT", "objects/{t}/{id}/associations/default/{t}/{id}", associate_default, kWrite,
             kLinks, kAll, true},
    Endpoint{"PUT", "objects/{t}/{id}/associations/{t}/{id}", set_labels, kWrite, kLinks, kAll,
             true},
    Endpoint{"POST", "associations/{t}/{t}/batch/read", batch_read_associations, kRead, kLinks,
             kAll, true},
    Endpoint{"POST", "associations/{t}/{t}/batch/associate/default", batch_associate_default,
             kWrite, kLinks, kAll, true},
    Endpoint{"POST", "associations/{t}/{t}/batch/create", batch_create_associations, kWrite, kLinks,
             kAll, true},
    Endpoint{"GET", "associations/{t}/{t}/labels", list_labels, kRead, kLinks, kAll, true},
    Endpoint{"POST", "associations/{t}/{t}/labels", create_label, kSchemaWrite, kLinks, kAll, true},

    Endpoint{"GET", "properties/{t}", list_properties, kSchemaRead},
    Endpoint{"POST", "properties/{t}", create_property, kSchemaWrite},
    Endpoint{"POST", "properties/{t}/batch/read", batch_read_properties, kSchemaRead},
    Endpoint{"GET", "properties/{t}/groups", list_groups, kSchemaRead},
    Endpoint{"POST", "properties/{t}/groups", create_group, kSchemaWrite},
    Endpoint{"GET", "properties/{t}/{id}", get_property, kSchemaRead},

    Endpoint{"GET", "owners", list_owners, kOwners},
    Endpoint{"GET", "owners/{id}", get_owner, kOwners},

    Endpoint{"POST", "lists/search", search_lists, kLists},
    Endpoint{"GET", "lists", get_lists, kLists},
    Endpoint{"GET", "lists/object-type-id/{t}/name/{id}", get_list_by_name, kLists},
    Endpoint{"GET", "lists/{id}", get_list, kLists},
    Endpoint{"GET", "lists/{id}/memberships", list_members, kLists},

    Endpoint{"GET", "account-info/details", account_details, kNoScope},
    Endpoint{"GET", "account-info/api-usage/daily/private-apps", account_usage, kNoScope},
};

std::optional<Version> version_of(std::string_view text) {
    if (text == "v3") return Version::V3;
    if (text == "v4") return Version::V4;
    if (text == "2026-03") return Version::March2026;
    if (text == "2026-09") return Version::September2026;
    return std::nullopt;
}

// Takes "crm" and the version out of the path: before the family in v3 and v4, after it since.
// Both places are tried for account-info, which never had "crm".
std::optional<Version> take_version(std::vector<std::string>& segments) {
    if (segments.size() < 2) return std::nullopt;
    if (segments[0] == "account-info") {
        const auto version = version_of(segments[1]);
        if (version) segments.erase(segments.begin() + 1);
        return version;
    }
    if (segments[0] != "crm") return std::nullopt;
    segments.erase(segments.begin());
    auto version = version_of(segments[0]);
    const bool legacy = version == Version::V3 || version == Version::V4;
    if (version && legacy) {
        segments.erase(segments.begin());
        return version;
    }
    if (version || segments.size() < 2) return std::nullopt;
    version = version_of(segments[1]);
    if (version == Version::V3 || version == Version::V4) return std::nullopt;
    if (version) segments.erase(segments.begin() + 1);
    return version;
}

bool fits(std::string_view pattern, const std::vector<std::string>& segments, Route& route) {
    const std::vector<std::string> parts = split(pattern, '/');
    if (parts.size() != segments.size()) return false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i] == "{t}") {
            const auto kind = kind_of(segments[i]);
            if (!kind) return false;
            route.kinds.push_back(*kind);
        } else if (parts[i] == "{id}") {
            route.ids.push_back(segments[i]);
        } else if (parts[i] != segments[i]) {
            return false;
        }
    }
    return true;
}

bool has_version(const Endpoint& endpoint, Version version, const Switches& switches) {
    if (version == Version::V3) return !endpoint.associations;
    if (version == Version::V4) return endpoint.associations;
    const bool single_get = endpoint.handler == get_associations;
    return !single_get || version != Version::September2026 ||
           switches.single_association_get_in_2026_09;
}

}  // namespace

std::optional<Route> find_route(std::string_view method, const Target& target,
                                const Switches& switches) {
    std::vector<std::string> segments = target.segments;
    const auto version = take_version(segments);
    if (!version) return std::nullopt;
    for (const Endpoint& endpoint : kEndpoints) {
        if (endpoint.method != method || !has_version(endpoint, *version, switches)) continue;
        Route route;
        route.endpoint = &endpoint;
        route.version = *version;
        if (fits(endpoint.pattern, segments, route)) return route;
    }
    return std::nullopt;
}

bool is_allowed(const Route& route) noexcept {
    const Kind kind = route.kinds.empty() ? Kind::Contact : route.kinds.front();
    switch (route.endpoint->allowed) {
        case Allowed::Nothing: return false;
        case Allowed::Everything: return true;
        case Allowed::ContactsAndTasks: return kind == Kind::Contact || kind == Kind::Task;
        case Allowed::NotesAndTasks: return kind == Kind::Note || kind == Kind::Task;
        case Allowed::Notes: return kind == Kind::Note;
    }
    return false;
}

}  // namespace mentorsync::sandbox
