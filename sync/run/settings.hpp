// The settings file: which portals there are, how to reach them, and where the state lives.
//
// Secrets are in it only by reference, so that the file can be shown to anybody.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
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

    // Whether both name the same place, wherever in the file they do so.
    friend bool operator==(const SecretReference& a, const SecretReference& b) {
        return a.kind == b.kind && a.name == b.name;
    }
};

// An OAuth app's own credentials; the tokens themselves are in the store, sealed.
struct OAuthSettings {
    SecretReference client_id;
    SecretReference client_secret;
    std::string authorize_url = "https://app.hubspot.com/oauth/authorize";
    std::vector<std::string> scopes;     // what the app is configured with; never empty
    std::uint16_t redirect_port = 8751;  // of the loopback address, for `mentorsync login`
};

enum class CrmKind {
    Hubspot,
    Host  // the process that loads libmentorsync hands records in; nothing below is used but the
          // mapping
};

struct PortalSettings {
    std::string name;  // how people call it; [a-z0-9_-], unique
    CrmKind kind = CrmKind::Hubspot;
    std::string base_url = "https://api.hubapi.com";
    std::string api_version = "2026-09";
    SecretReference service_key;                      // nameless with `oauth`
    std::optional<SecretReference> service_key_next;  // tried when the first one is refused
    std::optional<OAuthSettings> oauth;
    std::string mapping;  // a path, absolute or relative to the settings file
    std::string ca_file;  // empty: the system's certificates
    std::string proxy;    // empty: none

    // In the daemon: how often changes are pulled, and each audit made. Every audit together sends
    // at most `audit_budget` requests an hour.
    std::chrono::seconds pull_every = std::chrono::minutes{5};
    std::chrono::seconds associations_every = std::chrono::minutes{30};
    std::chrono::seconds archived_every = std::chrono::hours{6};
    std::chrono::seconds complete_pass_every = std::chrono::hours{24};
    std::size_t audit_budget = 1'000;
};

// Where the daemon answers /healthz, /readyz and /metrics. Loopback only.
struct HttpSettings {
    std::string address = "127.0.0.1";  // or "::1"
    std::uint16_t port = 8750;          // 0: any free one

    friend bool operator==(const HttpSettings&, const HttpSettings&) = default;
};

struct Settings {
    std::string file;   // as it was given, for messages
    std::string store;  // path of the state file, absolute or relative to the settings file
    std::vector<PortalSettings> portals;  // at least one
    std::optional<HttpSettings> http;     // empty: the daemon does not listen

    // The keys that seal confidential text in the store, the first one for writing. Empty: a key
    // of our own making in the file `<store>.key`, mode 0400.
    std::vector<SecretReference> seal_keys;
    std::string backups;  // the folder of `backup`; empty: `<store>.backups`
};

// Returns the settings, or every fault in `text`. Touches no other file.
[[nodiscard]] tl::expected<Settings, Faults> parse_settings(std::string_view file,
                                                            std::string_view text);

// `path` as seen from the folder of `settings_file`.
[[nodiscard]] std::string resolve_path(std::string_view settings_file, std::string_view path);

}  // namespace mentorsync
