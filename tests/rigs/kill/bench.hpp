// The real program against a sandbox CRM of its own, over real sockets, with a state on the disk
// that can be put back in a moment.

#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/rigs/kill/tracer.hpp"
#include "tests/sandbox/sandbox_crm.hpp"

namespace mentorsync::rigs {

// The CRM and the state at one moment.
struct Scene {
    std::string name;
    sandbox::SandboxCrm crm;
    std::string state;                   // the folder with a copy of the state
    std::vector<std::string> arguments;  // what the program is called with to go on from here
    std::map<std::string, std::string> ending;  // what people see when nothing is killed
    // How often a thread made each of `all_calls` that any made, by its place there, a run each.
    std::map<std::size_t, std::vector<int>> calls;
};

// What watches, or changes, what goes over the wire.
struct Wire {
    std::function<void(const sandbox::Request&)> asked = {};
    std::function<void(sandbox::Response&)> answered = {};
};

class Bench {
public:
    // Serves the CRM from a thread of its own, for as long as the process lives.
    explicit Bench(std::uint64_t seed, Wire wire = {});
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;
    ~Bench();

    // Sets the portal up and accepts its mapping, with `mentorsync`; leaves the scenes "first", in
    // which nothing was ever synced, and "next", in which people have gone on since. `program` is
    // what is to go on from "next", with its arguments. Returns what went wrong, or nothing.
    [[nodiscard]] std::string prepare(const std::string& mentorsync,
                                      const std::vector<std::string>& program);

    [[nodiscard]] std::vector<Scene>& scenes() { return scenes_; }
    void enter(const Scene& scene);

    // Runs a program to its end.
    Ended run(const std::vector<std::string>& arguments);
    // The same, but kills it before one of its threads makes its `number`-th `call`.
    Ended run_until(const std::vector<std::string>& arguments, const SystemCall& call, int number);
    [[nodiscard]] pid_t start(const std::vector<std::string>& arguments,
                              const Tracer* tracer = nullptr) const;
    [[nodiscard]] static Ended wait(pid_t process);

    // What people see: their notes by key, and their figures.
    [[nodiscard]] std::map<std::string, std::string> seen();
    // Somebody deletes every note they see. Returns the keys.
    std::set<std::string> delete_notes();

    // Does something with the CRM while it serves nobody.
    template <class Deed>
    auto with_crm(Deed deed) {
        const std::scoped_lock lock(mutex_);
        return deed(crm_);
    }

    [[nodiscard]] std::string output() const;  // of the last program that ran
    [[nodiscard]] const std::string& home() const { return home_; }
    [[nodiscard]] const std::string& token() const { return token_; }

private:
    void serve();
    void write_files() const;
    void people_go_on();
    [[nodiscard]] std::string add_scene(const std::string& name,
                                        const std::vector<std::string>& arguments);
    [[nodiscard]] std::string count_calls(Scene& scene);

    Wire wire_;
    std::string home_;
    sandbox::SandboxCrm crm_;
    std::string token_;
    std::mutex mutex_;
    std::uint16_t port_ = 0;
    std::thread server_;
    std::vector<Scene> scenes_;
};

}  // namespace mentorsync::rigs
