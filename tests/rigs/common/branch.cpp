#include "tests/rigs/common/branch.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace mentorsync::rigs {

namespace {

void write_all(int file, const std::string& text) {
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t some = write(file, text.data() + done, text.size() - done);
        if (some <= 0) _exit(1);
        done += static_cast<std::size_t>(some);
    }
}

std::string read_all(int file) {
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t some = 0; (some = read(file, buffer.data(), buffer.size())) > 0;) {
        text.append(buffer.data(), static_cast<std::size_t>(some));
    }
    return text;
}

}  // namespace

Branch Branch::off() {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    static_cast<void>(std::fflush(stdout));
    const pid_t process = fork();
    if (process < 0) throw std::runtime_error("no process");
    if (process == 0) prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(process == 0 ? ends[0] : ends[1]);
    return {process, process == 0 ? ends[1] : ends[0]};
}

void Branch::end(const Tally& tally) const {
    write_all(file_, tally.text());
    static_cast<void>(std::fflush(stdout));
    _exit(0);
}

std::optional<Tally> Branch::join() const {
    const std::string text = read_all(file_);
    close(file_);
    int status = 0;
    waitpid(process_, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
    return Tally::read(text);
}

}  // namespace mentorsync::rigs
