// Where requests may go. Pure: looks at text only, and with the same parser that later connects.

#pragma once

#include <string>
#include <string_view>

#include "mentorsync/error.hpp"

namespace mentorsync::http {

// An address that is fit to receive a key: https, or plain http to this machine.
struct BaseUrl {
    std::string text;  // scheme, host, port and path prefix, without a slash at the end
    std::string host;  // for messages: `api.example.com`, or `127.0.0.1:8750`
    bool encrypted = true;
};

// Reads the configured address of a CRM.
//
// Fails with Configuration when it is no URL; is neither https nor http to 127.0.0.0/8, [::1] or
// localhost; or holds a user name, a password, a query, a fragment or a path that climbs.
[[nodiscard]] Result<BaseUrl> parse_base_url(const std::string& text);

// Checks the path and query of a request, so that nothing in it can lead to another place than the
// caller meant.
//
// Fails with InvalidArgument when it does not begin with one '/', holds a space, a control
// character, a byte outside ASCII, a '#' or a '\', or has a segment `.` or `..`, also percent-
// encoded.
[[nodiscard]] Result<void> check_target(std::string_view target);

// The host that a URL leads to, or "an unreadable address".
[[nodiscard]] std::string host_of(const std::string& url);

}  // namespace mentorsync::http
