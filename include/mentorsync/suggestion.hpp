// Help for whoever mistyped a word.

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace mentorsync {

// Returns "did you mean 'NAME'?" with the candidate that is at most two edits away and nearest (an
// edit: one byte inserted, removed or changed, or two neighbours swapped; letter case does not
// count), or empty when there is none. Of equally near ones the first counts.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       std::span<const std::string_view> candidates);

// `text` as a message may quote it: control characters and broken UTF-8 as '?', at most 40 bytes
// and then "...".
[[nodiscard]] std::string quotable(std::string_view text);

}  // namespace mentorsync
