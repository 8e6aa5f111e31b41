#include "sync/run/redirect_listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

namespace mentorsync {

namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kMostBytes = 8'192;
constexpr milliseconds kConnectionTime = 5s;
constexpr milliseconds kGlance = 100ms;  // how often a stop is looked for
constexpr int kWaiting = 8;              // connections that may queue

class Connection {
public:
    explicit Connection(int socket) : socket_(socket) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { ::close(socket_); }
    [[nodiscard]] int get() const { return socket_; }

private:
    int socket_;
};

bool is_ready(int socket, short what, milliseconds time) {
    pollfd watched{.fd = socket, .events = what, .revents = 0};
    return ::poll(&watched, 1, static_cast<int>(time.count())) > 0;
}

// Whether the head of a request has come to its end.
bool is_whole(std::string_view text) {
    return text.find("\r\n\r\n") != text.npos || text.find("\n\n") != text.npos;
}

// The head of a request; what has not come within the time, or is too long, is no request.
std::optional<std::string> read_head(int socket, const std::stop_token& stop) {
    const auto deadline = SteadyClock::now() + kConnectionTime;
    std::string text;
    while (!is_whole(text)) {
        if (stop.stop_requested() || SteadyClock::now() > deadline) return std::nullopt;
        if (!is_ready(socket, POLLIN, kGlance)) continue;
        char piece[1024];
        const ssize_t count = ::recv(socket, piece, sizeof piece, MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (count <= 0) return std::nullopt;
        text.append(piece, static_cast<std::size_t>(count));
        if (text.size() > kMostBytes) return std::nullopt;
    }
    return text;
}

// The target of "GET TARGET HTTP/1.1"; empty for anything else.
std::string_view target_of(std::string_view head) {
    const std::string_view line = head.substr(0, head.find_first_of("\r\n"));
    constexpr std::string_view method = "GET ";
    if (!line.starts_with(method)) return {};
    const std::size_t end = line.find(' ', method.size());
    if (end == line.npos || !line.substr(end + 1).starts_with("HTTP/1.")) return {};
    return line.substr(method.size(), end - method.size());
}

void send_answer(int socket, const RedirectAnswer& answer) {
    const std::string text =
        "HTTP/1.1 " + std::to_string(answer.status) + (answer.status == 200 ? " OK" : " Refused") +
        "\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
        "Connection: close\r\nContent-Length: " +
        std::to_string(answer.page.size()) + "\r\n\r\n" + answer.page;
    std::string_view rest = text;
    const auto deadline = SteadyClock::now() + kConnectionTime;
    while (!rest.empty() && SteadyClock::now() < deadline) {
        if (!is_ready(socket, POLLOUT, kGlance)) continue;
        const ssize_t count = ::send(socket, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (count <= 0) return;
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    ::shutdown(socket, SHUT_WR);
}

}  // namespace

Result<RedirectListener> RedirectListener::open(std::uint16_t port) {
    const auto failure = [port] {
        return fail(ErrorCode::Configuration,
                    "cannot listen on port " + std::to_string(port) + " of this machine: " +
                        std::generic_category().message(errno) + "; choose another redirect_port");
    };
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) return failure();
    RedirectListener listener(socket, port);
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (::bind(socket, plain, size) != 0 || ::listen(socket, kWaiting) != 0 ||
        ::getsockname(socket, plain, &size) != 0) {
        return failure();
    }
    listener.port_ = ntohs(address.sin_port);
    return listener;
}

RedirectListener::RedirectListener(RedirectListener&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), port_(other.port_) {}

RedirectListener::~RedirectListener() {
    if (socket_ >= 0) ::close(socket_);
}

Result<void> RedirectListener::serve(const TakeRedirect& take, milliseconds patience,
                                     const std::stop_token& stop) {
    const auto deadline = SteadyClock::now() + patience;
    while (!stop.stop_requested()) {
        if (SteadyClock::now() > deadline) {
            return fail(ErrorCode::Unauthorized,
                        "nobody permitted the app in time: begin again with mentorsync login");
        }
        if (!is_ready(socket_, POLLIN, kGlance)) continue;
        const int accepted = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (accepted < 0) continue;
        const Connection connection(accepted);
        const auto head = read_head(accepted, stop);
        if (!head) continue;
        const std::string_view target = target_of(*head);
        const RedirectAnswer answer =
            target.empty() ? RedirectAnswer{.status = 405, .page = "Only GET is answered here.\n"}
                           : take(target);
        send_answer(accepted, answer);
        if (answer.last) return {};
    }
    return fail(ErrorCode::Cancelled, "stopped before anybody permitted the app");
}

}  // namespace mentorsync
