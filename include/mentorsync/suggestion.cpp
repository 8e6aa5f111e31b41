#include "mentorsync/suggestion.hpp"

#include <algorithm>
#include <vector>

namespace mentorsync {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Optimal string alignment distance.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::vector<std::size_t> row(b.size() + 1);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t cost = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + cost});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1])) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        before_last = std::move(last);
        last = std::move(row);
    }
    return last[b.size()];
}

// Length of the UTF-8 sequence that begins at `text[at]`, or 0 when it is broken.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((static_cast<unsigned char>(text[at + i]) & 0xC0U) != 0x80U) return 0;
    }
    return length;
}

}  // namespace

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
    constexpr std::size_t kFarthest = 2;
    constexpr std::size_t kLongest = 200;
    std::string_view nearest;
    std::size_t best = kFarthest + 1;
    for (const std::string_view candidate : candidates) {
        if (word.size() > kLongest || candidate.size() > kLongest) continue;
        const std::size_t edits = distance(word, candidate);
        // A word of which nothing is left is no typing mistake.
        if (edits < best && edits < std::max(word.size(), candidate.size())) {
            best = edits;
            nearest = candidate;
        }
    }
    return nearest.empty() ? std::string() : "did you mean '" + std::string(nearest) + "'?";
}

std::string quotable(std::string_view text) {
    constexpr std::size_t kLongest = 40;
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (out.size() >= kLongest) return out + "...";
        const std::size_t length = sequence_length(text, i);
        const bool control = static_cast<unsigned char>(text[i]) < 0x20 || text[i] == 0x7F;
        if (length == 0 || control) {
            out += '?';
            ++i;
        } else {
            out += text.substr(i, length);
            i += length;
        }
    }
    return out;
}

}  // namespace mentorsync
