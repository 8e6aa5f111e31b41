#include "sync/daemon/http_server.hpp"

// Boost.Asio 1.74 uses std::exchange without including it.
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <iterator>
#include <optional>
#include <thread>

namespace mentorsync::daemon {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using Tcp = asio::ip::tcp;
using Answer = std::function<Page(const PageRequest&)>;
using namespace std::chrono_literals;

constexpr auto kPatience = 5s;
constexpr std::uint32_t kMostHeaderBytes = 8'192;
constexpr int kMostConnections = 32;

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

// One connection. Lives as long as an operation of it is under way.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Tcp::socket socket, const Answer& answer, int& open)
        : stream_(std::move(socket)), answer_(answer), open_(open) {
        ++open_;
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { --open_; }

    void read() {
        parser_.emplace();
        parser_->header_limit(kMostHeaderBytes);
        parser_->body_limit(0);
        stream_.expires_after(kPatience);
        http::async_read(
            stream_, buffer_, *parser_,
            [self = shared_from_this()](error_code failed, std::size_t) {
                if (!failed) {
                    self->respond();
                } else if (failed == http::error::header_limit) {
                    self->write({.status = 431, .body = "too many headers\n"}, false);
                } else if (failed == http::error::body_limit) {
                    self->write({.status = 413, .body = "no body, please\n"}, false);
                } else if (failed.category() ==
                               http::make_error_code(http::error::bad_method).category() &&
                           failed != http::error::end_of_stream) {
                    self->write({.status = 400, .body = "not HTTP\n"}, false);
                }
            });
    }

private:
    void respond() {
        const auto& request = parser_->get();
        const auto hosts = request.equal_range(http::field::host);
        const bool has_one = std::distance(hosts.first, hosts.second) == 1;
        is_head_ = request.method() == http::verb::head;
        write(answer_({.method = view(request.method_string()),
                       .target = view(request.target()),
                       .host = has_one ? view(hosts.first->value()) : std::string_view()}),
              request.keep_alive());
    }

    void write(const Page& page, bool keep_alive) {
        reply_.emplace();
        reply_->result(page.status);
        reply_->set(http::field::content_type, page.content_type);
        reply_->set(http::field::cache_control, "no-store");
        reply_->set("X-Content-Type-Options", "nosniff");
        reply_->set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        reply_->set("Referrer-Policy", "no-referrer");
        if (page.status == 405) reply_->set(http::field::allow, "GET, HEAD");
        reply_->keep_alive(keep_alive);
        reply_->body() = page.body;
        reply_->prepare_payload();
        // The length stays that of the body which is not sent.
        if (is_head_) reply_->body().clear();
        stream_.expires_after(kPatience);
        http::async_write(stream_, *reply_,
                          [self = shared_from_this()](error_code failed, std::size_t) {
                              if (failed || !self->reply_->keep_alive()) {
                                  self->close();
                              } else {
                                  self->read();
                              }
                          });
    }

    void close() {
        error_code unused;
        stream_.socket().shutdown(Tcp::socket::shutdown_send, unused);
    }

    beast::tcp_stream stream_;
    const Answer& answer_;
    int& open_;
    beast::flat_buffer buffer_{std::size_t{kMostHeaderBytes} * 2};
    std::optional<http::request_parser<http::empty_body>> parser_;
    std::optional<http::response<http::string_body>> reply_;
    bool is_head_ = false;
};

Failure cannot_listen(const HttpSettings& settings, const std::string& why) {
    return fail(ErrorCode::Configuration, "http.listen " + settings.address + ":" +
                                              std::to_string(settings.port) + ": " + why);
}

}  // namespace

struct HttpServer::State {
    explicit State(Answer wanted) : answer(std::move(wanted)) {}

    void accept() {
        acceptor.async_accept([this](error_code failed, Tcp::socket socket) {
            if (failed == asio::error::operation_aborted) return;
            if (!failed && open < kMostConnections) {
                std::make_shared<Connection>(std::move(socket), answer, open)->read();
            }
            accept();
        });
    }

    Answer answer;
    int open = 0;  // connections; used in the server's thread only
    asio::io_context context{1};
    Tcp::acceptor acceptor{context};
    std::jthread thread;
};

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

HttpServer::~HttpServer() {
    state_->context.stop();
}

std::uint16_t HttpServer::port() const noexcept {
    error_code unused;
    return state_->acceptor.local_endpoint(unused).port();
}

Result<std::unique_ptr<HttpServer>> HttpServer::start(const HttpSettings& settings, Answer answer) {
    error_code failed;
    const auto address = asio::ip::make_address(settings.address, failed);
    if (failed || !address.is_loopback()) {
        return cannot_listen(settings, "is not a loopback address");
    }
    auto state = std::make_unique<State>(std::move(answer));
    const Tcp::endpoint endpoint(address, settings.port);
    state->acceptor.open(endpoint.protocol(), failed);
    if (!failed) state->acceptor.set_option(Tcp::acceptor::reuse_address(true), failed);
    if (!failed) state->acceptor.bind(endpoint, failed);
    if (!failed) state->acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return cannot_listen(settings, failed.message());
    state->accept();
    state->thread = std::jthread([raw = state.get()] { raw->context.run(); });
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

}  // namespace mentorsync::daemon
