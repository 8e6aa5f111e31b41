#include "tests/rigs/hostile/sinks.hpp"

#include <cctype>
#include <cstdint>
#include <cstdio>
#include <set>
#include <sstream>

#include "tests/rigs/hostile/corpus.hpp"
#include "tests/sandbox/json.hpp"

namespace mentorsync::rigs {
namespace {

constexpr char32_t kInvalid = 0xFFFFFFFF;

// Takes one character off `text`.
char32_t take_character(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t length = 1;
    if (byte(0) >= 0xF0) {
        length = 4;
    } else if (byte(0) >= 0xE0) {
        length = 3;
    } else if (byte(0) >= 0xC0) {
        length = 2;
    } else if (byte(0) >= 0x80) {
        length = 0;
    }
    if (length == 0 || length > text.size()) {
        text.remove_prefix(1);
        return kInvalid;
    }
    char32_t character = length == 1 ? byte(0) : byte(0) & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) character = (character << 6U) | (byte(i) & 0x3FU);
    text.remove_prefix(length);
    return character;
}

bool moves_text(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
           c == 0x200F || c == 0x061C || c == 0x2028 || c == 0x2029;
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

std::string shown(char32_t c) {
    char text[16];
    std::snprintf(text, sizeof text, "U+%04X", static_cast<unsigned>(c));
    return c == kInvalid ? "a byte that is no UTF-8" : text;
}

std::string fault_in_characters(std::string_view text, bool lines) {
    while (!text.empty()) {
        const char32_t c = take_character(text);
        if (c == kInvalid || (is_control(c) && !(lines && c == '\n')) || moves_text(c)) {
            return shown(c);
        }
    }
    return {};
}

std::string trimmed(const std::string& line) {
    const std::size_t begin = line.find_first_not_of(' ');
    return begin == std::string::npos ? std::string() : line.substr(begin);
}

// Our own tags, as the templates use them.
bool is_our_tag(std::string_view tag) {
    static const std::set<std::string_view> kTags = {
        "p",  "/p", "br",  "br/", "br /", "b",  "/b",  "strong", "/strong", "em", "/em", "i",
        "/i", "ul", "/ul", "ol",  "/ol",  "li", "/li", "h3",     "/h3",     "h4", "/h4"};
    return kTags.contains(tag);
}

}  // namespace

std::string fault_in_value(std::string_view text) {
    return fault_in_characters(text, false);
}

std::string fault_in_text(std::string_view text) {
    if (auto fault = fault_in_characters(text, true); !fault.empty()) return fault;
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        if (trimmed(line).starts_with(kInjected)) return "a line of somebody else";
    }
    return {};
}

std::string fault_in_json(const std::string& text) {
    if (auto fault = fault_in_text(text); !fault.empty()) return fault;
    if (sandbox::Json::parse(text)) return {};
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && !sandbox::Json::parse(line)) return "JSON that cannot be read";
    }
    return {};
}

std::string fault_in_note(std::string_view html) {
    if (auto fault = fault_in_characters(html, true); !fault.empty()) return fault;
    for (std::size_t i = 0; i < html.size(); ++i) {
        if (html[i] == '>') return "a '>' that ends nothing";
        if (html[i] == '&' && html.find(';', i) > i + 8) return "a bare '&'";
        if (html[i] != '<') continue;
        const std::size_t end = html.find('>', i);
        if (end == std::string_view::npos) return "a tag without an end";
        const std::string_view tag = html.substr(i + 1, end - i - 1);
        if (!is_our_tag(tag)) return "the element <" + std::string(tag.substr(0, 40)) + ">";
        i = end;
    }
    return {};
}

}  // namespace mentorsync::rigs
