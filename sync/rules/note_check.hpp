// What is asked of a note template before it is ever rendered.

#pragma once

#include <string_view>
#include <vector>

#include "mentorsync/disclosed.hpp"
#include "sync/rules/note_tokens.hpp"

namespace mentorsync {

// Names exist, are used as what they are, and are disclosed where they must be.
void check_names(const std::vector<NoteToken>& tokens, const Disclosure& disclosure,
                 FaultList& faults);

// Sections close in order and nest at most 16 deep.
void check_sections(const std::vector<NoteToken>& tokens, FaultList& faults);

// Text holds no markup but <p>, <br>, <ul>, <ol>, <li>, <strong>, <em>, <b>, <i>, <h3>, <h4>, all
// without attributes, and no control characters.
void check_markup(const std::vector<NoteToken>& tokens, FaultList& faults);

// The longest note that the template can make fits into 65,536 characters.
void check_length(const std::vector<NoteToken>& tokens, FaultList& faults);

}  // namespace mentorsync
