#include "sync/run/seal_key.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "sync/run/private_file.hpp"

namespace mentorsync {

namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kBase64Bytes = 44;  // of 32 bytes, with one '=' at the end

constexpr std::string_view kNoKey =
    "is no sealing key: it must hold exactly 32 bytes, or the base64 of 32; make one with: "
    "openssl rand -base64 32";

std::string_view without_line_end(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

Result<Secret> key_of(const Secret& content, const std::string& place) {
    if (content.reveal().size() == kKeyBytes) return content;
    const std::string_view text = without_line_end(content.reveal());
    if (text.size() != kBase64Bytes || !text.ends_with('=') || text.ends_with("==")) {
        return refuse_secret(place, kNoKey);
    }
    std::array<unsigned char, kBase64Bytes> bytes{};
    const int size =
        EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                        static_cast<int>(text.size()));
    // The padding is decoded to a zero byte.
    const bool is_whole = size == static_cast<int>(kKeyBytes) + 1;
    Secret key(std::string(bytes.begin(), bytes.begin() + kKeyBytes));
    wipe(reinterpret_cast<char*>(bytes.data()), bytes.size());
    if (!is_whole) return refuse_secret(place, kNoKey);
    return key;
}

Result<Secret> load_key(const PrivateFile& file) {
    const auto content = read_private_file(file);
    if (!content) return Failure(content.error());
    return key_of(*content, file.place);
}

Result<Secret> load_key(const SecretReference& reference, const Settings& settings) {
    if (reference.kind == SecretReference::Kind::Credential) {
        auto path = credential_path(reference.name);
        if (!path) return Failure(path.error());
        return load_key({.path = *std::move(path),
                         .place = "credential " + reference.name,
                         .readers = Readers::Any});
    }
    if (reference.kind == SecretReference::Kind::Environment) {
        return refuse_secret("environment variable " + reference.name,
                             "must not hold a sealing key; use $credential or $file");
    }
    const std::string path = resolve_path(settings.file, reference.name);
    return load_key({.path = path, .place = "sealing key " + path, .owner = Owner::UsOnly});
}

Failure cannot_make(const std::string& path) {
    return refuse_secret("sealing key " + path,
                         "cannot be made: " + std::generic_category().message(errno));
}

bool write_whole(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return ::fsync(descriptor) == 0;
}

bool sync_folder_of(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    const int opened =
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return false;
    const bool synced = ::fsync(opened) == 0;
    ::close(opened);
    return synced;
}

// Whole on the disk before it has its name, so that a crash leaves no half of a key, and linked to
// its name, which fails when another process was faster.
Result<void> make_key(const std::string& path) {
    std::string key(kKeyBytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), kKeyBytes) != 1) {
        return fail(ErrorCode::Internal, "the system has no random numbers for a sealing key");
    }
    const Secret secret(std::move(key));
    const std::string part = path + "." + std::to_string(::getpid()) + ".part";
    ::unlink(part.c_str());
    const int opened =
        ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0400);
    if (opened < 0) return cannot_make(path);
    const bool written = write_whole(opened, secret.reveal());
    ::close(opened);
    const bool linked = written && (::link(part.c_str(), path.c_str()) == 0 || errno == EEXIST);
    const int cause = errno;
    ::unlink(part.c_str());
    errno = cause;
    if (!linked || !sync_folder_of(path)) return cannot_make(path);
    return {};
}

}  // namespace

std::string own_seal_key_path(const Settings& settings) {
    return resolve_path(settings.file, settings.store) + ".key";
}

Result<std::shared_ptr<const store::Sealer>> open_sealer(const Settings& settings,
                                                         MissingKey missing) {
    std::vector<Secret> keys;
    for (const SecretReference& reference : settings.seal_keys) {
        auto key = load_key(reference, settings);
        if (!key) return Failure(key.error());
        keys.push_back(*std::move(key));
    }
    if (keys.empty()) {
        const std::string path = own_seal_key_path(settings);
        std::error_code unused;
        if (!std::filesystem::exists(std::filesystem::symlink_status(path, unused))) {
            if (missing == MissingKey::None) return std::shared_ptr<const store::Sealer>();
            if (auto made = make_key(path); !made) return Failure(made.error());
        }
        auto key = load_key({.path = path, .place = "sealing key " + path, .owner = Owner::UsOnly});
        if (!key) return Failure(key.error());
        keys.push_back(*std::move(key));
    }
    return store::Sealer::from_keys(keys);
}

}  // namespace mentorsync
