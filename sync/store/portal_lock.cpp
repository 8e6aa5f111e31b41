#include "sync/store/portal_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <system_error>

#include "sync/store/state_file.hpp"

namespace mentorsync::store {

namespace {

Failure system_failure(const std::string& what, int number) {
    return fail(ErrorCode::StoreFailed,
                what + ": " + std::error_code(number, std::generic_category()).message());
}

// "2026-09-01T08:00:00Z"
std::string utc_text(std::time_t time) {
    const std::chrono::sys_seconds seconds{std::chrono::seconds(time)};
    const auto day = std::chrono::floor<std::chrono::days>(seconds);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(seconds - day);
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02ld:%02ld:%02ldZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
                  clock.seconds().count());
    return text.data();
}

// "process 1234 on server.example": what the holder wrote, as far as it is fit for a message.
std::string holder_in(int file) {
    std::array<char, 256> bytes{};
    const ssize_t length = pread(file, bytes.data(), bytes.size(), 0);
    if (length <= 0) return "another process";
    const std::string_view text(bytes.data(), static_cast<std::size_t>(length));
    const std::string_view line = text.substr(0, text.find('\n'));
    const bool printable = std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; });
    return printable && !line.empty() ? std::string(line) : "another process";
}

Failure locked_failure(int file, const std::string& path) {
    std::string message = "state is held by " + holder_in(file);
    struct stat status {};
    // The holder wrote the file when it took the lock.
    if (fstat(file, &status) == 0) message += " since " + utc_text(status.st_mtime);
    return fail(ErrorCode::StoreLocked, message + " (" + path + "); wait for it or stop it");
}

Result<void> write_holder(int file) {
    std::array<char, 128> host{};
    if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
    const std::string text = "process " + std::to_string(getpid()) + " on " + host.data() + "\n";
    const bool written = ftruncate(file, 0) == 0 && pwrite(file, text.data(), text.size(), 0) ==
                                                        static_cast<ssize_t>(text.size());
    if (!written) return system_failure("write the lock file", errno);
    return {};
}

}  // namespace

Result<PortalLock> PortalLock::acquire(const std::string& state_path) {
    if (state_path == kInMemory) return PortalLock(-1);
    if (auto made = make_directory_of(state_path); !made) return Failure(std::move(made).error());
    const auto place = place_of(state_path);
    if (!place) return Failure(place.error());

    const std::string path = *place + ".lock";
    const int file =
        open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return system_failure("open the lock file " + path, errno);
    PortalLock lock(file);
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return locked_failure(file, path);
        return system_failure("lock " + path, errno);
    }
    if (fchmod(file, S_IRUSR | S_IWUSR) != 0) return system_failure("chmod 600 " + path, errno);
    if (auto written = write_holder(file); !written) return Failure(std::move(written).error());
    return lock;
}

// Closing releases. The file stays: to remove it would let two processes lock two files.
PortalLock::~PortalLock() {
    if (file_ >= 0) close(file_);
}

}  // namespace mentorsync::store
