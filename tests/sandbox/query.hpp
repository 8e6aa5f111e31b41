// The target of a request, taken apart.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mentorsync::sandbox {

struct Target {
    std::vector<std::string> segments;         // decoded
    std::map<std::string, std::string> query;  // decoded; several values joined by ','
};

[[nodiscard]] Target parse_target(std::string_view target);

// Decodes %XX and, where `plus_is_space`, '+'.
[[nodiscard]] std::string decode_percent(std::string_view text, bool plus_is_space);

// Splits at every `separator`; empty parts are left out.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

// ASCII letters in lower case; everything else as it is.
[[nodiscard]] std::string lower(std::string_view text);

}  // namespace mentorsync::sandbox
