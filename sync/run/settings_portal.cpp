#include <algorithm>
#include <array>

#include "connector/http/safe_url.hpp"
#include "sync/rules/reader.hpp"
#include "sync/run/settings_parts.hpp"

namespace mentorsync {

namespace {

using json::Value;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 8> kPortalKeys{"name",
                                                      "crm",
                                                      "mapping",
                                                      "pull_every",
                                                      "associations_every",
                                                      "archived_every",
                                                      "complete_pass_every",
                                                      "audit_budget"};
constexpr std::array<std::string_view, 6> kCrmKeys{"kind",        "base_url", "api_version",
                                                   "credentials", "ca_file",  "proxy"};
constexpr std::array<std::string_view, 1> kHostKeys{"kind"};
constexpr std::array<std::string_view, 2> kKinds{"hubspot", "host"};
constexpr std::array<std::string_view, 3> kVersions{"2026-09", "2026-03", "v3"};

constexpr std::string_view kCredentialsExample =
    "\"credentials\": {\"service_key\": {\"$file\": \"PATH\"}}";

constexpr std::size_t kLongestPortalName = 64;
constexpr int kLeastBudget = 10;
constexpr int kMostBudget = 100'000;

constexpr DurationLimits kPullLimits{seconds{30}, "the CRM's search does not show a change sooner",
                                     hours{24},
                                     "people wait so long for what they wrote to be seen"};
constexpr DurationLimits kAssociationLimits{
    minutes{5}, "each time the links of every person are read", hours{24 * 7},
    "a changed association is not seen earlier than this"};
constexpr DurationLimits kArchivedLimits{
    minutes{15}, "the CRM lists all archived records each time", hours{24 * 30},
    "the CRM forgets archived records after 90 days"};
constexpr DurationLimits kCompleteLimits{hours{1}, "each time the whole programme is read",
                                         hours{24 * 30}, "it is the proof that nothing was missed"};

// A password in the address would stand in this file; user names are refused with it.
void check_proxy(const Value& crm, PortalSettings& portal, FaultList& faults) {
    const Value* const value = crm.find("proxy");
    portal.proxy = text_of(crm, "proxy", faults);
    if (portal.proxy.empty()) return;
    const bool has_scheme =
        portal.proxy.starts_with("http://") || portal.proxy.starts_with("https://");
    const std::string rest =
        has_scheme ? portal.proxy.substr(portal.proxy.find("://") + 3) : std::string();
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:[]";
    if (rest.find('@') != std::string::npos) {
        faults.add(value->at, "'proxy' must not hold a user name or a password",
                   "let the proxy know this machine by its address");
    } else if (rest.empty() || rest.find_first_not_of(letters) != std::string::npos) {
        faults.add(value->at, "'proxy' must be http:// or https://, a host and a port",
                   "for example \"http://proxy.example.com:3128\", without a user name");
    } else if (portal.base_url.starts_with("http://")) {
        faults.add(value->at, "a proxy can be used only with an https:// 'base_url'",
                   "without TLS the proxy would see the key");
    }
}

bool is_host(const Value& crm) {
    const Value* const kind = crm.find("kind");
    return kind != nullptr && kind->is(json::Kind::String) && kind->text == "host";
}

void read_crm(const Value& value, PortalSettings& portal, FaultList& faults) {
    if (is_host(value)) {
        portal.kind = CrmKind::Host;
        static_cast<void>(check_object(value, "'crm' of a host", kHostKeys, faults));
        return;
    }
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
    check_proxy(value, portal, faults);
    if (const Value* const credentials =
            required(value, "credentials", kCredentialsExample, faults)) {
        read_credentials(*credentials, portal, faults);
    }
}

void check_portal_name(const Value& at, const std::string& name, FaultList& faults) {
    const bool plain = std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    if (!plain || name.size() > kLongestPortalName) {
        faults.add(at.at, "a portal's name is at most 64 of a-z, 0-9, '-' and '_'");
    }
}

void check_audit(const Value& portal, std::string_view key, seconds audit, seconds pull,
                 FaultList& faults) {
    const Value* const value = portal.find(key);
    if (value == nullptr || audit >= pull) return;
    faults.add(value->at, in_quotes(key) + " must not be shorter than 'pull_every'",
               "an audit is made together with a pull");
}

void read_rhythm(const Value& value, PortalSettings& portal, FaultList& faults) {
    const std::size_t before = faults.size();
    portal.pull_every = duration_of(value, "pull_every", kPullLimits, portal.pull_every, faults);
    portal.associations_every = duration_of(value, "associations_every", kAssociationLimits,
                                            portal.associations_every, faults);
    portal.archived_every =
        duration_of(value, "archived_every", kArchivedLimits, portal.archived_every, faults);
    portal.complete_pass_every = duration_of(value, "complete_pass_every", kCompleteLimits,
                                             portal.complete_pass_every, faults);
    if (const Value* const budget = value.find("audit_budget")) {
        const auto number =
            read_number(*budget, "'audit_budget'", kLeastBudget, kMostBudget, faults);
        if (number) portal.audit_budget = static_cast<std::size_t>(*number);
    }
    if (faults.size() != before) return;
    const seconds pull = portal.pull_every;
    check_audit(value, "associations_every", portal.associations_every, pull, faults);
    check_audit(value, "archived_every", portal.archived_every, pull, faults);
    check_audit(value, "complete_pass_every", portal.complete_pass_every, pull, faults);
    // What was not said follows a slower pull.
    portal.associations_every = std::max(portal.associations_every, pull);
    portal.archived_every = std::max(portal.archived_every, pull);
    portal.complete_pass_every = std::max(portal.complete_pass_every, pull);
}

}  // namespace

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
    read_rhythm(value, portal, faults);
    return portal;
}

}  // namespace mentorsync
