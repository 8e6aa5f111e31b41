#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "connector/http/transport.hpp"
#include "mentorsync/error.hpp"

namespace mentorsync::http {

// Reads the value of a `Retry-After` header, given in whole seconds, as a wait.
//
// Returns a wait between 0 s and 24 h; a longer one is cut to 24 h, so that a confused server
// cannot put the daemon to sleep for a year. Fails with BadResponse when the value is empty,
// negative or not a whole number; the HTTP-date form is refused too, and the caller backs off.
//
// Source: RFC 9110 section 10.2.3.
[[nodiscard]] Result<std::chrono::seconds> parse_retry_after(std::string_view value);

// How long the server asks to wait. Empty when it does not say, or not in a way that can be read.
[[nodiscard]] std::optional<std::chrono::seconds> asked_wait(const Response& response);

}  // namespace mentorsync::http
