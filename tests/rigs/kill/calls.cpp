#include "tests/rigs/kill/calls.hpp"

#include <sys/syscall.h>

namespace mentorsync::rigs {

const std::vector<SystemCall>& all_calls() {
    static const std::vector<SystemCall> kCalls = {
        {"write", SYS_write, true},
        {"writev", SYS_writev, true},
        {"pwrite64", SYS_pwrite64, true},
        {"fsync", SYS_fsync, true},
        {"fdatasync", SYS_fdatasync, true},
        {"sendto", SYS_sendto, true},
        {"sendmsg", SYS_sendmsg, true},
        {"recvfrom", SYS_recvfrom, true},
        {"recvmsg", SYS_recvmsg, true},
        {"ftruncate", SYS_ftruncate},
        {"read", SYS_read},
        {"pread64", SYS_pread64},
        {"openat", SYS_openat},
        {"close", SYS_close},
        {"connect", SYS_connect},
        {"socket", SYS_socket},
        {"ppoll", SYS_ppoll},
        {"fcntl", SYS_fcntl},
        {"fchmod", SYS_fchmod},
        {"linkat", SYS_linkat},
        {"unlinkat", SYS_unlinkat},
        {"mkdirat", SYS_mkdirat},
        {"getrandom", SYS_getrandom},
        {"mmap", SYS_mmap},
        {"munmap", SYS_munmap},
// Newer machines know these by other names only.
#ifdef SYS_poll
        {"poll", SYS_poll},
        {"rename", SYS_rename},
        {"unlink", SYS_unlink},
        {"link", SYS_link},
        {"mkdir", SYS_mkdir},
#endif
    };
    return kCalls;
}

}  // namespace mentorsync::rigs
