// A plan in a file: what a person looked at, to be carried out exactly or not at all.

#pragma once

#include <string>
#include <string_view>

#include "mentorsync/error.hpp"
#include "sync/run/cycle.hpp"

namespace mentorsync {

// Writes the proposal's plan to `path`, readable by its owner only. Fails with Configuration when
// the file cannot be written, and leaves an existing file as it was.
[[nodiscard]] Result<void> save_plan(const std::string& path, std::string_view portal,
                                     const Proposal& proposal);

// Returns the hash of the plan in a file that `save_plan` wrote for this portal: for `Consent`.
// Fails with Configuration when the file is of something else, or is not what was saved.
[[nodiscard]] Result<std::string> load_plan_hash(const std::string& path, std::string_view portal);

}  // namespace mentorsync
