// What must never be seen in anything that leaves mentorsync, whatever came in.

#pragma once

#include <string>
#include <string_view>

namespace mentorsync::rigs {

// What is wrong with what a program printed for people, or nothing: a control character, a
// character that changes direction or cannot be seen, bytes that are no UTF-8, a line that somebody
// else began.
[[nodiscard]] std::string fault_in_text(std::string_view text);

// The same of a value that is one line, and somebody's own: it breaks out of its line nowhere.
[[nodiscard]] std::string fault_in_value(std::string_view text);

// The same of JSON documents, one or one a line: whether each can be read, too.
[[nodiscard]] std::string fault_in_json(const std::string& text);

// What is wrong with a note's HTML, read as a browser would: an element that is not ours, any
// attribute, a comment, text with a control character.
[[nodiscard]] std::string fault_in_note(std::string_view html);

}  // namespace mentorsync::rigs
