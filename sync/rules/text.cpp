#include "sync/rules/text.hpp"

#include <algorithm>
#include <cstddef>

namespace mentorsync {

namespace {

unsigned byte_at(std::string_view text, std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
}

// The code point of a two-byte sequence at `index`, or 0 when there is none.
unsigned two_byte_point(std::string_view text, std::size_t index) {
    const unsigned lead = byte_at(text, index);
    const unsigned trail = byte_at(text, index + 1);
    const bool pair = lead >= 0xC2 && lead <= 0xDF && (trail & 0xC0U) == 0x80U;
    return pair ? ((lead & 0x1FU) << 6U) | (trail & 0x3FU) : 0U;
}

unsigned small_letter(unsigned point) {
    if (point >= 0xC0 && point <= 0xDE && point != 0xD7) return point + 0x20;
    const bool even_is_capital =
        (point >= 0x100 && point <= 0x137 && point != 0x130 && point != 0x131) ||
        (point >= 0x14A && point <= 0x177);
    if (even_is_capital) return point | 1U;
    const bool odd_is_capital =
        (point >= 0x139 && point <= 0x148) || (point >= 0x179 && point <= 0x17E);
    if (odd_is_capital) return point + (point & 1U);
    return point == 0x178 ? 0xFFU : point;
}

// How many bytes of white space or control characters begin at `index`: ASCII ones, DEL, C1, and
// the no-break space; U+2028 and U+2029, which break lines.
std::size_t blank_at(std::string_view text, std::size_t index) {
    const unsigned byte = byte_at(text, index);
    if (byte <= 0x20 || byte == 0x7F) return 1;
    const unsigned point = two_byte_point(text, index);
    if (point >= 0x80 && point <= 0xA0) return 2;
    const std::string_view three = text.substr(index, 3);
    return three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9" ? 3 : 0;
}

std::string with_single_spaces(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t blank = blank_at(text, i);
        if (blank == 0) {
            result += text[i];
        } else if (!result.ends_with(' ')) {
            result += ' ';
        }
        i += blank == 0 ? 1 : blank;
    }
    return result;
}

// U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069.
bool turns_direction(std::string_view text) {
    if (text.starts_with("\xD8\x9C")) return true;
    if (text.size() < 3 || text[0] != '\xE2') return false;
    const unsigned second = byte_at(text, 1);
    const unsigned third = byte_at(text, 2);
    return (second == 0x80 &&
            (third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE))) ||
           (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

// How many bytes the UTF-8 sequence at the front of `text` takes; 0 when it is none.
std::size_t sequence_length(std::string_view text) {
    const unsigned lead = byte_at(text, 0);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte_at(text, i) & 0xC0U) != 0x80U) return 0;
    }
    // Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
    const unsigned second = byte_at(text, 1);
    const bool wrong = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
                       (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
    return wrong ? 0 : length;
}

}  // namespace

std::string fold_case(std::string_view text) {
    std::string folded(text);
    for (std::size_t i = 0; i < folded.size(); ++i) {
        const char c = folded[i];
        if (c >= 'A' && c <= 'Z') folded[i] = static_cast<char>(c - 'A' + 'a');
        const unsigned point = two_byte_point(folded, i);
        if (point == 0) continue;
        const unsigned small = small_letter(point);
        folded[i] = static_cast<char>(0xC0U | (small >> 6U));
        folded[i + 1] = static_cast<char>(0x80U | (small & 0x3FU));
        ++i;
    }
    return folded;
}

std::string_view trimmed(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size() && blank_at(text, begin) != 0) begin += blank_at(text, begin);
    std::size_t end = begin;
    for (std::size_t i = begin; i < text.size();) {
        const std::size_t blank = blank_at(text, i);
        i += blank == 0 ? 1 : blank;
        if (blank == 0) end = i;
    }
    return text.substr(begin, end - begin);
}

std::string normalised(std::string_view text) {
    return fold_case(with_single_spaces(trimmed(text)));
}

std::vector<std::string_view> parts_of(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = text.find_first_of(separators);
        const std::string_view part = trimmed(text.substr(0, end));
        if (!part.empty()) parts.push_back(part);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return parts;
}

std::string comparable_email(std::string_view address) {
    std::string result(trimmed(address));
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

std::string one_line(std::string_view text, std::size_t characters) {
    std::string plain;
    while (!text.empty()) {
        const std::size_t length = std::max<std::size_t>(sequence_length(text), 1);
        if (!turns_direction(text)) plain += text.substr(0, length);
        text.remove_prefix(length);
    }
    const std::string spaced = with_single_spaces(trimmed(plain));
    std::string_view rest = spaced;
    for (; characters > 0 && !rest.empty(); --characters) {
        rest.remove_prefix(std::max<std::size_t>(sequence_length(rest), 1));
    }
    return spaced.substr(0, spaced.size() - rest.size());
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = sequence_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

}  // namespace mentorsync
