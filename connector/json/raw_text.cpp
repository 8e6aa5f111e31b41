#include "connector/json/raw_text.hpp"

#include <string>

#include "connector/json/lines.hpp"
#include "connector/json/utf8.hpp"

namespace mentorsync::json {

namespace {

constexpr std::size_t kEscape = std::string_view("\\u0000").size();

}  // namespace

std::optional<ParseError> refuse_bytes(std::string_view text, const Limits& limits) {
    if (text.size() > limits.bytes) {
        return ParseError{{}, "larger than " + std::to_string(limits.bytes) + " bytes"};
    }
    const std::string_view head = text.substr(0, 2);
    if (head == "\xFF\xFE" || head == "\xFE\xFF" || head.find('\0') != head.npos) {
        return ParseError{{}, "the text is not UTF-8 but UTF-16, UTF-32 or no text at all"};
    }
    const std::size_t nul = text.find('\0');
    const std::size_t invalid = find_invalid_utf8(text.substr(0, nul));
    if (invalid != text.npos) return error_at(text, invalid, "the text is not valid UTF-8");
    if (nul != text.npos) return error_at(text, nul, "the text holds a NUL byte");
    return std::nullopt;
}

std::size_t find_opening_quote(std::string_view text, std::size_t end) noexcept {
    std::size_t quote = text.rfind('"', end - 2);
    // A quote after a backslash lies within the string: nothing that may come before a string
    // ends in a backslash.
    while (quote > 0 && text[quote - 1] == '\\') quote = text.rfind('"', quote - 1);
    return quote;
}

std::size_t find_lone_low_surrogate(std::string_view raw) noexcept {
    std::size_t at = raw.find('\\');
    while (at != raw.npos) {
        std::size_t length = 2;
        if (raw[at + 1] == 'u') {
            const bool surrogate = raw[at + 2] == 'D' || raw[at + 2] == 'd';
            const bool low =
                surrogate && std::string_view("CDEFcdef").find(raw[at + 3]) != raw.npos;
            const bool high = surrogate && std::string_view("89ABab").find(raw[at + 3]) != raw.npos;
            if (low) return at;
            length = high ? 2 * kEscape : kEscape;
        }
        at = raw.find('\\', at + length);
    }
    return raw.npos;
}

}  // namespace mentorsync::json
