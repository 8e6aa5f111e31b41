// The kill rig: the real program, killed by SIGKILL at the N-th of each of its system calls, and
// started again, over real sockets against a sandbox CRM that watches.
//
//   kill --mentorsync PATH [--mentorsyncd PATH] [--long] [--seed N] [--cases N]
//
// A kill is a scene (a first sync; a later one), a system call, its number, and what follows: the
// program is just started again; a person deletes every note they see first; or the second run is
// killed too. After each, what people see is what they see when nothing was killed. Prints how
// often each call was hit, and fails when a write, sync, send or receive of a cycle never was.
// Before that, a second process and a paused one meet on one state.

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <random>

#include "tests/rigs/arguments.hpp"
#include "tests/rigs/kill/bench.hpp"
#include "tests/rigs/kill/sums.hpp"

namespace mentorsync::rigs {
namespace {

constexpr std::uint64_t kFloor = 2'000;
constexpr std::uint64_t kLongFloor = 20'000;
constexpr int kWorkers = 32;  // most of a run is waiting
constexpr int kTries = 4;     // runs in which a killed cycle must come to its end

enum class Then { Restart, DeleteNotes, KillAgain };

struct Kill {
    std::size_t scene = 0;
    std::size_t call = 0;  // of `all_calls`
    int number = 0;
    Then then = Then::Restart;
    bool required = false;
};

std::string place_of(const Scene& scene, const Kill& kill) {
    return scene.name + " " + all_calls().at(kill.call).name + " " + std::to_string(kill.number);
}

// First what must be hit, each once; then the rest and every way to go on, as drawn.
std::vector<Kill> all_kills(const std::vector<Scene>& scenes, std::uint64_t count,
                            std::mt19937_64& random) {
    std::vector<Kill> required;
    std::vector<Kill> others;
    for (std::size_t scene = 0; scene < scenes.size(); ++scene) {
        for (const auto& [call, runs] : scenes[scene].calls) {
            const bool must = all_calls().at(call).required && runs.size() > 2;
            const int surely = *std::ranges::min_element(runs);
            const int perhaps = *std::ranges::max_element(runs);
            for (int number = 1; number <= perhaps; ++number) {
                Kill kill{scene, call, number, Then::Restart, must && number <= surely};
                (kill.required ? required : others).push_back(kill);
                kill.required = false;
                for (const Then then : {Then::DeleteNotes, Then::KillAgain}) {
                    kill.then = then;
                    others.push_back(kill);
                }
            }
        }
    }
    std::ranges::shuffle(others, random);
    // When all places are used up, each once more with another second kill.
    std::vector<Kill> kills = required;
    for (std::size_t i = 0; kills.size() < count && !others.empty(); ++i) {
        kills.push_back(others[i % others.size()]);
        if (i >= others.size()) kills.back().then = Then::KillAgain;
    }
    if (kills.size() > count) std::ranges::shuffle(kills, random);
    kills.resize(std::min<std::size_t>(kills.size(), count));
    return kills;
}

class Worker {
public:
    Worker(Bench& bench, std::uint64_t seed) : bench_(bench), random_(seed) {}

    void try_one(const Kill& kill) {
        const Scene& scene = bench_.scenes()[kill.scene];
        // The number of a call differs a little from run to run.
        for (int tries = 0; tries < (kill.required ? 5 : 1); ++tries) {
            bench_.enter(scene);
            const SystemCall& call = all_calls().at(kill.call);
            if (bench_.run_until(scene.arguments, call, kill.number).killed) {
                after(scene, kill);
                return;
            }
        }
        ++sums_.escaped;
    }

    [[nodiscard]] const Sums& sums() const { return sums_; }

private:
    void after(const Scene& scene, const Kill& kill) {
        ++sums_.kills;
        ++sums_.hits[all_calls().at(kill.call).name];
        sums_.places.insert(place_of(scene, kill));
        std::set<std::string> deleted;
        if (kill.then == Then::DeleteNotes) deleted = bench_.delete_notes();
        if (kill.then == Then::KillAgain) {
            const auto call = std::next(
                scene.calls.begin(), static_cast<std::ptrdiff_t>(random_() % scene.calls.size()));
            const int number =
                1 + static_cast<int>(random_() % std::uint64_t(call->second.front()));
            bench_.run_until(scene.arguments, all_calls().at(call->first), number);
        }
        const std::uint64_t before = sums_.bad();
        const std::string told = finish(scene, deleted);
        if (sums_.bad() == before) return;
        std::cout << "  " << place_of(scene, kill) << " then " << int(kill.then) << ": " << told
                  << "\n"
                  << std::flush;
    }

    // Starts the program until it has nothing left to do, and looks.
    std::string finish(const Scene& scene, const std::set<std::string>& deleted) {
        std::map<std::string, std::string> seen;
        const auto wanted = without(scene.ending, deleted);
        Ended ended;
        for (int i = 0; i < kTries; ++i) {
            ended = bench_.run(scene.arguments);
            seen = bench_.seen();
            if ((ended.exit_code == 0 || ended.exit_code == 3) && seen == wanted) break;
        }
        if (ended.exit_code != 0 && ended.exit_code != 3) ++sums_.failed;
        std::string told = "exit code " + std::to_string(ended.exit_code);
        for (const auto& [name, value] : wanted) {
            if (!seen.contains(name)) {
                ++(name.starts_with("note ") ? sums_.lost : sums_.differ);
                told += "; no " + name;
            }
        }
        if (seen.size() > wanted.size()) {
            ++sums_.differ;
            told += "; more than there should be";
        }
        bench_.with_crm([&](const sandbox::SandboxCrm& crm) {
            const sandbox::Witness& witness = crm.witness();
            sums_.doubled += witness.most_live() > 1 || witness.most_visible() > 1 ? 1U : 0U;
            sums_.risen += witness.risen().size();
            sums_.violations += witness.violations().size();
        });
        if (sums_.failed > 0) told += "; " + bench_.output();
        return told;
    }

    static std::map<std::string, std::string> without(std::map<std::string, std::string> ending,
                                                      const std::set<std::string>& deleted) {
        std::erase_if(ending, [&](const auto& fact) {
            return fact.first.starts_with("note ") &&
                   deleted.contains(fact.first.substr(fact.first.rfind(' ') + 1));
        });
        return ending;
    }

    Bench& bench_;
    std::mt19937_64 random_;
    Sums sums_;
};

bool wait_for_create(Bench& bench) {
    for (int i = 0; i < 2'000; ++i) {
        const bool begun = bench.with_crm([](const sandbox::SandboxCrm& crm) {
            return crm.witness().counts().contains("POST objects/notes/batch/create");
        });
        if (begun) return true;
        ::usleep(5'000);
    }
    return false;
}

// While one process waits for the CRM, or is stopped in the midst of it, another one may not touch
// the state. Returns what went wrong, or nothing.
std::string meet(Bench& bench, bool paused) {
    const Scene& scene = bench.scenes().back();
    bench.enter(scene);
    bench.with_crm([](sandbox::SandboxCrm& crm) {
        crm.witness().forget_requests();
        sandbox::Fault slow;
        slow.match.path = "notes/batch/create";
        slow.match.times = 1;
        slow.action = sandbox::Do::Delay;
        slow.delay = std::chrono::milliseconds(1'500);
        crm.inject(slow);
    });
    const pid_t holder = bench.start(scene.arguments);
    if (!wait_for_create(bench)) return "the first process never came to a create";
    if (paused) ::kill(holder, SIGSTOP);
    const auto requests = [&] {
        return bench.with_crm(
            [](const sandbox::SandboxCrm& crm) { return crm.witness().request_count(); });
    };
    const std::uint64_t before = requests();
    const Ended second = bench.run(scene.arguments);
    const std::uint64_t after = requests();
    if (paused) ::kill(holder, SIGCONT);
    const Ended first = Bench::wait(holder);
    if (second.exit_code != 7) {
        return "the second process ended with " + std::to_string(second.exit_code) + ", not 7";
    }
    if (after > before) return "the second process spoke to the CRM";
    if (first.exit_code != 0 && first.exit_code != 3) return "the first process did not end well";
    return bench.seen() == scene.ending ? std::string() : "people do not see what they should";
}

struct Options {
    Arguments common;
    std::string mentorsync;
    std::vector<std::string> program;
    bool only_meet = false;
};

// One part of the kills, in a process and with a CRM of its own; beside its sums it writes which
// places it had to hit.
int work(const Options& options, int part, const std::string& file) {
    Bench bench(options.common.seed);
    if (const auto fault = bench.prepare(options.mentorsync, options.program); !fault.empty()) {
        std::cout << "cannot begin: " << fault << "\n";
        return 1;
    }
    if (part == 0) {
        for (const bool paused : {false, true}) {
            const std::string fault = meet(bench, paused);
            std::cout << (paused ? "a paused holder: " : "a second process: ")
                      << (fault.empty() ? "refused, no effect" : fault) << "\n"
                      << std::flush;
            if (!fault.empty()) return 1;
        }
    }
    if (options.only_meet) return 0;
    std::mt19937_64 random(options.common.seed);
    // Some runs end before their call comes.
    const std::uint64_t floor = options.common.count(kFloor, kLongFloor);
    const std::uint64_t wanted = options.common.promises() ? floor + floor / 20 : floor;
    const auto kills = all_kills(bench.scenes(), wanted, random);
    Worker worker(bench, options.common.seed + static_cast<std::uint64_t>(part));
    std::ofstream required(file + ".required");
    for (const Kill& kill : kills) {
        // By its place and not by its turn: the workers' lists differ a little.
        const std::string place = place_of(bench.scenes()[kill.scene], kill);
        if (std::hash<std::string>()(place) % kWorkers != static_cast<std::size_t>(part)) continue;
        if (kill.required) required << place << "\n";
        worker.try_one(kill);
    }
    write_sums(worker.sums(), file);
    return 0;
}

bool can_trace() {
    const Tracer tracer(all_calls());
    const pid_t process = ::fork();
    if (process == 0) {
        tracer.begin();
        ::close(STDIN_FILENO);
        ::_exit(0);
    }
    std::size_t calls = 0;
    const Ended ended = Tracer::follow(process, [&calls](pid_t, std::size_t) {
        ++calls;
        return false;
    });
    if (ended.exit_code == 0 && calls > 0) return true;
    std::cout << "a process cannot be traced here. In a container, allow it: "
                 "--cap-add=SYS_PTRACE, or --security-opt seccomp=unconfined\n";
    return false;
}

int report(const Sums& sums, const std::set<std::string>& required, const Options& options) {
    for (const SystemCall& call : all_calls()) {
        const auto hits = sums.hits.find(call.name);
        if (hits == sums.hits.end()) continue;
        std::cout << "  " << hits->second << "  " << call.name << (call.required ? "  *" : "")
                  << "\n";
    }
    std::size_t never = 0;
    for (const std::string& place : required) {
        if (sums.places.contains(place)) continue;
        if (++never <= 10) std::cout << "  never hit: " << place << "\n";
    }
    std::cout << "kill: kills=" << sums.kills << " places=" << sums.places.size()
              << " required=" << required.size() << " never_hit=" << never
              << " escaped=" << sums.escaped << " lost=" << sums.lost << " doubled=" << sums.doubled
              << " risen=" << sums.risen << " differ=" << sums.differ
              << " violations=" << sums.violations << " failed=" << sums.failed << "\n";
    const std::uint64_t floor = options.common.is_long ? kLongFloor : kFloor;
    const bool enough = !options.common.promises() || sums.kills >= floor;
    if (!enough) std::cout << "fewer kills than promised\n";
    const bool all_hit = !options.common.promises() || (never == 0 && !required.empty());
    return enough && all_hit && sums.bad() == 0 ? 0 : 1;
}

int kill_rig(const Options& options) {
    std::cout << "seed " << options.common.seed << "\n" << std::flush;
    if (!can_trace()) return 1;
    const std::string base = "/tmp/mentorsync-kill-" + std::to_string(::getpid());
    std::vector<pid_t> workers;
    for (int part = 0; part < (options.only_meet ? 1 : kWorkers); ++part) {
        const pid_t worker = ::fork();
        if (worker == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            const int code = work(options, part, base + std::to_string(part));
            std::cout << std::flush;
            ::_exit(code);
        }
        workers.push_back(worker);
    }
    bool good = true;
    for (const pid_t worker : workers) good = Bench::wait(worker).exit_code == 0 && good;
    if (!good || options.only_meet) {
        std::cout << "kill: " << (good ? "nobody met" : "a worker failed") << "\n";
        return good ? 0 : 1;
    }
    Sums sums;
    std::set<std::string> required;
    for (int part = 0; part < kWorkers; ++part) {
        const std::string file = base + std::to_string(part);
        if (!add_sums(file, sums)) return 1;
        std::ifstream lines(file + ".required");
        for (std::string line; std::getline(lines, line);) required.insert(line);
        static_cast<void>(std::remove(file.c_str()));
        static_cast<void>(std::remove((file + ".required").c_str()));
    }
    return report(sums, required, options);
}

}  // namespace
}  // namespace mentorsync::rigs

int main(int argc, char** argv) {
    using namespace mentorsync::rigs;
    Options options;
    std::vector<char*> rest{argv[0]};
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        if (name == "--mentorsync" && i + 1 < argc) {
            options.mentorsync = argv[++i];
        } else if (name == "--mentorsyncd" && i + 1 < argc) {
            options.program = {argv[++i], "--once"};
        } else if (name == "--only-meet") {
            options.only_meet = true;
        } else {
            rest.push_back(argv[i]);
        }
    }
    options.common = read_arguments(static_cast<int>(rest.size()), rest.data());
    return kill_rig(options);
}
