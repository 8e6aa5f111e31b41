// One request on its way through an endpoint family: credentials checked, path understood.

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sandbox/json.hpp"
#include "tests/sandbox/message.hpp"
#include "tests/sandbox/world.hpp"

namespace mentorsync::sandbox {

enum class Version { V3, V4, March2026, September2026 };

struct Call {
    World& world;
    Portal& portal;
    Version version;
    std::vector<Kind> kinds;       // the {t} of the path, in order
    std::vector<std::string> ids;  // the {id} of the path, in order
    std::map<std::string, std::string> query;
    Json body;
    std::size_t body_size = 0;

    // The query parameter, or empty.
    [[nodiscard]] std::string parameter(const std::string& name) const {
        const auto found = query.find(name);
        return found == query.end() ? std::string() : found->second;
    }
    [[nodiscard]] Kind kind() const { return kinds.front(); }
    [[nodiscard]] Shelf& shelf() { return portal.shelf(kinds.front()); }

    // The status of an answer of which only a part succeeded; `whole` is that of a full success.
    [[nodiscard]] int partial_status(int whole) const {
        const bool folded =
            version == Version::September2026 && !world.switches.partial_is_207_in_2026_09;
        return folded ? whole : 207;
    }
};

using Handler = Response (*)(Call&);

}  // namespace mentorsync::sandbox
