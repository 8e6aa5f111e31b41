// Strings that somebody could write into a CRM, by malice or by accident.

#pragma once

#include <string>
#include <vector>

namespace mentorsync::rigs {

// In every string that tries to begin a line of its own, that line begins so.
inline constexpr const char* kInjected = "INJECTED";

// At least five hundred, all different: markup, scripts, event attributes, links, styles, text that
// runs the other way, characters that cannot be seen, control characters and line ends of every
// kind, terminal sequences, formats, formulas, SQL, template braces, paths, long ones, and a name
// of a mebibyte. All of them are UTF-8.
[[nodiscard]] std::vector<std::string> hostile_strings();

// What a JSON answer can hold that no UTF-8 text can, as it stands between the quotes: an escaped
// NUL, lone surrogates, bytes that are no UTF-8, overlong ones.
[[nodiscard]] std::vector<std::string> hostile_json();

}  // namespace mentorsync::rigs
