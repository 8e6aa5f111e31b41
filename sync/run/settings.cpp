#include "sync/run/settings.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <utility>

#include "sync/rules/reader.hpp"
#include "sync/run/settings_parts.hpp"

namespace mentorsync {

namespace {

using json::Value;

constexpr std::array<std::string_view, 6> kTopKeys{"$schema", "store",     "portals",
                                                   "http",    "seal_keys", "backups"};
constexpr std::string_view kStoreExample = "\"store\": \"sqlite:/var/lib/mentorsync/state.db\"";
constexpr std::string_view kStoreScheme = "sqlite:";

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

void read_portals(const Value& value, Settings& settings, FaultList& faults) {
    const auto* const items = read_items(value, "'portals'", faults);
    if (items == nullptr) return;
    std::set<std::string> names;
    for (const Value& item : *items) {
        settings.portals.push_back(read_portal(item, faults));
        const std::string& name = settings.portals.back().name;
        if (!name.empty() && !names.insert(name).second) {
            faults.add(item.find("name")->at, "two portals are called " + mentorsync::quoted(name));
        }
    }
}

std::vector<SecretReference> read_seal_keys(const Value& value, FaultList& faults) {
    std::vector<SecretReference> keys;
    const auto* const items = read_items(value, "'seal_keys'", faults);
    if (items == nullptr) return keys;
    for (const Value& item : *items) {
        SecretReference key = read_seal_key(item, faults);
        const bool twice = std::ranges::any_of(keys, [&](const SecretReference& known) {
            return known.kind == key.kind && known.name == key.name && !key.name.empty();
        });
        if (twice) faults.add(item.at, "this sealing key stands twice");
        keys.push_back(std::move(key));
    }
    return keys;
}

// `login` and the daemon run at the same time.
void check_ports(const Value& root, const Settings& settings, FaultList& faults) {
    if (!settings.http) return;
    for (const PortalSettings& portal : settings.portals) {
        if (!portal.oauth || portal.oauth->redirect_port != settings.http->port) continue;
        faults.add(root.find("http")->at,
                   "'listen' has the port of 'redirect_port' of the portal " +
                       mentorsync::quoted(portal.name),
                   "choose another one of the two");
    }
}

Settings read_settings(const Value& root, FaultList& faults) {
    Settings settings;
    settings.file = faults.file();
    if (!check_object(root, "the settings", kTopKeys, faults)) return settings;
    if (const Value* const schema = root.find("$schema")) {
        check_kind(*schema, json::Kind::String, "'$schema'", faults);
    }
    settings.store = read_store(root, faults);
    if (const Value* const portals =
            required(root, "portals", "\"portals\": [{\"name\": \"blink\", ...}]", faults)) {
        read_portals(*portals, settings, faults);
    }
    if (const Value* const http = root.find("http")) settings.http = read_http(*http, faults);
    if (const Value* const keys = root.find("seal_keys")) {
        settings.seal_keys = read_seal_keys(*keys, faults);
    }
    settings.backups = text_of(root, "backups", faults);
    if (!settings.backups.empty() && settings.backups == settings.store) {
        faults.add(root.find("backups")->at, "'backups' must be a folder, not the state itself");
    }
    check_ports(root, settings, faults);
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
