#include "tests/rigs/common/rig.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace mentorsync::rigs {

namespace {

constexpr std::uint64_t kMostJobs = 64;

// Seen by all workers of a run.
struct Board {
    std::atomic<bool> stop = false;
    std::array<std::atomic<std::uint64_t>, kMostJobs> current = {};
};

Board* shared_board() {
    void* const memory =
        mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::runtime_error("no shared memory");
    return new (memory) Board;
}

void run_case(const Work& work, std::uint64_t number, Tally& tally) {
    const std::uint64_t before = tally.bad();
    alarm(work.seconds);
    try {
        work.run(number, tally);
    } catch (const std::exception& error) {
        tally.add("broken");
        std::printf("  case %llu threw: %s\n", static_cast<unsigned long long>(number),
                    error.what());
    }
    alarm(0);
    if (tally.bad() == before) return;
    std::printf("  broken by case %llu: %s\n", static_cast<unsigned long long>(number),
                work.describe(number).c_str());
    static_cast<void>(std::fflush(stdout));
}

Tally run_share(const Work& work, const Options& options, std::uint64_t worker, Board& board) {
    Tally tally;
    for (std::uint64_t number = worker; number < work.count; number += options.jobs) {
        if (board.stop.load()) break;
        board.current.at(worker).store(number);
        run_case(work, number, tally);
        if (options.until_first && tally.bad() != 0) board.stop.store(true);
    }
    return tally;
}

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

struct Worker {
    pid_t process = 0;
    int answers = -1;
};

Worker start(const Work& work, const Options& options, std::uint64_t number, Board& board) {
    std::array<int, 2> pipe_ends{};
    if (pipe(pipe_ends.data()) != 0) throw std::runtime_error("no pipe");
    static_cast<void>(std::fflush(stdout));
    const pid_t process = fork();
    if (process < 0) throw std::runtime_error("no process");
    if (process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);  // no worker outlives its rig
        close(pipe_ends[0]);
        write_all(pipe_ends[1], run_share(work, options, number, board).text());
        static_cast<void>(std::fflush(stdout));
        _exit(0);
    }
    close(pipe_ends[1]);
    return {process, pipe_ends[0]};
}

// What the worker counted; what it did before it died is lost with it.
Tally finish(const Work& work, const Worker& worker, std::uint64_t current) {
    Tally tally = Tally::read(read_all(worker.answers));
    close(worker.answers);
    int status = 0;
    waitpid(worker.process, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return tally;
    tally.add("broken");
    std::printf("  case %llu died with status %d: %s\n", static_cast<unsigned long long>(current),
                status, work.describe(current).c_str());
    return tally;
}

}  // namespace

Options parse_options(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        const auto number = [&] {
            return i + 1 < argc ? std::strtoull(argv[++i], nullptr, 10) : 0;
        };
        if (word == "--long") {
            options.is_long = true;
        } else if (word == "--until-first") {
            options.until_first = true;
        } else if (word == "--only") {
            options.only = number();
        } else if (word == "--jobs") {
            options.jobs = number();
        } else {
            std::printf("usage: %s [--long] [--until-first] [--only CASE] [--jobs PROCESSES]\n",
                        argv[0]);
            options.knows_all = false;
        }
    }
    if (options.jobs == 0 || options.jobs > kMostJobs) options.jobs = 1;
    return options;
}

Tally spread(const Work& work, const Options& options) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    Tally tally;
    if (options.only) {
        run_case(work, *options.only, tally);
        return tally;
    }
    Board& board = *shared_board();
    std::vector<Worker> workers;
    for (std::uint64_t number = 0; number < options.jobs; ++number) {
        workers.push_back(start(work, options, number, board));
    }
    for (std::size_t i = 0; i < workers.size(); ++i) {
        tally.add_all(finish(work, workers[i], board.current.at(i).load()));
    }
    munmap(&board, sizeof board);
    return tally;
}

}  // namespace mentorsync::rigs
