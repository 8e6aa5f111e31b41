// Text of CRM records, compared the way people mean it. Input is UTF-8; bytes that are not are
// passed through, never an error.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mentorsync {

// `text` with the capital letters of ASCII, Latin-1 and Latin Extended-A made small: those of
// Finnish, Swedish and English, and of the names of their neighbours. Keeps the number of bytes.
// Source: Unicode Character Database, simple case mappings of U+0000 to U+017F.
[[nodiscard]] std::string fold_case(std::string_view text);

// `text` without white space and control characters at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// What makes two spellings one group: trimmed, every run of white space or control characters
// folded to one space, small letters. Holds no control character. Empty when nothing is left.
[[nodiscard]] std::string normalised(std::string_view text);

// The trimmed, non-empty parts of `text` between any of `separators`.
[[nodiscard]] std::vector<std::string_view> parts_of(std::string_view text,
                                                     std::string_view separators);

// An e-mail address as it is compared: trimmed, ASCII letters small.
[[nodiscard]] std::string comparable_email(std::string_view address);

// `text` fit for one line of a page: trimmed, white space and control characters folded to single
// spaces, marks that turn the direction of writing left out, cut after `characters` code points.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t characters);

// Whether `text` is valid UTF-8.
// Source: RFC 3629, section 4.
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace mentorsync
