// Our own note templates. They are part of the program: it needs no file at run time.

#pragma once

#include <string_view>

#include "mentorsync/mentoring.hpp"

namespace mentorsync {

// The text of config/templates/KIND.LANGUAGE.mustache; English for a language that has none.
[[nodiscard]] std::string_view built_in_template(NoteKind kind, std::string_view language) noexcept;

}  // namespace mentorsync
