// UTF-8 as the reader and the writer of JSON judge it.

#pragma once

#include <cstddef>
#include <string_view>

namespace mentorsync::json {

// Returns the length in bytes, 1 to 4, of the character that `text` begins with, or 0 when `text`
// is empty or begins with no character: a stray, overlong or cut-off sequence, a surrogate, or
// anything above U+10FFFF. Source: The Unicode Standard, table 3-7.
[[nodiscard]] std::size_t character_length(std::string_view text) noexcept;

// Returns the offset of the first byte that is part of no character, or `npos`.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text) noexcept;

}  // namespace mentorsync::json
