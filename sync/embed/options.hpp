// What a caller of the C face passes in, made safe to use in C++.

#pragma once

#include <string>
#include <string_view>

#include "mentorsync/error.hpp"
#include "mentorsync/mentorsync.h"
#include "sync/run/configuration.hpp"

namespace mentorsync::embed {

// The options as this library knows them: fields that end beyond the caller's struct_size are
// nothing. Fails with InvalidArgument when there are none, or their size is no size.
[[nodiscard]] Result<mentorsync_options> read_options(const mentorsync_options* options);

[[nodiscard]] Result<ConfigurationSource> read_source(const mentorsync_options& options);

// Fails with InvalidArgument when there is a size and no data. `name` is for the message.
[[nodiscard]] Result<std::string_view> read_text(mentorsync_text text, std::string_view name);

}  // namespace mentorsync::embed
