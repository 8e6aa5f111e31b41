// A list of texts in one text, for columns that nobody searches: each with its length before it,
// "3:abc0:2:de". The texts may hold any byte.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/error.hpp"

namespace mentorsync::store {

[[nodiscard]] std::string pack(const std::vector<std::string_view>& texts);

// Fails with StoreFailed when `packed` was not made by `pack`.
[[nodiscard]] Result<std::vector<std::string>> unpack(std::string_view packed);

}  // namespace mentorsync::store
