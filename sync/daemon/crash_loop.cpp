#include "sync/daemon/crash_loop.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <vector>

namespace mentorsync::daemon {

namespace {

using namespace std::chrono_literals;

constexpr auto kWindow = 60s;

// The starts in `text`, a number of milliseconds a line, that are within the window.
std::vector<Instant> recent_starts(std::string_view text, Instant now) {
    std::vector<Instant> starts;
    while (!text.empty()) {
        std::int64_t at = 0;
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), at);
        const Instant start{std::chrono::milliseconds(at)};
        if (parsed.ec == std::errc() && start <= now && now - start < kWindow) {
            starts.push_back(start);
        }
        const auto end = text.find('\n');
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return starts;
}

}  // namespace

bool CrashLoop::is_looping(Instant now) const {
    const int file = open(path_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return false;
    std::array<char, 4'096> bytes{};
    const ssize_t length = pread(file, bytes.data(), bytes.size(), 0);
    const std::string_view text(bytes.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    auto starts = recent_starts(text, now);
    starts.push_back(now);
    std::string out;
    for (const Instant start : starts) {
        out += std::to_string(start.time_since_epoch().count()) + "\n";
    }
    // A torn file is one with fewer starts.
    if (ftruncate(file, 0) == 0) {
        static_cast<void>(pwrite(file, out.data(), out.size(), 0) == 0);
    }
    close(file);
    return starts.size() >= kStartsOfALoop;
}

void CrashLoop::forget() const {
    unlink(path_.c_str());
}

}  // namespace mentorsync::daemon
