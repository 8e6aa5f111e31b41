// Numbers and words as people read them.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mentorsync::cli {

// "1,042".
[[nodiscard]] std::string grouped(std::size_t number);

// "1 request", "1,042 requests". `noun` takes an s.
[[nodiscard]] std::string counted(std::size_t number, std::string_view noun);

// `text` followed by spaces up to `width` bytes; longer text is left as it is.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);

}  // namespace mentorsync::cli
