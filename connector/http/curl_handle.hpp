// Ownership for the libcurl types. Only this header includes <curl/curl.h>, and only this room
// includes this header.

#pragma once

#include <curl/curl.h>

#include <cstring>
#include <memory>
#include <string>

#include "mentorsync/error.hpp"
#include "mentorsync/secret.hpp"

namespace mentorsync::http {

struct CurlDeleter {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const noexcept {
        // One of the lines may hold a key.
        for (const curl_slist* line = list; line != nullptr; line = line->next) {
            wipe(line->data, std::strlen(line->data));
        }
        curl_slist_free_all(list);
    }
    void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
    void operator()(char* text) const noexcept { curl_free(text); }
};

// CURL and CURLM are both `void` to the compiler, so the multi handle has a deleter of its own.
struct CurlMultiDeleter {
    void operator()(CURLM* handle) const noexcept { curl_multi_cleanup(handle); }
};

using CurlHandle = std::unique_ptr<CURL, CurlDeleter>;
using CurlHeaders = std::unique_ptr<curl_slist, CurlDeleter>;
using CurlUrl = std::unique_ptr<CURLU, CurlDeleter>;
using CurlText = std::unique_ptr<char, CurlDeleter>;
using CurlMulti = std::unique_ptr<CURLM, CurlMultiDeleter>;

// Adds one header line. On failure `headers` is left as it was.
[[nodiscard]] inline Result<void> append_header(CurlHeaders& headers, const std::string& line) {
    curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
    if (longer == nullptr) return fail(ErrorCode::OutOfMemory, "out of memory for HTTP headers");

    // curl keeps the old head as the front of the longer list, so it must not be freed here.
    static_cast<void>(headers.release());
    headers.reset(longer);
    return {};
}

}  // namespace mentorsync::http
