// Names of what mentorsync itself owns in a CRM. They are part of the contract with every portal
// that was ever set up, and never change.

#pragma once

#include <string_view>

namespace mentorsync {

// The unique string property on notes that holds a NoteKey.
inline constexpr std::string_view kKeyProperty = "mentorsync_key";

// The property group that holds all of our properties, on contacts and on notes.
inline constexpr std::string_view kPropertyGroup = "mentorsync";
inline constexpr std::string_view kPropertyGroupLabel = "mentorsync";

}  // namespace mentorsync
