#include "sync/daemon/hardening.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

namespace mentorsync::daemon {

void harden_process() noexcept {
    umask(077);
    const rlimit none{.rlim_cur = 0, .rlim_max = 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    // Only where there is no limit: beyond one, memory could not be had at all. Pages are locked as
    // they are first used, so that reserved stacks cost nothing.
    rlimit lockable{};
    if (getrlimit(RLIMIT_MEMLOCK, &lockable) == 0 && lockable.rlim_cur == RLIM_INFINITY) {
        mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
    }
    std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace mentorsync::daemon
