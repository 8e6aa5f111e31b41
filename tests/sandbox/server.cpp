#include "tests/sandbox/server.hpp"

// Boost.Asio 1.74 uses std::exchange without including it.
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <csignal>
#include <memory>
#include <optional>

namespace mentorsync::sandbox {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using Tcp = asio::ip::tcp;

constexpr std::uint64_t kMaxBody = 16U << 20U;

std::string bearer(const http::request<http::string_body>& request) {
    const auto value = request[http::field::authorization];
    constexpr std::string_view prefix = "Bearer ";
    return value.starts_with(prefix.data()) ? std::string(value.substr(prefix.size()))
                                            : std::string();
}

// One connection. Lives as long as an operation of it is under way.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Tcp::socket socket, const Serve& serve)
        : socket_(std::move(socket)), timer_(socket_.get_executor()), serve_(serve) {}

    void read() {
        parser_.emplace();
        parser_->body_limit(kMaxBody);
        http::async_read(socket_, buffer_, *parser_,
                         [self = shared_from_this()](error_code error, std::size_t) {
                             if (!error) self->answer();
                         });
    }

private:
    void answer() {
        const auto& request = parser_->get();
        keep_alive_ = request.keep_alive();
        version_ = request.version();
        Outcome outcome = serve_({std::string(request.method_string()),
                                  std::string(request.target()), bearer(request), request.body()});
        if (outcome.delivery != Delivery::Answered) {
            close();
            return;
        }
        if (outcome.delay.count() == 0) {
            write(outcome.response);
            return;
        }
        timer_.expires_after(outcome.delay);
        timer_.async_wait(
            [self = shared_from_this(), response = std::move(outcome.response)](error_code error) {
                if (!error) self->write(response);
            });
    }

    void write(const Response& response) {
        reply_.emplace();
        reply_->version(version_);
        reply_->result(static_cast<unsigned>(response.status));
        for (const auto& [name, value] : response.headers) reply_->insert(name, value);
        reply_->keep_alive(keep_alive_);
        reply_->body() = response.body;
        reply_->prepare_payload();
        http::async_write(socket_, *reply_,
                          [self = shared_from_this()](error_code error, std::size_t) {
                              if (error || !self->keep_alive_) {
                                  self->close();
                              } else {
                                  self->read();
                              }
                          });
    }

    void close() {
        error_code ignored;
        socket_.shutdown(Tcp::socket::shutdown_both, ignored);
        socket_.close(ignored);
    }

    Tcp::socket socket_;
    asio::steady_timer timer_;
    const Serve& serve_;
    boost::beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    std::optional<http::response<http::string_body>> reply_;
    bool keep_alive_ = false;
    unsigned version_ = 11;
};

class Door {
public:
    Door(asio::io_context& context, Listener& listener) : acceptor_(context), listener_(listener) {}

    // Returns what went wrong, or empty.
    std::string listen() {
        const Tcp::endpoint endpoint(asio::ip::address_v4::loopback(), listener_.port);
        error_code error;
        acceptor_.open(endpoint.protocol(), error);
        if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
        if (error) return error.message();
        listener_.port = acceptor_.local_endpoint().port();
        accept();
        return {};
    }

private:
    void accept() {
        acceptor_.async_accept([this](error_code error, Tcp::socket socket) {
            if (error) return;
            error_code ignored;
            socket.set_option(Tcp::no_delay(true), ignored);
            std::make_shared<Session>(std::move(socket), listener_.serve)->read();
            accept();
        });
    }

    Tcp::acceptor acceptor_;
    Listener& listener_;
};

}  // namespace

std::string serve_until_signalled(std::vector<Listener>& listeners,
                                  const std::function<void()>& ready) {
    asio::io_context context(1);
    asio::signal_set signals(context, SIGTERM, SIGINT);
    signals.async_wait([&](error_code, int) { context.stop(); });
    std::vector<std::unique_ptr<Door>> doors;
    for (Listener& listener : listeners) {
        doors.push_back(std::make_unique<Door>(context, listener));
        std::string fault = doors.back()->listen();
        if (!fault.empty())
            return "listening on port " + std::to_string(listener.port) + ": " + fault;
    }
    ready();
    context.run();
    return {};
}

}  // namespace mentorsync::sandbox
