// What the daemon gives up before it reads the first file.

#pragma once

namespace mentorsync::daemon {

// From here on files are made for their owner only, no core is ever written, other processes of the
// same user can read neither memory nor descriptors, no program can gain rights, what is in memory
// stays out of the swap where the system allows it, and a reader that goes away ends nothing.
void harden_process() noexcept;

}  // namespace mentorsync::daemon
