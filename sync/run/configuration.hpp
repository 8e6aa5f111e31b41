// Everything that files say, read and checked: the settings, and each portal's mapping.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "mentorsync/error.hpp"
#include "sync/rules/rule_set.hpp"
#include "sync/run/cycle.hpp"
#include "sync/run/settings.hpp"

namespace mentorsync {

struct PortalConfiguration {
    PortalSettings settings;
    Mapping mapping;
};

struct Configuration {
    Settings settings;
    std::vector<PortalConfiguration> portals;
};

// Reads a file that a person wrote. Fails with Configuration when it cannot be read, is no regular
// file, or holds more than 1 MiB.
[[nodiscard]] Result<std::string> read_text_file(const std::string& path);

// Reads the settings and the mappings of all portals, or of the one called `portal` when that is
// not empty. Every fault in every file is reported at once. Opens no connection, no store and no
// key.
[[nodiscard]] tl::expected<Configuration, Obstacle> load_configuration(const std::string& file,
                                                                       std::string_view portal);

// Where settings and mapping come from when they are not in files.
struct ConfigurationSource {
    std::string file;                     // of the settings; paths in them are seen from its folder
    std::optional<std::string> settings;  // in place of what that file holds
    std::optional<std::string> mapping;   // in place of the file that the settings name
    std::string portal;                   // empty: all of them
};

[[nodiscard]] tl::expected<Configuration, Obstacle> load_configuration(
    const ConfigurationSource& source);

}  // namespace mentorsync
