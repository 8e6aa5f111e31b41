// The names that a note template may use. The same words name roll-ups and what is disclosed.

#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace mentorsync {

struct NoteName {
    std::string_view name;
    bool is_value = false;      // {{name}} shows something
    bool is_section = false;    // {{#name}} shows its text when there is something to show
    bool confidential = false;  // only when disclosed
    std::size_t longest = 0;    // bytes that its value takes at most, escaped
};

//   programme.name      as in the mapping
//   period              of a progress note, in the programme's language: "16.-22.11.2026"
//   pair, group         sections: which kind of relationship the note is about
//   small_group         section: a group of fewer than three, of which nothing else is told
//   members.count       of a group
//   mentor.name         of a pair, when disclosed
//   progress            section: there are figures to tell
//   tasks               section: there are tasks at all
//   tasks.all           without dropped ones
//   tasks.open          not done
//   tasks.done
//   tasks.overdue       as a section: when there are any
//   tasks.done_percent  as a section: when there are tasks
[[nodiscard]] std::span<const NoteName> note_names();

// The name's entry, or nullptr.
[[nodiscard]] const NoteName* find_note_name(std::string_view name);

}  // namespace mentorsync
