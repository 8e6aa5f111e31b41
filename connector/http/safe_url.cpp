#include "connector/http/safe_url.hpp"

#include <algorithm>
#include <utility>

#include "connector/http/curl_handle.hpp"

namespace mentorsync::http {

namespace {

Failure refuse(const char* why) {
    // The text itself stays out of the message: it may hold a password.
    return fail(ErrorCode::Configuration, std::string("the address of the CRM ") + why);
}

CurlUrl parse(const std::string& text) {
    CurlUrl url(curl_url());
    if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return {};
    return url;
}

std::string part(const CurlUrl& url, CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return {};
    const CurlText owner(text);
    return text;
}

bool has(const CurlUrl& url, CURLUPart which) {
    char* text = nullptr;
    const CURLUcode code = curl_url_get(url.get(), which, &text, 0);
    const CurlText owner(text);
    return code == CURLUE_OK;
}

// curl has by then turned every other spelling of an IPv4 address (0x7f.1, 2130706433) into this.
bool is_loopback(std::string_view host) {
    const bool is_ipv4 = host.find_first_not_of("0123456789.") == std::string_view::npos;
    return host == "localhost" || host == "[::1]" || (is_ipv4 && host.starts_with("127."));
}

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

// Undoes the escapes behind which a server may find a way up.
std::string without_disguise(std::string_view path) {
    constexpr std::pair<std::string_view, char> disguises[] = {{"%2e", '.'}, {"%2f", '/'}};
    std::string text = lower_case(std::string(path));
    for (const auto& [escape, meaning] : disguises) {
        for (std::size_t at = text.find(escape); at != std::string::npos; at = text.find(escape)) {
            text.replace(at, escape.size(), 1, meaning);
        }
    }
    return text;
}

bool climbs(std::string_view disguised) {
    const std::string path = "/" + without_disguise(disguised) + "/";
    return path.find("/./") != std::string::npos || path.find("/../") != std::string::npos;
}

bool is_plain(char c) {
    return c > ' ' && c < '\x7f' && c != '#' && c != '\\';
}

}  // namespace

Result<BaseUrl> parse_base_url(const std::string& text) {
    // Checked on the text, because curl's parser resolves dots and drops empty parts silently.
    if (!std::ranges::all_of(text, is_plain)) {
        return refuse("holds a space, a fragment or another character that no address has");
    }
    if (text.find("://") == std::string::npos) return refuse("must begin with https://");
    if (climbs(text)) return refuse("has a path with '.' or '..'");

    const CurlUrl url = parse(text);
    if (!url) return refuse("is not a URL");
    if (has(url, CURLUPART_USER) || has(url, CURLUPART_PASSWORD)) {
        return refuse("holds a user name or password; keys belong under credentials");
    }
    if (has(url, CURLUPART_QUERY) || text.find('?') != std::string::npos) {
        return refuse("holds a query");
    }

    const std::string scheme = part(url, CURLUPART_SCHEME);
    const std::string host = lower_case(part(url, CURLUPART_HOST));
    if (scheme != "https" && scheme != "http") return refuse("must begin with https://");
    if (scheme == "http" && !is_loopback(host)) {
        return refuse("must begin with https://, because only this machine may be asked over http");
    }

    const std::string port = part(url, CURLUPART_PORT);
    BaseUrl base;
    base.encrypted = scheme == "https";
    base.host = port.empty() ? host : host + ":" + port;
    base.text = scheme + "://" + base.host + part(url, CURLUPART_PATH);
    while (base.text.ends_with('/')) base.text.pop_back();
    return base;
}

Result<void> check_target(std::string_view target) {
    if (!target.starts_with('/') || target.starts_with("//")) {
        return fail(ErrorCode::InvalidArgument, "the path of a request must begin with one '/'");
    }
    if (!std::ranges::all_of(target, is_plain)) {
        return fail(ErrorCode::InvalidArgument,
                    "the path of a request holds a character that must be escaped");
    }
    if (climbs(target.substr(0, target.find('?')))) {
        return fail(ErrorCode::InvalidArgument, "the path of a request has a segment '.' or '..'");
    }
    return {};
}

std::string host_of(const std::string& url) {
    const CurlUrl parsed = parse(url);
    const std::string host = parsed ? part(parsed, CURLUPART_HOST) : std::string();
    if (host.empty()) return "an unreadable address";
    const std::string port = part(parsed, CURLUPART_PORT);
    return port.empty() ? host : host + ":" + port;
}

}  // namespace mentorsync::http
