// A server on 127.0.0.1 that does what a test tells it, byte by byte: a thread for each connection,
// plain sockets or TLS, and a record of everything that arrived.

#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace mentorsync::http {

struct Received {
    std::string method;
    std::string target;
    std::string head;  // request line and headers
    std::string body;
    std::size_t connection = 0;             // counted from 0 in the order of acceptance
    std::size_t earlier_on_connection = 0;  // how many requests came before on the same one

    // How many header lines have this name, which is in lower case.
    [[nodiscard]] int count_header(std::string_view name) const;
};

// The server's end of one connection.
class Peer {
public:
    Peer(int socket, SSL_CTX* tls);
    ~Peer();
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    // False when the client has gone.
    bool send(std::string_view bytes);

    // A whole answer that leaves the connection open.
    bool answer(int status, std::string_view body, std::string_view extra_headers = {});

    // Ends the connection in good order, or with a TCP reset.
    void close();
    void reset();

    // Reads nothing more, and returns when the client has gone or `at_most` has passed. Returns
    // whether the client has gone.
    bool wait_until_gone(std::chrono::milliseconds at_most);

    // Reads one request. False when the client has gone.
    bool receive(Received& request);

private:
    bool read_more();

    std::mutex mutex_;  // guards the ending of `socket_`
    int socket_;
    SSL* tls_ = nullptr;
    std::string buffer_;
};

class LoopbackServer {
public:
    // Is called for each request, from several threads.
    using Handler = std::function<void(Peer&, const Received&)>;

    explicit LoopbackServer(Handler handler, SSL_CTX* tls = nullptr);
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::size_t accepted() const { return accepted_; }
    [[nodiscard]] std::vector<Received> received() const;

    // Returns once this many requests have arrived.
    void wait_for_requests(std::size_t count) const;

private:
    void accept_all();
    void serve(Peer& peer, std::size_t connection);

    Handler handler_;
    SSL_CTX* tls_;
    int socket_ = -1;
    int port_ = 0;
    std::atomic<std::size_t> accepted_ = 0;

    mutable std::mutex mutex_;
    mutable std::condition_variable arrived_;
    std::vector<Received> received_;
    std::vector<std::unique_ptr<Peer>> peers_;
    std::vector<std::jthread> threads_;
    std::jthread acceptor_;
};

}  // namespace mentorsync::http
