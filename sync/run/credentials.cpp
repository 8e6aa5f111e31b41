#include "sync/run/credentials.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

namespace mentorsync {

namespace {

constexpr std::size_t kMaximumBytes = 4096;
constexpr std::string_view kSpace = " \t\r\n";

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int get() const { return number_; }

private:
    int number_;
};

Failure refuse(const std::string& place, const std::string& why) {
    return fail(ErrorCode::Configuration, place + ": " + why);
}

// systemd owns what is in its credentials directory and may let the group read it.
enum class Readers { OwnerOnly, Any };

Result<std::string> read_private_file(const std::string& path, Readers readers) {
    const std::string place = "key file " + path;
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0)
        return refuse(place, "cannot be opened: " + std::generic_category().message(errno));

    struct stat facts {};
    if (::fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
        return refuse(place, "is not a regular file");
    }
    if (readers == Readers::OwnerOnly && (facts.st_mode & 077U) != 0) {
        return refuse(place, "may be read by others; run: chmod 400 " + path);
    }
    std::string bytes(kMaximumBytes + 1, '\0');
    const ssize_t count = ::read(file.get(), bytes.data(), bytes.size());
    if (count < 0)
        return refuse(place, "cannot be read: " + std::generic_category().message(errno));
    bytes.resize(static_cast<std::size_t>(count));
    if (bytes.size() > kMaximumBytes) return refuse(place, "is too long to be a key");
    return bytes;
}

Result<Secret> checked(const std::string& place, std::string bytes) {
    const auto first = bytes.find_first_not_of(kSpace);
    if (first == std::string::npos)
        return refuse(place, "is empty; put the CRM's service key there");
    bytes = bytes.substr(first, bytes.find_last_not_of(kSpace) - first + 1);
    if (!std::ranges::all_of(bytes, [](unsigned char c) { return c > 0x20 && c < 0x7F; })) {
        return refuse(place, "does not hold a key: a key is printable ASCII without spaces");
    }
    return Secret(std::move(bytes));
}

// The environment is read before any thread starts.
const char* environment(const std::string& name) {
    return std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
}

Result<Secret> from_file(const std::string& path) {
    auto bytes = read_private_file(path, Readers::OwnerOnly);
    if (!bytes) return Failure(bytes.error());
    return checked("key file " + path, *std::move(bytes));
}

Result<Secret> from_credential(const std::string& name) {
    const std::string place = "credential " + name;
    const char* const folder = environment("CREDENTIALS_DIRECTORY");
    if (folder == nullptr) {
        return refuse(place, "systemd gave none; add LoadCredential=" + name + ":PATH to the unit");
    }
    if (name.find('/') != std::string::npos) return refuse(place, "must be a name, not a path");
    auto bytes = read_private_file(std::string(folder) + "/" + name, Readers::Any);
    if (!bytes) return Failure(bytes.error());
    return checked(place, *std::move(bytes));
}

Result<Secret> from_environment(const std::string& name) {
    const std::string place = "environment variable " + name;
    const char* const value = environment(name);
    if (value == nullptr) return refuse(place, "is not set");
    return checked(place, value);
}

}  // namespace

Result<Secret> load_secret(const SecretReference& reference, std::string_view settings_file) {
    switch (reference.kind) {
        case SecretReference::Kind::File:
            return from_file(resolve_path(settings_file, reference.name));
        case SecretReference::Kind::Credential: return from_credential(reference.name);
        case SecretReference::Kind::Environment: return from_environment(reference.name);
    }
    return fail(ErrorCode::Internal, "unknown kind of secret");
}

}  // namespace mentorsync
