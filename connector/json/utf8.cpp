#include "connector/json/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace mentorsync::json {

namespace {

unsigned byte_at(std::string_view text, std::size_t offset) noexcept {
    return static_cast<unsigned char>(text[offset]);
}

std::size_t length_after(unsigned lead) noexcept {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

constexpr std::size_t kWord = sizeof(std::uint64_t);
constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080;

// Whether so many bytes follow and are ASCII: nearly all that a CRM sends is.
bool is_ascii_word(std::string_view text, std::size_t offset) noexcept {
    if (text.size() - offset < kWord) return false;
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + offset, kWord);
    return (word & kHighBits) == 0;
}

// Overlong forms, surrogates and what lies beyond U+10FFFF all show in the second byte.
bool may_follow(unsigned lead, unsigned second) noexcept {
    const unsigned lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return second >= lowest && second <= highest;
}

}  // namespace

std::size_t character_length(std::string_view text) noexcept {
    if (text.empty()) return 0;
    const unsigned lead = byte_at(text, 0);
    const std::size_t length = length_after(lead);
    if (length <= 1) return length;
    if (text.size() < length || !may_follow(lead, byte_at(text, 1))) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if (!may_follow(0, byte_at(text, i))) return 0;
    }
    return length;
}

std::size_t find_invalid_utf8(std::string_view text) noexcept {
    for (std::size_t offset = 0; offset < text.size();) {
        if (is_ascii_word(text, offset)) {
            offset += kWord;
            continue;
        }
        const std::size_t length = character_length(text.substr(offset));
        if (length == 0) return offset;
        offset += length;
    }
    return std::string_view::npos;
}

}  // namespace mentorsync::json
