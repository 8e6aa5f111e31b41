// A note template that was checked: whatever is given to it, what comes out is short enough, uses
// our own tags only and tells nothing but what was disclosed.

#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "mentorsync/disclosed.hpp"
#include "mentorsync/programme.hpp"
#include "sync/rules/fault.hpp"

namespace mentorsync {

class NoteTemplate {
public:
    // Reads a template or returns all of its faults, with their places in it: more than 16 KiB,
    // sections nested deeper than 16, names that are not in note_names.hpp or not disclosed,
    // markup other than a few plain tags, text that could grow beyond 65,536 characters.
    // Source: HubSpot CRM API guide, Notes: the limit of `hs_note_body`.
    [[nodiscard]] static tl::expected<NoteTemplate, Faults> parse(std::string_view file,
                                                                  std::string_view text,
                                                                  const Disclosure& disclosure);

    // The note. Values are escaped; the names of people and programmes lose control characters
    // and are cut after 200 characters.
    [[nodiscard]] Disclosed<std::string> render(const NoteFacts& facts,
                                                const Programme& programme) const;

    // The text as it was read.
    [[nodiscard]] const std::string& source() const noexcept { return source_; }

private:
    NoteTemplate() = default;

    std::string source_;
    std::string checked_;  // rebuilt from the tokens, so that nothing else reaches the renderer
};

}  // namespace mentorsync
