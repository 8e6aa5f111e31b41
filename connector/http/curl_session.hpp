// What all requests of one `CurlTransport` share. Private to this room.

#pragma once

#include "connector/http/curl_handle.hpp"
#include "connector/http/http_options.hpp"
#include "connector/http/safe_url.hpp"
#include "mentorsync/error.hpp"

namespace mentorsync::http {

struct CurlSession {
    HttpOptions options;
    BaseUrl base;
    CurlHeaders plain_headers;  // for requests without a body; holds the key
    CurlHeaders body_headers;   // for requests with a body; holds the key

    // Declared last, so that its connections go before anything that they use.
    CurlMulti multi;
};

// Fails with Configuration when the address, the key, the CA file or the proxy cannot be used, with
// OutOfMemory, or with Internal when libcurl cannot start.
[[nodiscard]] Result<CurlSession> open_session(HttpOptions options);

// The header lines of one request, with this key or without one when it is empty. Fails with
// Configuration when the key holds a character that no key has, or with OutOfMemory.
[[nodiscard]] Result<CurlHeaders> make_headers(const HttpOptions& options, const Secret& bearer,
                                               bool has_body);

}  // namespace mentorsync::http
