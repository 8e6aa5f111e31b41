#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "mentorsync/secret.hpp"

namespace mentorsync::http {

// How to reach one CRM. There is no way to switch off the checking of certificates, and nothing is
// taken from the environment.
struct HttpOptions {
    std::string base_url;  // as `parse_base_url` wants it
    Secret bearer;         // sent as `Authorization: Bearer`, with every request; empty: no header
    std::string content_type = "application/json";  // of requests with a body
    std::string ca_file;  // PEM certificates to trust in place of the system's; empty: the system's
    std::string proxy;    // URL, may hold a password; empty: none. Only together with https

    std::chrono::milliseconds connect_timeout = std::chrono::seconds{10};
    std::chrono::milliseconds total_timeout = std::chrono::seconds{60};

    // An answer that is slower than this for so long is given up.
    std::chrono::seconds slow_for{30};
    long slow_bytes_per_second = 100;

    std::size_t max_decoded_bytes = std::size_t{16} << 20;  // of one answer, after decompression
    std::size_t max_parallel = 16;                          // requests under way at a time
    bool curl_is_ready = false;  // who made the process initialises libcurl
};

}  // namespace mentorsync::http
