// The settings file: which portals there are, how to reach them, and where the state lives.
//
// Secrets are in it only by reference, so that the file can be shown to anybody.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "mentorsync/json.hpp"
#include "sync/rules/fault.hpp"

namespace mentorsync {

// Where a secret is kept.
struct SecretReference {
    enum class Kind { File, Credential, Environment };
    Kind kind = Kind::File;
    std::string name;  // a path, a systemd credential's name, or a variable's name
    json::Position at;
};

struct PortalSettings {
    std::string name;  // how people call it; [a-z0-9_-], unique
    std::string base_url = "https://api.hubapi.com";
    std::string api_version = "2026-09";
    SecretReference service_key;
    std::string mapping;  // a path, absolute or relative to the settings file
    std::string ca_file;  // empty: the system's certificates
    std::string proxy;    // empty: none
};

struct Settings {
    std::string file;   // as it was given, for messages
    std::string store;  // path of the state file, absolute or relative to the settings file
    std::vector<PortalSettings> portals;  // at least one
};

// Returns the settings, or every fault in `text`. Touches no other file.
[[nodiscard]] tl::expected<Settings, Faults> parse_settings(std::string_view file,
                                                            std::string_view text);

// `path` as seen from the folder of `settings_file`.
[[nodiscard]] std::string resolve_path(std::string_view settings_file, std::string_view path);

}  // namespace mentorsync
