#include "connector/http/curl_session.hpp"

#include <algorithm>
#include <fstream>
#include <initializer_list>
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
    const std::string_view key = options.bearer.reveal();
    // A line break in a key would let whoever wrote it add headers.
    if (!std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; })) {
        return fail(ErrorCode::Configuration,
                    "the key for " + base.host + " holds a character that no key has");
    }
    if (!options.ca_file.empty() && !std::ifstream(options.ca_file)) {
        return fail(ErrorCode::Configuration, "cannot read the CA file " + options.ca_file);
    }
    // Without TLS the proxy would see the key.
    if (!options.proxy.empty() && !base.encrypted) {
        return fail(ErrorCode::Configuration, "a proxy can be used only with https");
    }
    return {};
}

Result<CurlHeaders> make_headers(const HttpOptions& options,
                                 std::initializer_list<const char*> lines) {
    CurlHeaders headers;
    for (const char* line : lines) {
        if (auto added = append_header(headers, line); !added) return Failure(added.error());
    }
    if (!options.bearer.empty()) {
        std::string line = "Authorization: Bearer ";
        line += options.bearer.reveal();
        const auto added = append_header(headers, line);
        std::ranges::fill(line, '\0');
        if (!added) return Failure(added.error());
    }
    return headers;
}

}  // namespace

Result<CurlSession> open_session(HttpOptions options) {
    if (auto started = start_curl(); !started) return Failure(started.error());
    auto base = parse_base_url(options.base_url);
    if (!base) return Failure(base.error());
    if (auto checked = check(options, *base); !checked) return Failure(checked.error());

    auto plain = make_headers(options, {"Accept: application/json"});
    if (!plain) return Failure(plain.error());
    // "Expect:" takes out the header with which curl would wait a second before a large body.
    auto json = make_headers(
        options, {"Accept: application/json", "Content-Type: application/json", "Expect:"});
    if (!json) return Failure(json.error());

    CurlMulti multi(curl_multi_init());
    if (!multi) return fail(ErrorCode::OutOfMemory, "out of memory for libcurl");
    options.max_parallel = std::max<std::size_t>(options.max_parallel, 1);
    curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options.max_parallel));
    return CurlSession{std::move(options), *std::move(base), *std::move(plain), *std::move(json),
                       std::move(multi)};
}

}  // namespace mentorsync::http
