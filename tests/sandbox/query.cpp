#include "tests/sandbox/query.hpp"

#include <algorithm>
#include <charconv>

#include "tests/sandbox/message.hpp"

namespace mentorsync::sandbox {

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (end > 0) parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::string decode_percent(std::string_view text, bool plus_is_space) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned byte = 0;
        if (text[i] == '%' && i + 2 < text.size()) {
            const char* digits = text.data() + i + 1;
            if (std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
                result += static_cast<char>(byte);
                i += 2;
                continue;
            }
        }
        result += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
    return result;
}

Target parse_target(std::string_view target) {
    Target result;
    const std::size_t mark = std::min(target.find('?'), target.size());
    for (const std::string& part : split(target.substr(0, mark), '/')) {
        result.segments.push_back(decode_percent(part, false));
    }
    if (mark == target.size()) return result;
    for (const std::string& pair : split(target.substr(mark + 1), '&')) {
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const std::string name = decode_percent(pair.substr(0, equals), true);
        const std::string value =
            equals < pair.size() ? decode_percent(pair.substr(equals + 1), true) : std::string();
        auto& slot = result.query[name];
        slot += slot.empty() ? value : "," + value;
    }
    return result;
}

std::string_view Response::header(std::string_view name) const noexcept {
    const auto same = [&](const auto& header) {
        return std::equal(name.begin(), name.end(), header.first.begin(), header.first.end(),
                          [](char a, char b) {
                              const auto low = [](char c) {
                                  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
                              };
                              return low(a) == low(b);
                          });
    };
    const auto found = std::find_if(headers.begin(), headers.end(), same);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace mentorsync::sandbox
