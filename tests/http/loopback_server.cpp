#include "tests/http/loopback_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): pthread_sigmask
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <stdexcept>

namespace mentorsync::http {

namespace {

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::size_t content_length(const std::string& head) {
    const std::string name = "\r\ncontent-length:";
    const std::size_t at = lower_case(head).find(name);
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
}

}  // namespace

int Received::count_header(std::string_view name) const {
    const std::string lines = lower_case(head);
    const std::string wanted = "\r\n" + std::string(name) + ":";
    int count = 0;
    for (std::size_t at = lines.find(wanted); at != std::string::npos;
         at = lines.find(wanted, at + 1)) {
        ++count;
    }
    return count;
}

Peer::Peer(int socket, SSL_CTX* tls) : socket_(socket) {
    if (tls == nullptr) return;
    tls_ = SSL_new(tls);
    SSL_set_fd(tls_, socket);
}

Peer::~Peer() {
    if (tls_ != nullptr) SSL_free(tls_);
    if (socket_ >= 0) ::close(socket_);
}

bool Peer::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const long sent = tls_ != nullptr
                              ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                              : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Peer::answer(int status, std::string_view body, std::string_view extra_headers) {
    std::string text = "HTTP/1.1 " + std::to_string(status) + " Whatever\r\n";
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    text += extra_headers;
    text += "\r\n";
    text += body;
    return send(text);
}

void Peer::close() {
    const std::scoped_lock lock(mutex_);
    if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

void Peer::reset() {
    const std::scoped_lock lock(mutex_);
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(socket_);
    socket_ = -1;
}

bool Peer::wait_until_gone(std::chrono::milliseconds at_most) {
    pollfd waiting{socket_, POLLRDHUP, 0};
    return ::poll(&waiting, 1, static_cast<int>(at_most.count())) > 0;
}

bool Peer::read_more() {
    std::array<char, 16384> piece{};
    const long read = tls_ != nullptr ? SSL_read(tls_, piece.data(), piece.size())
                                      : ::recv(socket_, piece.data(), piece.size(), 0);
    if (read > 0) buffer_.append(piece.data(), static_cast<std::size_t>(read));
    return read > 0;
}

bool Peer::receive(Received& request) {
    if (tls_ != nullptr && !SSL_is_init_finished(tls_) && SSL_accept(tls_) != 1) return false;
    while (buffer_.find("\r\n\r\n") == std::string::npos) {
        if (!read_more()) return false;
    }
    const std::size_t body = buffer_.find("\r\n\r\n") + 4;
    request.head = buffer_.substr(0, body);
    const std::size_t length = content_length(request.head);
    while (buffer_.size() < body + length) {
        if (!read_more()) return false;
    }
    request.body = buffer_.substr(body, length);
    buffer_.erase(0, body + length);

    const std::size_t first = request.head.find(' ');
    const std::size_t second = request.head.find(' ', first + 1);
    request.method = request.head.substr(0, first);
    request.target = request.head.substr(first + 1, second - first - 1);
    return true;
}

LoopbackServer::LoopbackServer(Handler handler, SSL_CTX* tls)
    : handler_(std::move(handler)), tls_(tls), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket_, generic, size) != 0 || ::listen(socket_, 64) != 0 ||
        ::getsockname(socket_, generic, &size) != 0) {
        throw std::runtime_error("no loopback socket");
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::jthread([this] { accept_all(); });
}

LoopbackServer::~LoopbackServer() {
    ::shutdown(socket_, SHUT_RDWR);
    acceptor_.join();
    for (const auto& peer : peers_) peer->close();
    threads_.clear();
    ::close(socket_);
}

std::string LoopbackServer::url() const {
    return (tls_ == nullptr ? "http://127.0.0.1:" : "https://127.0.0.1:") + std::to_string(port_);
}

std::vector<Received> LoopbackServer::received() const {
    const std::scoped_lock lock(mutex_);
    return received_;
}

void LoopbackServer::wait_for_requests(std::size_t count) const {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return received_.size() >= count; });
}

void LoopbackServer::accept_all() {
    for (;;) {
        const int connection = ::accept(socket_, nullptr, nullptr);
        if (connection < 0) return;
        const std::scoped_lock lock(mutex_);
        peers_.push_back(std::make_unique<Peer>(connection, tls_));
        Peer& peer = *peers_.back();
        threads_.emplace_back([this, &peer, number = accepted_++] { serve(peer, number); });
    }
}

void LoopbackServer::serve(Peer& peer, std::size_t connection) {
    // OpenSSL writes without MSG_NOSIGNAL. For this thread only: the client must do without.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);

    for (std::size_t count = 0;; ++count) {
        Received request;
        if (!peer.receive(request)) return;
        request.connection = connection;
        request.earlier_on_connection = count;
        {
            const std::scoped_lock lock(mutex_);
            received_.push_back(request);
        }
        arrived_.notify_all();
        handler_(peer, request);
    }
}

}  // namespace mentorsync::http
