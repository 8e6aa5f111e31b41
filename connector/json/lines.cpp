#include "connector/json/lines.hpp"

#include <utility>

namespace mentorsync::json {

Position Lines::at(std::size_t offset) {
    const std::string_view before = text_.substr(0, offset);
    for (std::size_t end = before.find('\n', seen_); end != before.npos;
         end = before.find('\n', line_start_)) {
        ++line_;
        line_start_ = end + 1;
    }
    seen_ = offset;
    return {line_, offset - line_start_ + 1};
}

ParseError error_at(std::string_view text, std::size_t offset, std::string what) {
    return {Lines(text).at(offset), std::move(what)};
}

}  // namespace mentorsync::json
