#include "sync/rules/did_you_mean.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "sync/rules/fault_list.hpp"
#include "sync/rules/text.hpp"

namespace mentorsync {

namespace {

constexpr std::size_t kMostShown = 12;
constexpr int kTooFar = 3;
constexpr std::size_t kLongest = 100;

}  // namespace

int edits_between(std::string_view a, std::string_view b) {
    const std::size_t longer = std::max(a.size(), b.size());
    if (longer - std::min(a.size(), b.size()) >= kTooFar || longer > kLongest) return kTooFar;
    const std::string left = fold_case(a);
    const std::string right = fold_case(b);

    // Row i holds the distances of the first i bytes of `left`; three rows are enough for swaps.
    std::array<std::vector<int>, 3> rows;
    for (auto& row : rows) row.resize(right.size() + 1);
    for (std::size_t j = 0; j <= right.size(); ++j) rows[0][j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= left.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i - 1) % 3];
        const auto& second = rows[(i + 1) % 3];
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const int change = left[i - 1] == right[j - 1] ? 0 : 1;
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
            const bool swapped =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (swapped) row[j] = std::min(row[j], second[j - 2] + 1);
        }
    }
    return std::min(rows[left.size() % 3][right.size()], kTooFar);
}

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> known) {
    // Of a word of two letters, two edits leave nothing.
    int closest = std::min(kTooFar, static_cast<int>(word.size()));
    std::optional<std::string_view> best;
    for (const std::string_view name : known) {
        const int edits = edits_between(word, name);
        if (edits < closest) {
            closest = edits;
            best = name;
        }
    }
    return best;
}

std::string hint_for(std::string_view word, std::span<const std::string_view> known) {
    if (const auto name = nearest(word, known)) return "did you mean " + quoted(*name) + "?";
    if (known.empty() || known.size() > kMostShown) return {};
    std::string hint = "known here: ";
    for (const std::string_view name : known) {
        if (name != known.front()) hint += ", ";
        hint += name;
    }
    return hint;
}

}  // namespace mentorsync
