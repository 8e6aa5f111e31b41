// From an offset in a text to the line and column that a person is shown.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "mentorsync/json.hpp"

namespace mentorsync::json {

// Reads the text once however many offsets it is asked for, so that they must not decrease.
class Lines {
public:
    explicit Lines(std::string_view text) : text_(text) {}

    [[nodiscard]] Position at(std::size_t offset);

private:
    std::string_view text_;
    std::size_t line_ = 1;
    std::size_t line_start_ = 0;
    std::size_t seen_ = 0;
};

[[nodiscard]] ParseError error_at(std::string_view text, std::size_t offset, std::string what);

}  // namespace mentorsync::json
