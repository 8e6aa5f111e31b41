// Suggestions for names that were mistyped.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mentorsync {

// How many insertions, deletions, changes or swaps of neighbouring bytes turn `a` into `b`, letter
// case aside; three means three or more (optimal string alignment).
[[nodiscard]] int edits_between(std::string_view a, std::string_view b);

// The name of `known` that is at most two edits from `word` and closest to it, the first of
// equals; empty when there is none, or when `word` is so short that anything would fit.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> known);

// "did you mean 'x'?", or else "known here: a, b, c" with at most a dozen names, or empty.
[[nodiscard]] std::string hint_for(std::string_view word, std::span<const std::string_view> known);

}  // namespace mentorsync
