// What kind of contact property a roll-up is written to.

#pragma once

#include <string_view>

#include "mentorsync/mentoring.hpp"

namespace mentorsync {

// "string" for names, "number" for counts.
[[nodiscard]] constexpr std::string_view rollup_type(RollupField field) noexcept {
    return field == RollupField::MentorName ? "string" : "number";
}

}  // namespace mentorsync
