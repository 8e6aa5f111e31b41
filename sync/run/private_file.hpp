// Reads files that hold secrets, and refuses those that somebody else could read or put there.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "mentorsync/error.hpp"
#include "mentorsync/secret.hpp"

namespace mentorsync {

// Who may read such a file beside its owner. systemd owns what is in its credentials directory, and
// may let the group read it.
enum class Readers { OwnerOnly, Any };

// Whose it may be. A file of another user changes under our feet.
enum class Owner { UsOrRoot, UsOnly };

struct PrivateFile {
    std::string path;
    std::string place;  // how a message calls it: "key file /etc/mentorsync/blink.key"
    Readers readers = Readers::OwnerOnly;
    Owner owner = Owner::UsOrRoot;
    std::size_t most_bytes = 4096;
};

// Returns the whole content.
//
// Fails with Configuration, naming the place and the way out and never the content, when the file
// cannot be opened, is no regular file or a symbolic link, may be read by others, belongs to
// somebody else, or is longer than `most_bytes`.
[[nodiscard]] Result<Secret> read_private_file(const PrivateFile& file);

// The path of a systemd credential. Fails with Configuration when systemd gave none.
[[nodiscard]] Result<std::string> credential_path(const std::string& name);

// A Configuration error: "key file X: why".
[[nodiscard]] Failure refuse_secret(std::string_view place, std::string_view why);

}  // namespace mentorsync
