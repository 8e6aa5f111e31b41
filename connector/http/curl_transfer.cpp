#include "connector/http/curl_transfer.hpp"

#include <openssl/x509.h>

#include <string>
#include <string_view>

namespace mentorsync::http {

namespace {

// All headers of one answer. A CRM sends some two thousand bytes.
constexpr std::size_t kMaxHeaderBytes = std::size_t{256} << 10;

constexpr char kTooLarge[] = "the answer is larger than the limit";

// Sets options until one fails: a missing one may be the one that checks the certificate.
class Options {
public:
    explicit Options(CURL* handle) : handle_(handle) {}

    template <class T>
    Options& set(CURLoption option, T value) {
        if (code_ == CURLE_OK) code_ = curl_easy_setopt(handle_, option, value);
        return *this;
    }

    [[nodiscard]] CURLcode code() const { return code_; }

private:
    CURL* handle_;
    CURLcode code_ = CURLE_OK;
};

void set_safety(Options& options, const CurlSession& session) {
    const char* const scheme = session.base.encrypted ? "https" : "http";
    options.set(CURLOPT_PROTOCOLS_STR, scheme)
        .set(CURLOPT_REDIR_PROTOCOLS_STR, "https")
        .set(CURLOPT_FOLLOWLOCATION, 0L)
        .set(CURLOPT_UNRESTRICTED_AUTH, 0L)
        .set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED))
        .set(CURLOPT_SSL_VERIFYPEER, 1L)
        .set(CURLOPT_SSL_VERIFYHOST, 2L)
        .set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2))
        // Set even when empty, or curl reads http_proxy and no_proxy from the environment.
        .set(CURLOPT_PROXY, session.options.proxy.c_str())
        .set(CURLOPT_NOPROXY, "")
        .set(CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE))
        .set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (!session.options.ca_file.empty()) {
        options.set(CURLOPT_CAINFO, session.options.ca_file.c_str()).set(CURLOPT_CAPATH, nullptr);
    }
}

void set_limits(Options& options, const HttpOptions& limits) {
    options.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect_timeout.count()))
        .set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total_timeout.count()))
        .set(CURLOPT_LOW_SPEED_LIMIT, limits.slow_bytes_per_second)
        .set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.slow_for.count()))
        // No signals: this may run in a host's thread. curl sends with MSG_NOSIGNAL.
        .set(CURLOPT_NOSIGNAL, 1L)
        // Or giving up a name lookup waits for the resolver's own, much longer, timeout.
        .set(CURLOPT_QUICK_EXIT, 1L);
}

bool carries_body(const Request& request) {
    return !request.body.empty() || request.method == Method::Post ||
           request.method == Method::Put || request.method == Method::Patch;
}

void set_request(Options& options, const CurlSession& session, const Request& request,
                 const CurlHeaders& own_headers) {
    const bool has_body = carries_body(request);
    const CurlHeaders& shared = has_body ? session.body_headers : session.plain_headers;
    const std::string url = session.base.text + request.target;
    options.set(CURLOPT_URL, url.c_str())
        .set(CURLOPT_PATH_AS_IS, 1L)
        .set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS))
        // To share one HTTP/2 connection from the first wave on. Without TLS nothing tells curl
        // early that it cannot be shared, and the wave would go in single file.
        .set(CURLOPT_PIPEWAIT, session.base.encrypted ? 1L : 0L)
        .set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
        .set(CURLOPT_USERAGENT, "mentorsync/" MENTORSYNC_VERSION)
        .set(CURLOPT_HTTPHEADER, (own_headers ? own_headers : shared).get());
    if (has_body) {
        options.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()))
            .set(CURLOPT_POSTFIELDS, request.body.data());
    }
    options.set(CURLOPT_CUSTOMREQUEST, name_of(request.method).data());
    if (request.request_class == RequestClass::Create) {
        // On a reused connection that dies before the first byte of an answer, curl sends any
        // request again, and reports one success. Over HTTP/2 it does so on any connection when the
        // server refuses the stream.
        options.set(CURLOPT_FRESH_CONNECT, 1L)
            .set(CURLOPT_FORBID_REUSE, 1L)
            .set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    }
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool breaks_http(CURLcode code) {
    return code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY ||
           code == CURLE_BAD_CONTENT_ENCODING || code == CURLE_WRITE_ERROR;
}

// curl's own words are fixed texts; its error buffer is not used, because it quotes the server.
std::string cause_of(CURL* handle, CURLcode code) {
    if (code != CURLE_PEER_FAILED_VERIFICATION) return curl_easy_strerror(code);
    long verdict = X509_V_OK;
    curl_easy_getinfo(handle, CURLINFO_SSL_VERIFYRESULT, &verdict);
    if (verdict == X509_V_OK) return "its certificate is for another name";
    return std::string("its certificate is not trusted: ") + X509_verify_cert_error_string(verdict);
}

}  // namespace

CurlTransfer::CurlTransfer(const CurlSession& session, const Request& request, std::size_t position)
    : session_(session), request_(request), position_(position), handle_(curl_easy_init()) {}

CurlTransfer::~CurlTransfer() {
    curl_multi_remove_handle(session_.multi.get(), handle_.get());
}

Result<std::unique_ptr<CurlTransfer>> CurlTransfer::start(const CurlSession& session,
                                                          const Request& request,
                                                          std::size_t position) {
    if (auto checked = check_target(request.target); !checked) return Failure(checked.error());
    std::unique_ptr<CurlTransfer> transfer(new CurlTransfer(session, request, position));
    if (!transfer->handle_) return fail(ErrorCode::OutOfMemory, "out of memory for libcurl");
    if (!request.bearer.empty()) {
        auto headers = make_headers(session.options, request.bearer, carries_body(request));
        if (!headers) return Failure(headers.error());
        transfer->own_headers_ = *std::move(headers);
    }
    if (const CURLcode code = transfer->configure(); code != CURLE_OK) {
        return transfer->explain(ErrorCode::Internal, curl_easy_strerror(code));
    }
    if (curl_multi_add_handle(session.multi.get(), transfer->handle_.get()) != CURLM_OK) {
        return transfer->explain(ErrorCode::Internal, "libcurl does not take the request");
    }
    return transfer;
}

CURLcode CurlTransfer::configure() {
    Options options(handle_.get());
    set_safety(options, session_);
    set_limits(options, session_.options);
    set_request(options, session_, request_, own_headers_);
    return options.set(CURLOPT_PRIVATE, this)
        .set(CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header)
        .set(CURLOPT_HEADERDATA, this)
        .set(CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body)
        .set(CURLOPT_WRITEDATA, this)
        .code();
}

std::size_t CurlTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<CurlTransfer*>(self);
    const std::string_view line(data, size * count);
    transfer.header_bytes_ += line.size();
    if (transfer.header_bytes_ > kMaxHeaderBytes) {
        transfer.too_large_ = true;
        return 0;
    }
    const std::size_t colon = line.find(':');
    if (line.starts_with("HTTP/")) {
        transfer.response_.headers.clear();  // what came before was an interim answer
        transfer.has_whole_head_ = false;
    } else if (line == "\r\n" || line == "\n") {
        transfer.has_whole_head_ = true;
    } else if (colon != std::string_view::npos) {
        transfer.response_.headers.push_back({std::string(trimmed(line.substr(0, colon))),
                                              std::string(trimmed(line.substr(colon + 1)))});
    }
    return line.size();
}

std::size_t CurlTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<CurlTransfer*>(self);
    const std::string_view piece(data, size * count);
    std::string& body = transfer.response_.body;
    if (piece.size() > transfer.session_.options.max_decoded_bytes - body.size()) {
        transfer.too_large_ = true;
        return 0;
    }
    body += piece;
    return piece.size();
}

Result<Response> CurlTransfer::finish(CURLcode code) {
    // curl takes a connection that ends amid the headers for the end of an empty body.
    if (code == CURLE_OK && !has_whole_head_) code = CURLE_PARTIAL_FILE;
    if (code != CURLE_OK) return failure_of(code);

    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    response_.status = static_cast<int>(status);
    if (status >= 300 && status < 400) {
        const char* url = nullptr;
        curl_easy_getinfo(handle_.get(), CURLINFO_REDIRECT_URL, &url);
        return explain(ErrorCode::BadResponse,
                       session_.base.host + " redirects to " +
                           (url == nullptr ? "nowhere" : host_of(url)) +
                           "; redirects are not followed, so check the address of the CRM");
    }
    return std::move(response_);
}

Result<Response> CurlTransfer::abandon(ErrorCode code, const char* why) const {
    if (perhaps_applied()) code = ErrorCode::Ambiguous;
    return explain(code, why);
}

bool CurlTransfer::perhaps_applied() const {
    // Counts every byte of a request that curl has handed to a connection, over all its attempts.
    long sent_bytes = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_REQUEST_SIZE, &sent_bytes);
    return sent_bytes > 0 && request_.request_class != RequestClass::Read;
}

Failure CurlTransfer::explain(ErrorCode code, const std::string& what) const {
    return fail(code, label_of(request_) + ": " + what);
}

Failure CurlTransfer::failure_of(CURLcode code) const {
    const std::string cause = too_large_ ? kTooLarge : cause_of(handle_.get(), code);
    const std::string& host = session_.base.host;
    if (perhaps_applied()) {
        return explain(ErrorCode::Ambiguous,
                       "sent to " + host + ", but no whole answer came (" + cause + ")");
    }
    if (too_large_) return explain(ErrorCode::Rejected, kTooLarge);
    if (breaks_http(code)) {
        return explain(ErrorCode::BadResponse, "unusable answer from " + host + " (" + cause + ")");
    }
    return explain(ErrorCode::Unavailable, "no answer from " + host + " (" + cause + ")");
}

}  // namespace mentorsync::http
