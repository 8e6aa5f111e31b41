#include "tests/rigs/kill/bench.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <regex>

#include "tests/sandbox/desk.hpp"
#include "tests/sandbox/generator.hpp"
#include "tests/sandbox/server.hpp"
#include "tests/sandbox/view.hpp"

namespace mentorsync::rigs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPortal = "4242";
constexpr int kBaselines = 3;  // runs in which calls are counted; no two are quite the same

sandbox::Time system_time() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// In memory where that can be: a sync that waits for a disk proves nothing more here.
std::string make_home() {
    for (const char* const place : {"/dev/shm", "/tmp"}) {
        std::string name = std::string(place) + "/mentorsync-kill-XXXXXX";
        if (::mkdtemp(name.data()) != nullptr) return name;
    }
    return {};
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void copy_folder(const fs::path& from, const fs::path& to) {
    std::error_code unused;
    fs::remove_all(to, unused);
    if (fs::exists(from)) fs::copy(from, to, fs::copy_options::recursive, unused);
    fs::permissions(to, fs::perms::owner_all, unused);
}

std::vector<std::string> joined(std::vector<std::string> first,
                                const std::vector<std::string>& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

}  // namespace

Bench::Bench(std::uint64_t seed, Wire wire)
    : wire_(std::move(wire)), home_(make_home()), crm_(seed) {
    crm_.world().now = system_time();
    crm_.add_portal(kPortal);
    sandbox::PortalSize size = sandbox::tiny_size();
    size.set_up = false;  // the program does that
    static_cast<void>(sandbox::generate_portal(crm_, kPortal, size, seed));
    token_ = crm_.add_token(kPortal);
    crm_.witness().keep_requests(false);
    // A rig is faster than any portal allows; limits have rigs of their own.
    crm_.switches().enforce_limits = false;
    serve();
    write_files();
}

Bench::~Bench() {
    server_.detach();
    std::error_code unused;
    fs::remove_all(home_, unused);
}

void Bench::serve() {
    std::promise<void> listening;
    server_ = std::thread([this, &listening] {
        std::vector<sandbox::Listener> listeners{{0, [this](const sandbox::Request& request) {
                                                      const std::scoped_lock lock(mutex_);
                                                      crm_.set_now(system_time());
                                                      if (wire_.asked) wire_.asked(request);
                                                      auto outcome = crm_.handle(request);
                                                      if (wire_.answered) {
                                                          wire_.answered(outcome.response);
                                                      }
                                                      return outcome;
                                                  }}};
        static_cast<void>(sandbox::serve_until_signalled(listeners, [&] {
            port_ = listeners.front().port;
            listening.set_value();
        }));
    });
    listening.get_future().wait();
}

void Bench::write_files() const {
    std::ofstream(home_ + "/key") << token_ << "\n";
    fs::permissions(home_ + "/key", fs::perms::owner_read);
    fs::copy_file(std::string(MENTORSYNC_SOURCE_DIR) + "/config/mapping.example.json",
                  home_ + "/mapping.json");
    std::ofstream(home_ + "/settings.json")
        << R"({"store": "sqlite:state/state.db", "portals": [{"name": "blink", )"
        << R"("mapping": "mapping.json", "crm": {"kind": "hubspot", "base_url": "http://127.0.0.1:)"
        << port_ << R"(", "credentials": {"service_key": {"$file": "key"}}}}]})";
}

pid_t Bench::start(const std::vector<std::string>& arguments, const Tracer* tracer) const {
    const std::string out = home_ + "/out";
    std::vector<char*> words;
    for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    const pid_t process = ::fork();
    if (process != 0) return process;
    const int file = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    if (tracer != nullptr) tracer->begin();
    ::execvp(words.front(), words.data());
    ::_exit(127);
}

Ended Bench::wait(pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return ended_by(status);
}

Ended Bench::run(const std::vector<std::string>& arguments) {
    return wait(start(arguments));
}

Ended Bench::run_until(const std::vector<std::string>& arguments, const SystemCall& call,
                       int number) {
    const Tracer tracer({call});
    std::map<pid_t, int> made;
    return Tracer::follow(start(arguments, &tracer),
                          [&](pid_t thread, std::size_t) { return ++made[thread] == number; });
}

std::string Bench::output() const {
    return read_file(home_ + "/out");
}

void Bench::enter(const Scene& scene) {
    const std::scoped_lock lock(mutex_);
    crm_ = scene.crm;
    copy_folder(scene.state, home_ + "/state");
}

std::string Bench::prepare(const std::string& mentorsync, const std::vector<std::string>& program) {
    const std::vector<std::string> command = {mentorsync, "--config", home_ + "/settings.json"};
    if (run(joined(command, {"setup", "--yes"})).exit_code != 0) return "setup: " + output();
    if (run(joined(command, {"plan"})).exit_code > 3) return "plan: " + output();
    const std::string shown = output();
    std::smatch match;
    if (!std::regex_search(shown, match, std::regex("--accept ([0-9a-f]+)"))) {
        return "plan shows nothing to accept: " + shown;
    }
    const auto first = joined(command, {"sync", "--accept", match[1]});
    if (auto fault = add_scene("first", first); !fault.empty()) return fault;
    people_go_on();
    const auto next = program.empty() ? joined(command, {"sync"})
                                      : joined(program, {"--config", home_ + "/settings.json"});
    return add_scene("next", next);
}

// A mentee more, a task done and a task more: relationships, notes and figures to tell.
void Bench::people_go_on() {
    const std::scoped_lock lock(mutex_);
    sandbox::Desk desk(crm_, kPortal);
    const auto view = sandbox::see_contact(crm_.world(), kPortal, "1002");
    if (view && !view->tasks.empty()) desk.complete_task(view->tasks.front().id);
    const std::string mentee =
        desk.add(sandbox::Kind::Contact,
                 {{"firstname", "Aino"}, {"lastname", "Uusi"}, {"email", "aino.uusi@example.com"}});
    desk.add_to_list("501", mentee);
    desk.label(mentee, "1001", "Mentor");
    const std::string task = desk.add(sandbox::Kind::Task, {{"hs_task_subject", "Haaste: begin"},
                                                            {"hs_task_status", "NOT_STARTED"}});
    desk.link(sandbox::Kind::Task, task, sandbox::Kind::Contact, mentee);
}

// Leaves the bench as it is when the scene has ended well.
std::string Bench::add_scene(const std::string& name, const std::vector<std::string>& arguments) {
    Scene scene{name,
                with_crm([](const sandbox::SandboxCrm& crm) { return crm; }),
                home_ + "/scene-" + name,
                arguments,
                {},
                {}};
    copy_folder(home_ + "/state", scene.state);
    if (auto fault = count_calls(scene); !fault.empty()) return name + ": " + fault;
    scene.ending = seen();
    scenes_.push_back(std::move(scene));
    return {};
}

std::string Bench::count_calls(Scene& scene) {
    const Tracer tracer(all_calls());
    for (int i = 0; i < kBaselines; ++i) {
        enter(scene);
        std::map<std::size_t, std::map<pid_t, int>> by_thread;
        const Ended ended =
            Tracer::follow(start(scene.arguments, &tracer), [&](pid_t thread, std::size_t call) {
                ++by_thread[call][thread];
                return false;
            });
        if (ended.exit_code != 0 && ended.exit_code != 3) return output();
        for (const auto& [call, threads] : by_thread) {
            int most = 0;
            for (const auto& [thread, count] : threads) most = std::max(most, count);
            scene.calls[call].push_back(most);
        }
    }
    return {};
}

std::map<std::string, std::string> Bench::seen() {
    return with_crm([](const sandbox::SandboxCrm& crm) {
        std::map<std::string, std::string> facts;
        const auto& contacts = crm.portal(kPortal).shelf(sandbox::Kind::Contact).records();
        for (const auto& [id, contact] : contacts) {
            const auto view = sandbox::see_contact(crm.world(), kPortal, id);
            if (!view) continue;
            for (const auto& note : view->notes) facts["note " + id + " " + note.key] = "";
            for (const auto& [name, value] : view->mentorsync) facts[name + " " + id] = value;
        }
        return facts;
    });
}

std::set<std::string> Bench::delete_notes() {
    return with_crm([](sandbox::SandboxCrm& crm) {
        std::set<std::string> keys;
        sandbox::Desk desk(crm, kPortal);
        for (const char* contact : {"1001", "1002"}) {
            const auto view = sandbox::see_contact(crm.world(), kPortal, contact);
            if (!view) continue;
            for (const auto& note : view->notes) {
                if (keys.insert(note.key).second) desk.remove(sandbox::Kind::Note, note.id);
            }
        }
        return keys;
    });
}

}  // namespace mentorsync::rigs
