#include "connector/http/curl_session.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>

namespace mentorsync::http {

namespace {

Result<void> start_curl() {
    // The first caller initialises, once for the process; it is never undone, because another user
    // of libcurl in the same process may still need it.
    static const CURLcode outcome = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (outcome != CURLE_OK) return fail(ErrorCode::Internal, "libcurl cannot start");
    return {};
}

Result<void> check(const HttpOptions& options, const BaseUrl& base) {
    if (!options.ca_file.empty() && !std::ifstream(options.ca_file)) {
        return fail(ErrorCode::Configuration, "cannot read the CA file " + options.ca_file);
    }
    // Without TLS the proxy would see the key.
    if (!options.proxy.empty() && !base.encrypted) {
        return fail(ErrorCode::Configuration, "a proxy can be used only with https");
    }
    return {};
}

Result<void> append_bearer(CurlHeaders& headers, const Secret& bearer) {
    const std::string_view key = bearer.reveal();
    // A line break in a key would let whoever wrote it add headers.
    if (!std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; })) {
        return fail(ErrorCode::Configuration,
                    "the key for the CRM holds a character that no key has");
    }
    std::string line = "Authorization: Bearer ";
    line.reserve(line.size() + key.size());  // or growing would leave a piece of the key behind
    line += key;
    auto added = append_header(headers, line);
    wipe(line);
    return added;
}

}  // namespace

Result<CurlHeaders> make_headers(const HttpOptions& options, const Secret& bearer, bool has_body) {
    CurlHeaders headers;
    const std::string type = "Content-Type: " + options.content_type;
    auto added = append_header(headers, "Accept: application/json");
    if (added && has_body) added = append_header(headers, type);
    // Takes out the header with which curl would wait a second before a large body.
    if (added && has_body) added = append_header(headers, "Expect:");
    if (added && !bearer.empty()) added = append_bearer(headers, bearer);
    if (!added) return Failure(added.error());
    return headers;
}

Result<CurlSession> open_session(HttpOptions options) {
    if (!options.curl_is_ready) {
        if (auto started = start_curl(); !started) return Failure(started.error());
    }
    auto base = parse_base_url(options.base_url);
    if (!base) return Failure(base.error());
    if (auto checked = check(options, *base); !checked) return Failure(checked.error());

    auto plain = make_headers(options, options.bearer, false);
    if (!plain) return Failure(plain.error());
    auto with_body = make_headers(options, options.bearer, true);
    if (!with_body) return Failure(with_body.error());

    CurlMulti multi(curl_multi_init());
    if (!multi) return fail(ErrorCode::OutOfMemory, "out of memory for libcurl");
    options.max_parallel = std::max<std::size_t>(options.max_parallel, 1);
    curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options.max_parallel));
    return CurlSession{std::move(options), *std::move(base), *std::move(plain),
                       *std::move(with_body), std::move(multi)};
}

}  // namespace mentorsync::http
