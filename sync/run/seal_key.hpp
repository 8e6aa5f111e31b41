// Where the keys come from that seal confidential text in the store.

#pragma once

#include <memory>

#include "mentorsync/error.hpp"
#include "sync/run/settings.hpp"
#include "sync/store/sealer.hpp"

namespace mentorsync {

// What to do when `seal_keys` is empty and there is no key of our own making yet.
enum class MissingKey {
    Make,  // for who writes the state
    None   // for who only looks at it: there is no sealer then
};

// Returns the sealer of these settings: over the keys of `seal_keys`, or, when there are none, over
// the key in the file `<store>.key`, which is made of 32 random bytes, mode 0400. An existing file
// is never written to. A null sealer is returned with `MissingKey::None` only.
//
// A key is exactly 32 bytes, or the base64 of 32. Fails with Configuration in one line that names
// the place and never the content: as `read_private_file` does for a file that belongs to us alone,
// or when what is there is no key.
[[nodiscard]] Result<std::shared_ptr<const store::Sealer>> open_sealer(const Settings& settings,
                                                                       MissingKey missing);

// The file of the key of our own making.
[[nodiscard]] std::string own_seal_key_path(const Settings& settings);

}  // namespace mentorsync
