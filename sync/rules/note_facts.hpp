// What a note shows under each name of note_names.hpp.

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "mentorsync/programme.hpp"

namespace mentorsync {

// The names that have something to show, and what: empty text for those that are sections only.
[[nodiscard]] std::map<std::string_view, std::string> shown_in_note(const NoteFacts& facts,
                                                                    const Programme& programme);

// A period as people write it in `language`: "16.–22.11.2026", "16–22 november 2026",
// "16–22 November 2026"; a whole month by its name.
[[nodiscard]] std::string period_text(const Period& period, std::string_view language);

}  // namespace mentorsync
