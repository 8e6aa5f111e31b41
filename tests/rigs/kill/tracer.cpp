#include "tests/rigs/kill/tracer.hpp"

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <set>

namespace mentorsync::rigs {

namespace {

constexpr int kCannotTrace = 126;

constexpr long kOptions = PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE |
                          PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC;

sock_filter statement(unsigned code, unsigned value, std::uint8_t otherwise = 0) {
    return {static_cast<std::uint16_t>(code), 0, otherwise, value};
}

// Which of the traced calls a stopped thread is about to make.
std::size_t call_of(pid_t thread) {
    unsigned long call = 0;
    ptrace(PTRACE_GETEVENTMSG, thread, nullptr, &call);
    return call;
}

}  // namespace

Ended ended_by(int status) {
    Ended ended;
    ended.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
    return ended;
}

Tracer::Tracer(const std::vector<SystemCall>& calls) {
    filter_.push_back(statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
    unsigned index = 0;
    for (const SystemCall& call : calls) {
        const auto number = static_cast<unsigned>(call.number);
        filter_.push_back(statement(BPF_JMP | BPF_JEQ | BPF_K, number, 1));
        filter_.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_TRACE | index++));
    }
    filter_.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
}

void Tracer::begin() const {
    const sock_fprog program{static_cast<unsigned short>(filter_.size()),
                             const_cast<sock_filter*>(filter_.data())};
    const bool is_traced = ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0 &&
                           raise(SIGSTOP) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
    if (!is_traced) _exit(kCannotTrace);
}

Ended Tracer::follow(pid_t process,
                     const std::function<bool(pid_t thread, std::size_t call)>& at_call) {
    Ended ended;
    std::set<pid_t> known;
    int status = 0;
    for (pid_t thread = 0; (thread = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR;) {
        if (thread < 0) continue;
        if (!WIFSTOPPED(status)) {
            if (thread == process) ended = ended_by(status);
            continue;
        }
        int signal = WSTOPSIG(status);
        const int event = status >> 16;
        if (known.insert(thread).second) {
            // The first stop of the program, or of one of its threads.
            if (thread == process) ptrace(PTRACE_SETOPTIONS, thread, nullptr, kOptions);
            signal = 0;
        }
        if (event == PTRACE_EVENT_SECCOMP && at_call(thread, call_of(thread))) {
            kill(process, SIGKILL);
        }
        ptrace(PTRACE_CONT, thread, nullptr, event != 0 ? 0 : signal);
    }
    return ended;
}

}  // namespace mentorsync::rigs
