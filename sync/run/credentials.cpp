#include "sync/run/credentials.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "sync/run/private_file.hpp"

namespace mentorsync {

namespace {

constexpr std::string_view kSpace = " \t\r\n";

Result<Secret> checked(const std::string& place, const Secret& bytes) {
    std::string_view key = bytes.reveal();
    const auto first = key.find_first_not_of(kSpace);
    if (first == std::string_view::npos) {
        return refuse_secret(place, "is empty; put the CRM's service key there");
    }
    key = key.substr(first, key.find_last_not_of(kSpace) - first + 1);
    if (!std::ranges::all_of(key, [](unsigned char c) { return c > 0x20 && c < 0x7F; })) {
        return refuse_secret(place, "does not hold a key: a key is printable ASCII without spaces");
    }
    return Secret(std::string(key));
}

Result<Secret> from_file(const PrivateFile& file) {
    const auto bytes = read_private_file(file);
    if (!bytes) return Failure(bytes.error());
    return checked(file.place, *bytes);
}

Result<Secret> from_credential(const std::string& name) {
    auto path = credential_path(name);
    if (!path) return Failure(path.error());
    return from_file(
        {.path = *std::move(path), .place = "credential " + name, .readers = Readers::Any});
}

Result<Secret> from_environment(const std::string& name) {
    const std::string place = "environment variable " + name;
    // The environment is read before any thread starts.
    const char* const value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
    if (value == nullptr) return refuse_secret(place, "is not set");
    return checked(place, Secret(value));
}

}  // namespace

Result<Secret> load_secret(const SecretReference& reference, std::string_view settings_file) {
    switch (reference.kind) {
        case SecretReference::Kind::File: {
            const std::string path = resolve_path(settings_file, reference.name);
            return from_file({.path = path, .place = "key file " + path});
        }
        case SecretReference::Kind::Credential: return from_credential(reference.name);
        case SecretReference::Kind::Environment: return from_environment(reference.name);
    }
    return fail(ErrorCode::Internal, "unknown kind of secret");
}

}  // namespace mentorsync
