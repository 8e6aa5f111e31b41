#include "sync/run/settings.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <utility>

#include "connector/http/safe_url.hpp"
#include "sync/rules/reader.hpp"

namespace mentorsync {

namespace {

using json::Kind;
using json::Value;
using Keys = std::span<const std::string_view>;

constexpr std::array<std::string_view, 2> kTopKeys{"store", "portals"};
constexpr std::array<std::string_view, 3> kPortalKeys{"name", "crm", "mapping"};
constexpr std::array<std::string_view, 6> kCrmKeys{"kind",        "base_url", "api_version",
                                                   "credentials", "ca_file",  "proxy"};
constexpr std::array<std::string_view, 1> kCredentialKeys{"service_key"};
constexpr std::array<std::string_view, 1> kKinds{"hubspot"};
constexpr std::array<std::string_view, 3> kVersions{"2026-09", "2026-03", "v3"};
constexpr std::array<std::string_view, 3> kSecretKeys{"$file", "$credential", "$env"};

constexpr std::string_view kStoreExample = "\"store\": \"sqlite:/var/lib/mentorsync/state.db\"";
constexpr std::string_view kSecretHint =
    "put it into a file of mode 0400 and write {\"$file\": \"PATH\"}";
constexpr std::string_view kCredentialsExample =
    "\"credentials\": {\"service_key\": {\"$file\": \"PATH\"}}";

constexpr std::array kKindOf{SecretReference::Kind::File, SecretReference::Kind::Credential,
                             SecretReference::Kind::Environment};

constexpr std::string_view kStoreScheme = "sqlite:";

std::string in_quotes(std::string_view key) {
    return "'" + std::string(key) + "'";
}

// The text under `key`, or `fallback` where there is none or a faulty one.
std::string text_of(const Value& object, std::string_view key, FaultList& faults,
                    std::string fallback = {}) {
    const Value* const value = object.find(key);
    if (value == nullptr) return fallback;
    auto name = read_name(*value, in_quotes(key), faults);
    return name ? std::move(name->text) : fallback;
}

std::string read_store(const Value& root, FaultList& faults) {
    const Value* const value = required(root, "store", kStoreExample, faults);
    if (value == nullptr) return {};
    const std::string store = text_of(root, "store", faults);
    if (store.empty()) return {};
    if (!store.starts_with(kStoreScheme) || store.size() == kStoreScheme.size()) {
        faults.add(value->at, "'store' must be \"sqlite:\" and a path",
                   "for example " + std::string(kStoreExample));
        return {};
    }
    return store.substr(kStoreScheme.size());
}

SecretReference read_secret(const Value& value, FaultList& faults) {
    SecretReference reference{.name = {}, .at = value.at};
    if (value.is(Kind::String)) {
        faults.add(value.at, "a secret must not stand in this file", std::string(kSecretHint));
        return reference;
    }
    if (!check_object(value, "a secret", kSecretKeys, faults)) return reference;
    if (value.members.size() != 1) {
        faults.add(value.at, "a secret needs exactly one of $file, $credential or $env",
                   std::string(kSecretHint));
        return reference;
    }
    for (std::size_t i = 0; i < kSecretKeys.size(); ++i) {
        if (value.find(kSecretKeys[i]) == nullptr) continue;
        reference.kind = kKindOf[i];
        reference.name = text_of(value, kSecretKeys[i], faults);
    }
    return reference;
}

void read_crm(const Value& value, PortalSettings& portal, FaultList& faults) {
    if (!check_object(value, "'crm'", kCrmKeys, faults)) return;
    if (const Value* const kind = required(value, "kind", "\"kind\": \"hubspot\"", faults)) {
        read_word(*kind, "'kind'", kKinds, faults);
    }
    portal.base_url = text_of(value, "base_url", faults, portal.base_url);
    if (const auto url = http::parse_base_url(portal.base_url); !url) {
        faults.add(value.find("base_url")->at, url.error().message);
    }
    if (const Value* const version = value.find("api_version")) {
        const auto word = read_word(*version, "'api_version'", kVersions, faults);
        if (word) portal.api_version = *word;
    }
    portal.ca_file = text_of(value, "ca_file", faults);
    portal.proxy = text_of(value, "proxy", faults);

    const Value* const credentials = required(value, "credentials", kCredentialsExample, faults);
    if (credentials == nullptr ||
        !check_object(*credentials, "'credentials'", kCredentialKeys, faults)) {
        return;
    }
    if (const Value* const key =
            required(*credentials, "service_key", kCredentialsExample, faults)) {
        portal.service_key = read_secret(*key, faults);
    }
}

void check_portal_name(const Value& at, const std::string& name, FaultList& faults) {
    const bool plain = std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    if (!plain || name.size() > 64) {
        faults.add(at.at, "a portal's name is at most 64 of a-z, 0-9, '-' and '_'");
    }
}

PortalSettings read_portal(const Value& value, FaultList& faults) {
    PortalSettings portal;
    if (!check_object(value, "a portal", kPortalKeys, faults)) return portal;
    if (const Value* const name = required(value, "name", "\"name\": \"blink\"", faults)) {
        portal.name = text_of(value, "name", faults);
        check_portal_name(*name, portal.name, faults);
    }
    if (const Value* const crm =
            required(value, "crm", "\"crm\": {\"kind\": \"hubspot\", ...}", faults)) {
        read_crm(*crm, portal, faults);
    }
    if (required(value, "mapping", "\"mapping\": \"mapping.json\"", faults) != nullptr) {
        portal.mapping = text_of(value, "mapping", faults);
    }
    return portal;
}

Settings read_settings(const Value& root, FaultList& faults) {
    Settings settings;
    settings.file = faults.file();
    if (!check_object(root, "the settings", kTopKeys, faults)) return settings;
    settings.store = read_store(root, faults);
    const Value* const portals =
        required(root, "portals", "\"portals\": [{\"name\": \"blink\", ...}]", faults);
    if (portals == nullptr) return settings;
    const auto* const items = read_items(*portals, "'portals'", faults);
    if (items == nullptr) return settings;
    std::set<std::string> names;
    for (const Value& item : *items) {
        settings.portals.push_back(read_portal(item, faults));
        const std::string& name = settings.portals.back().name;
        if (!name.empty() && !names.insert(name).second) {
            faults.add(item.find("name")->at, "two portals are called " + mentorsync::quoted(name));
        }
    }
    return settings;
}

}  // namespace

tl::expected<Settings, Faults> parse_settings(std::string_view file, std::string_view text) {
    FaultList faults(file);
    const auto root = json::parse(text, json::Dialect::WithComments, {.bytes = 1U << 20U});
    if (!root) {
        faults.add(root.error().at, root.error().what);
        return tl::unexpected(faults.take());
    }
    Settings settings = read_settings(*root, faults);
    if (!faults.empty()) return tl::unexpected(faults.take());
    return settings;
}

std::string resolve_path(std::string_view settings_file, std::string_view path) {
    const std::filesystem::path wanted(path);
    if (wanted.is_absolute()) return wanted.string();
    return (std::filesystem::path(settings_file).parent_path() / wanted)
        .lexically_normal()
        .string();
}

}  // namespace mentorsync
