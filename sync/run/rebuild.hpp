// Begins a state anew: the old one is moved aside, never deleted.
//
// A new state knows nothing, so that the next sync pulls everything, asks for consent, and adopts
// every note that it finds under its derived key.

#pragma once

#include <string>

#include "mentorsync/clock.hpp"
#include "mentorsync/error.hpp"
#include "sync/run/settings.hpp"

namespace mentorsync {

struct Rebuilt {
    std::string old_state;     // where the old state lies; empty: there was none
    bool needs_login = false;  // a portal uses OAuth, and its tokens are in the old state
};

// Moves the state of `settings` to "<state>.before-20261123T060500Z" and begins a new one for every
// portal, from the backup `from` unless that is empty. Holds the state's lock meanwhile.
//
// Fails with StoreLocked, StoreFailed or WrongPortal; a state that was moved by then is named in
// the message.
[[nodiscard]] Result<Rebuilt> rebuild_state(const Settings& settings, const std::string& from,
                                            Instant now);

}  // namespace mentorsync
