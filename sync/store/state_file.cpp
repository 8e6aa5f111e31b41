#include "sync/store/state_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>

namespace mentorsync::store {

namespace {

constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
constexpr mode_t kOthersWrite = S_IWGRP | S_IWOTH;

// What SQLite may keep beside a database.
constexpr const char* kCompanions[] = {"-wal", "-journal", "-shm"};

Failure system_failure(const std::string& what, int number) {
    return fail(ErrorCode::StoreFailed,
                what + ": " + std::error_code(number, std::generic_category()).message());
}

bool is_there(const std::string& path) {
    struct stat status {};
    return lstat(path.c_str(), &status) == 0;
}

std::string directory_of(const std::string& path) {
    const std::filesystem::path given(path);
    return given.has_parent_path() ? given.parent_path().string() : ".";
}

Result<void> check_directory(const std::string& directory) {
    struct stat status {};
    if (stat(directory.c_str(), &status) != 0) {
        return system_failure("state directory " + directory, errno);
    }
    if (!S_ISDIR(status.st_mode)) {
        return fail(ErrorCode::StoreFailed, "state directory " + directory + " is no directory");
    }
    if ((status.st_mode & kOthersWrite) != 0) {
        return fail(ErrorCode::StoreFailed, "others may write to the state directory " + directory +
                                                "; run: chmod 700 " + directory);
    }
    return {};
}

Failure missing_failure(const std::string& path, const std::string& left) {
    return fail(ErrorCode::StoreFailed, "state file " + path + " is missing, but " + left +
                                            " is there; bring both back, or move it away");
}

// Makes what was just renamed survive a power cut.
Result<void> sync_directory_of(const std::string& path) {
    const std::string directory = directory_of(path);
    const int file = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return system_failure("open " + directory, errno);
    const int synced = fsync(file);
    const int why = errno;
    close(file);
    if (synced != 0) return system_failure("sync " + directory, why);
    return {};
}

}  // namespace

Result<std::string> place_of(const std::string& path) {
    const std::string name = std::filesystem::path(path).filename();
    if (name.empty() || name == "." || name == "..") {
        return fail(ErrorCode::StoreFailed, "state file \"" + path + "\" names no file");
    }
    const std::string directory = directory_of(path);
    if (auto good = check_directory(directory); !good) return Failure(std::move(good).error());

    // The directory may be reached through a link: systemd makes /var/lib/NAME one.
    const std::unique_ptr<char, decltype(&std::free)> real(realpath(directory.c_str(), nullptr),
                                                           &std::free);
    if (!real) return system_failure("state directory " + directory, errno);
    return (std::filesystem::path(real.get()) / name).string();
}

Result<void> make_directory_of(const std::string& path) {
    const std::string directory = directory_of(path);
    if (mkdir(directory.c_str(), S_IRWXU) == 0 || errno == EEXIST) return {};
    return system_failure("make the state directory " + directory, errno);
}

Result<bool> state_file_exists(const std::string& path) {
    // Never opened here: closing a descriptor would drop the locks that SQLite holds on the same
    // file for this process. Source: SQLite, "How To Corrupt An SQLite Database File", 2.2.
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0) {
        if (errno != ENOENT) return system_failure("state file " + path, errno);
        for (const char* companion : kCompanions) {
            const std::string left = path + companion;
            if (!is_there(left)) continue;
            return missing_failure(path, left);
        }
        return false;
    }
    if (S_ISLNK(status.st_mode)) {
        return fail(ErrorCode::StoreFailed, "state file " + path +
                                                " is a symbolic link; name the file itself under "
                                                "\"store\" in the configuration");
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(ErrorCode::StoreFailed, "state file " + path + " is no regular file");
    }
    if ((status.st_mode & kOthers) != 0) {
        return fail(ErrorCode::StoreFailed,
                    "state file " + path + " is open to others; run: chmod 600 " + path);
    }
    if (status.st_size == 0) {
        return fail(
            ErrorCode::StoreFailed,
            "state file " + path +
                " is empty; restore a backup, or remove it and begin again with `mentorsync plan`");
    }
    return true;
}

Result<std::string> make_draft(const std::string& path) {
    const std::string draft = path + ".new";
    drop_draft(draft);  // what a crash may have left

    const int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    const int file = open(draft.c_str(), flags, S_IRUSR | S_IWUSR);
    if (file < 0) return system_failure("make the state file " + draft, errno);
    const int moded = fchmod(file, S_IRUSR | S_IWUSR);  // a umask may have taken our own bits
    const int why = errno;
    close(file);
    if (moded != 0) return system_failure("chmod 600 " + draft, why);
    return draft;
}

void drop_draft(const std::string& draft) {
    unlink(draft.c_str());
    for (const char* companion : kCompanions) unlink((draft + companion).c_str());
}

Result<void> publish_draft(const std::string& draft, const std::string& path) {
    // A rename would replace what somebody else has put there meanwhile; a link does not.
    if (link(draft.c_str(), path.c_str()) != 0) {
        return system_failure("make the state file " + path, errno);
    }
    unlink(draft.c_str());
    return sync_directory_of(path);
}

}  // namespace mentorsync::store
