#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "connector/http/safe_url.hpp"
#include "sync/rules/reader.hpp"
#include "sync/run/settings_parts.hpp"

namespace mentorsync {

namespace {

using json::Kind;
using json::Value;

constexpr std::array<std::string_view, 3> kCredentialKeys{"service_key", "service_key_next",
                                                          "oauth"};
constexpr std::array<std::string_view, 5> kOAuthKeys{"client_id", "client_secret", "authorize_url",
                                                     "scopes", "redirect_port"};
constexpr std::array<std::string_view, 3> kSecretKeys{"$file", "$credential", "$env"};
constexpr std::array kKindOf{SecretReference::Kind::File, SecretReference::Kind::Credential,
                             SecretReference::Kind::Environment};

constexpr std::string_view kSecretHint =
    "put it into a file of mode 0400 and write {\"$file\": \"PATH\"}";
constexpr std::string_view kCredentialsExample =
    "\"credentials\": {\"service_key\": {\"$file\": \"PATH\"}}";

// A port below needs rights that a person at a browser does not have.
constexpr int kFirstFreePort = 1024;
constexpr int kLastPort = 65'535;

// What a daemon and `setup` need. Source: HubSpot scopes reference.
const std::vector<std::string>& usual_scopes() {
    static const std::vector<std::string> scopes{"oauth",
                                                 "crm.objects.contacts.read",
                                                 "crm.objects.contacts.write",
                                                 "crm.objects.owners.read",
                                                 "crm.lists.read",
                                                 "crm.schemas.contacts.read",
                                                 "crm.schemas.contacts.write"};
    return scopes;
}

bool consists_of(std::string_view text, std::string_view letters) {
    return text.find_first_not_of(letters) == std::string_view::npos;
}

void check_reference(const SecretReference& reference, FaultList& faults) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    const std::string& name = reference.name;
    if (reference.kind == SecretReference::Kind::Environment && !consists_of(name, letters)) {
        faults.add(reference.at, "'$env' must be the name of an environment variable",
                   "write the name alone, without '$' or '='");
    }
    if (reference.kind == SecretReference::Kind::Credential &&
        (name.find('/') != std::string::npos || name.starts_with('.'))) {
        faults.add(reference.at, "'$credential' must be a name, not a path",
                   "as in LoadCredential=NAME:PATH of the unit");
    }
}

bool is_same(const SecretReference& a, const SecretReference& b) {
    return a.kind == b.kind && a.name == b.name && !a.name.empty();
}

std::vector<std::string> read_scopes(const Value& value, FaultList& faults) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    std::vector<std::string> scopes;
    const auto* const items = read_items(value, "'scopes'", faults);
    if (items == nullptr) return scopes;
    for (const Value& item : *items) {
        const auto scope = read_name(item, "a scope", faults);
        if (!scope) continue;
        if (!consists_of(scope->text, letters)) {
            faults.add(item.at, "a scope consists of a-z, 0-9, '.', '_' and '-'",
                       "write each scope as an item of its own");
        } else if (std::ranges::find(scopes, scope->text) != scopes.end()) {
            faults.add(item.at, "the scope " + mentorsync::quoted(scope->text) + " stands twice");
        } else {
            scopes.push_back(scope->text);
        }
    }
    return scopes;
}

OAuthSettings read_oauth(const Value& value, FaultList& faults) {
    OAuthSettings oauth;
    oauth.scopes = usual_scopes();
    if (!check_object(value, "'oauth'", kOAuthKeys, faults)) return oauth;
    if (const Value* const id =
            required(value, "client_id", R"("client_id": {"$file": "PATH"})", faults)) {
        oauth.client_id = read_secret(*id, faults);
    }
    if (const Value* const secret =
            required(value, "client_secret", R"("client_secret": {"$file": "PATH"})", faults)) {
        oauth.client_secret = read_secret(*secret, faults);
        if (is_same(oauth.client_id, oauth.client_secret)) {
            faults.add(secret->at, "'client_id' and 'client_secret' name the same place");
        }
    }
    oauth.authorize_url = text_of(value, "authorize_url", faults, oauth.authorize_url);
    if (const auto url = http::parse_base_url(oauth.authorize_url); !url) {
        // The same care as for the CRM's own address, in the name of this key.
        constexpr std::string_view subject = "the address of the CRM";
        std::string what = url.error().message;
        what.replace(0, subject.size(), "'authorize_url'");
        faults.add(value.find("authorize_url")->at, std::move(what),
                   "leave it out for https://app.hubspot.com/oauth/authorize");
    }
    if (const Value* const scopes = value.find("scopes")) {
        oauth.scopes = read_scopes(*scopes, faults);
    }
    if (const Value* const port = value.find("redirect_port")) {
        const auto number =
            read_number(*port, "'redirect_port'", kFirstFreePort, kLastPort, faults);
        if (number) oauth.redirect_port = static_cast<std::uint16_t>(*number);
    }
    return oauth;
}

}  // namespace

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
        check_reference(reference, faults);
    }
    return reference;
}

SecretReference read_seal_key(const Value& value, FaultList& faults) {
    SecretReference reference = read_secret(value, faults);
    if (reference.kind == SecretReference::Kind::Environment) {
        faults.add(value.at, "a sealing key must not come from the environment",
                   "every child of the process can read that; use $credential or $file");
    }
    return reference;
}

void read_credentials(const Value& value, PortalSettings& portal, FaultList& faults) {
    if (!check_object(value, "'credentials'", kCredentialKeys, faults)) return;
    const Value* const key = value.find("service_key");
    const Value* const next = value.find("service_key_next");
    const Value* const oauth = value.find("oauth");
    if (oauth != nullptr) {
        portal.oauth = read_oauth(*oauth, faults);
        for (const Value* const other : {key, next}) {
            if (other == nullptr) continue;
            faults.add(other->at, "a portal has either a service key or 'oauth'",
                       "keep the one that the CRM gave you");
        }
        return;
    }
    if (required(value, "service_key", kCredentialsExample, faults) == nullptr) return;
    portal.service_key = read_secret(*key, faults);
    if (next == nullptr) return;
    portal.service_key_next = read_secret(*next, faults);
    if (is_same(portal.service_key, *portal.service_key_next)) {
        faults.add(next->at, "'service_key_next' names the same place as 'service_key'",
                   "put the new key into a file of its own, until the old one is refused");
    }
}

}  // namespace mentorsync
