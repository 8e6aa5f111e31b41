// Fetches a secret from where the settings say it is.

#pragma once

#include <string_view>

#include "mentorsync/error.hpp"
#include "mentorsync/secret.hpp"
#include "sync/run/settings.hpp"

namespace mentorsync {

// Returns the secret, without surrounding white space. A relative file is looked for beside
// `settings_file`.
//
// Fails with Configuration, naming the place and the way out and never the content, as
// `read_private_file` does, or when what is found is empty or holds anything but printable ASCII.
[[nodiscard]] Result<Secret> load_secret(const SecretReference& reference,
                                         std::string_view settings_file);

}  // namespace mentorsync
