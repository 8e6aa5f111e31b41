// The state file as a file: where it lies, who may read it, and how it comes to be.
//
// Whatever the umask, the file is 0600. Symbolic links are refused: whoever may place one could
// make us write elsewhere.

#pragma once

#include <string>

#include "mentorsync/error.hpp"

namespace mentorsync::store {

// The path that names a database in memory.
inline constexpr char kInMemory[] = ":memory:";

// Returns the absolute path of a file that is to lie at `path`, links in its directory resolved.
// Fails with StoreFailed when the directory is missing, or others may write to it.
[[nodiscard]] Result<std::string> place_of(const std::string& path);

// Makes the directory of `path`, 0700, when only its last part is missing. One that is there is
// left as it is.
[[nodiscard]] Result<void> make_directory_of(const std::string& path);

// Whether the file exists. Fails with StoreFailed when it does, but is no regular file, is open to
// others, or is empty; and when it does not, but its write-ahead log is still there.
[[nodiscard]] Result<bool> state_file_exists(const std::string& path);

// Makes an empty file, 0600, beside `path` and returns its path: a database is made there first,
// so that a crash never leaves half a one under its own name.
[[nodiscard]] Result<std::string> make_draft(const std::string& path);

// Gives the draft its own name. Never replaces a file: fails with StoreFailed when there is one.
[[nodiscard]] Result<void> publish_draft(const std::string& draft, const std::string& path);

// Removes a draft that came to nothing, and what SQLite may have left beside it.
void drop_draft(const std::string& draft);

}  // namespace mentorsync::store
