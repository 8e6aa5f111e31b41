// What must be known of a text beyond what RapidJSON says about it.

#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "mentorsync/json.hpp"

namespace mentorsync::json {

// Fails with what RapidJSON would let pass (bad UTF-8 in a comment), take for the end of the text
// (a NUL byte) or not explain (UTF-16), and with a text larger than `limits.bytes`.
[[nodiscard]] std::optional<ParseError> refuse_bytes(std::string_view text, const Limits& limits);

// Returns the offset of the quote that opens the string which ends before `end`.
[[nodiscard]] std::size_t find_opening_quote(std::string_view text, std::size_t end) noexcept;

// Returns the offset of an escaped low surrogate that follows no high one, which RapidJSON lets
// pass; `npos` when there is none. `raw` is a string as written, its escapes well formed and every
// high surrogate followed by its low one.
[[nodiscard]] std::size_t find_lone_low_surrogate(std::string_view raw) noexcept;

}  // namespace mentorsync::json
