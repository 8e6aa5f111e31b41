// A note template, cut into text and tags with their places.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/json.hpp"
#include "sync/rules/fault_list.hpp"

namespace mentorsync {

struct NoteToken {
    enum class Kind {
        Text,
        Value,     // {{name}}
        Section,   // {{#name}}
        Inverted,  // {{^name}}
        End        // {{/name}}
    };

    Kind kind = Kind::Text;
    std::string text;  // of a tag: the name
    json::Position at;
};

// Cuts `text`. What could escape the renderer's care is a fault: unescaped values, partials,
// changed delimiters; so are tags that are not closed. Comments are left out.
// Source: mustache(5).
[[nodiscard]] std::vector<NoteToken> tokenise_note(std::string_view text, FaultList& faults);

}  // namespace mentorsync
