#include "tests/sandbox/query.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "tests/sandbox/message.hpp"

namespace mentorsync::sandbox {
namespace {

// The byte that "%XX" at the beginning of `text` stands for.
std::optional<char> escaped_byte(std::string_view text) {
    if (text.size() < 3 || text[0] != '%') return std::nullopt;
    unsigned byte = 0;
    const auto read = std::from_chars(text.data() + 1, text.data() + 3, byte, 16);
    if (read.ptr != text.data() + 3) return std::nullopt;
    return static_cast<char>(byte);
}

}  // namespace

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
        if (const auto byte = escaped_byte(text.substr(i))) {
            result += *byte;
            i += 2;
        } else {
            result += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
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

std::string_view Response::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
        return lower(header.first) == lower(name);
    });
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace mentorsync::sandbox
