#include "tests/rigs/common/rig.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
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

#include "tests/rigs/common/branch.hpp"

namespace mentorsync::rigs {

namespace {

constexpr std::uint64_t kMostJobs = 64;

// Seen by all workers of a run.
struct Board {
    std::atomic<bool> stop = false;
    std::atomic<std::uint64_t> next = 0;  // the case that nobody has taken yet
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
    const std::uint64_t count = std::min(work.count, options.cases);
    while (!board.stop.load()) {
        const std::uint64_t number = board.next.fetch_add(options.every);
        if (number >= count) break;
        board.current.at(worker).store(number);
        run_case(work, number, tally);
        if (options.until_first && tally.bad() != 0) board.stop.store(true);
    }
    return tally;
}

// What the worker counted; what it did before it died is lost with it.
Tally finish(const Work& work, const Branch& worker, std::uint64_t current) {
    if (auto tally = worker.join()) return *std::move(tally);
    Tally tally;
    tally.add("broken");
    std::printf("  case %llu died: %s\n", static_cast<unsigned long long>(current),
                work.describe(current).c_str());
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
        } else if (word == "--every") {
            options.every = std::max<std::uint64_t>(1, number());
        } else if (word == "--jobs") {
            options.jobs = number();
        } else if (word == "--cases") {
            options.cases = number();
        } else {
            std::printf(
                "usage: %s [--long] [--until-first] [--only CASE] [--cases COUNT] [--every STRIDE] "
                "[--jobs PROCESSES]\n",
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
    std::vector<Branch> workers;
    for (std::uint64_t number = 0; number < options.jobs; ++number) {
        workers.push_back(Branch::off());
        if (workers.back().is_new()) workers.back().end(run_share(work, options, number, board));
    }
    for (std::size_t i = 0; i < workers.size(); ++i) {
        tally.add_all(finish(work, workers[i], board.current.at(i).load()));
    }
    munmap(&board, sizeof board);
    return tally;
}

}  // namespace mentorsync::rigs
