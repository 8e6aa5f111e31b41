// The one table of paths. Every version of the API leads to the same handlers.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sandbox/call.hpp"
#include "tests/sandbox/query.hpp"

namespace mentorsync::sandbox {

// Which limit a request counts against, beside the daily one.
enum class Rate { Burst, Search, Association };

// For which kinds of the path's first {t} a client of ours may send this.
// Notes are written once and never changed, so nothing that changes one is allowed.
enum class Allowed { Nothing, Everything, ContactsAndTasks, NotesAndTasks, Notes };

struct Endpoint {
    std::string_view method;
    std::string_view pattern;  // without "crm" and the version; {t} an object type, {id} anything
    Handler handler;
    std::string_view scopes;  // alternatives, any one of which suffices, separated by spaces
    Rate rate = Rate::Burst;
    Allowed allowed = Allowed::Everything;
    bool associations = false;  // under v4 where objects are under v3
};

struct Route {
    const Endpoint* endpoint = nullptr;
    Version version = Version::V3;
    std::vector<Kind> kinds;
    std::vector<std::string> ids;
};

// What a request asks for; empty when no version of the API has such a path.
// Source: HubSpot's published API descriptions, paths of v3, v4, 2026-03 and 2026-09.
[[nodiscard]] std::optional<Route> find_route(std::string_view method, const Target& target,
                                              const Switches& switches);

[[nodiscard]] bool is_allowed(const Route& route) noexcept;

}  // namespace mentorsync::sandbox
