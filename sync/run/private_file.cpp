#include "sync/run/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace mentorsync {

namespace {

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

std::string reason() {
    return std::generic_category().message(errno);
}

bool belongs_to_other(const struct stat& facts, Owner owner) {
    if (facts.st_uid == ::geteuid()) return false;
    return owner == Owner::UsOnly || facts.st_uid != 0;
}

Result<void> check(const struct stat& facts, const PrivateFile& file) {
    if (!S_ISREG(facts.st_mode)) return refuse_secret(file.place, "is not a regular file");
    // What systemd passes on was checked by systemd.
    if (file.readers == Readers::Any) return {};
    if ((facts.st_mode & 077U) != 0) {
        return refuse_secret(file.place, "may be read by others; run: chmod 400 " + file.path);
    }
    if (belongs_to_other(facts, file.owner)) {
        return refuse_secret(file.place, "belongs to another user; run: chown \"$(id -u)\" " +
                                             file.path + " as the user of mentorsync");
    }
    return {};
}

// Reads until the end or one byte more than is allowed.
Result<std::string> read_all(int descriptor, const PrivateFile& file) {
    std::string bytes(file.most_bytes + 1, '\0');
    std::size_t size = 0;
    while (size < bytes.size()) {
        const ssize_t count = ::read(descriptor, bytes.data() + size, bytes.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return refuse_secret(file.place, "cannot be read: " + reason());
        if (count == 0) break;
        size += static_cast<std::size_t>(count);
    }
    if (size > file.most_bytes) {
        wipe(bytes);
        return refuse_secret(file.place, "is too long to be a key");
    }
    bytes.resize(size);
    return bytes;
}

}  // namespace

Failure refuse_secret(std::string_view place, std::string_view why) {
    return fail(ErrorCode::Configuration, std::string(place) + ": " + std::string(why));
}

Result<Secret> read_private_file(const PrivateFile& file) {
    const Descriptor opened(
        ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
    if (opened.get() < 0 && errno == ELOOP) {
        return refuse_secret(file.place, "is a symbolic link; name the file itself");
    }
    if (opened.get() < 0) return refuse_secret(file.place, "cannot be opened: " + reason());
    struct stat facts {};
    if (::fstat(opened.get(), &facts) != 0) {
        return refuse_secret(file.place, "cannot be read: " + reason());
    }
    if (const auto checked = check(facts, file); !checked) return Failure(checked.error());
    auto bytes = read_all(opened.get(), file);
    if (!bytes) return Failure(bytes.error());
    return Secret(*std::move(bytes));
}

Result<std::string> credential_path(const std::string& name) {
    const std::string place = "credential " + name;
    // The environment is read before any thread starts.
    const char* const folder =
        std::getenv("CREDENTIALS_DIRECTORY");  // NOLINT(concurrency-mt-unsafe)
    if (folder == nullptr) {
        return refuse_secret(place,
                             "systemd gave none; add LoadCredential=" + name + ":PATH to the unit");
    }
    if (name.find('/') != std::string::npos) {
        return refuse_secret(place, "must be a name, not a path");
    }
    return std::string(folder) + "/" + name;
}

}  // namespace mentorsync
