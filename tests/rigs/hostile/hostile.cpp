// The rig of hostile strings: five hundred of them in every text field of every object of a portal,
// the real programs, and everything that comes out of them.
//
//   hostile --mentorsync PATH [--mentorsyncd PATH] [--long] [--cases N]
//
// Note HTML is read as a browser would: no element but ours and no attribute. Whatever is printed
// or logged has no line of somebody else, no control character and nothing that changes direction;
// JSON can be read. Canaries in every confidential field, and the token, are nowhere: not in what
// is sent, printed, logged or stored. Prints the sums.

#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <iterator>
#include <regex>

#include "tests/rigs/arguments.hpp"
#include "tests/rigs/hostile/corpus.hpp"
#include "tests/rigs/hostile/portal.hpp"
#include "tests/rigs/hostile/sinks.hpp"
#include "tests/rigs/kill/bench.hpp"
#include "tests/sandbox/view.hpp"

namespace mentorsync::rigs {
namespace {

constexpr std::size_t kStringFloor = 500;
constexpr std::size_t kSinkFloor = 12;
constexpr std::size_t kBatch = 45;
constexpr const char* kPortal = "4242";

struct Sums {
    std::size_t strings = 0;
    std::size_t fields = 0;
    std::size_t outputs = 0;
    std::size_t notes = 0;
    std::set<std::string> sinks;
    std::size_t alive = 0;   // markup, lines or characters that got through
    std::size_t leaked = 0;  // canaries and tokens
    std::size_t broken = 0;  // programs that crashed

    [[nodiscard]] std::size_t bad() const { return alive + leaked + broken; }

    void add(const Sums& other) {
        strings += other.strings;
        fields += other.fields;
        outputs += other.outputs;
        notes += other.notes;
        sinks.insert(other.sinks.begin(), other.sinks.end());
        alive += other.alive;
        leaked += other.leaked;
        broken += other.broken;
    }
};

// Where a sink stands on what people wrote: `explain` and `export` show it on purpose.
struct Command {
    std::vector<std::string> words;
    bool shows_values = false;
};

class Trial {
public:
    Trial(const std::string& mentorsync, const std::vector<std::string>& daemon,
          const std::vector<std::string>& strings, bool raw, Sums& sums)
        : mentorsync_(mentorsync),
          daemon_(daemon),
          raw_(raw ? strings : std::vector<std::string>()),
          bench_(1, {.asked = [this](const sandbox::Request& request) { look_at(request); },
                     .answered = [this](sandbox::Response& response) { spoil(response); }}),
          sums_(sums) {
        planted_ = bench_.with_crm(
            [&](sandbox::SandboxCrm& crm) { return plant(crm, kPortal, placeholders(strings)); });
        sums_.strings += strings.size();
        sums_.fields += planted_.fields;
    }

    void run() {
        call({{"setup", "--yes"}});
        call({{"check", "--online"}});
        call({{"plan", "--json"}});
        call({{"plan"}});
        const std::string shown = bench_.output();
        std::smatch match;
        if (std::regex_search(shown, match, std::regex("--accept ([0-9a-f]+)"))) {
            call({{"sync", "--accept", match[1]}});
        } else if (raw_.empty()) {
            report(sums_.broken, "plan", "nothing to accept: " + shown);
        }
        for (const char* const command : {"sync", "status", "relationships", "notes", "doctor"}) {
            call({{command}});
            call({{command, "--json"}});
        }
        for (const std::size_t i : {std::size_t{0}, planted_.mentees.size() / 2}) {
            call({{"explain", "contact", planted_.mentees.at(i)}, true});
            call({{"explain", "contact", planted_.mentees.at(i), "--json"}, true});
            call({{"explain", "task", planted_.tasks.at(i)}, true});
        }
        if (!daemon_.empty()) {
            serve({"--once", "--log-level", "debug"});
            serve({"--once", "--log-level", "debug", "--log-format", "json"});
        }
        look_at_notes();
        look_at_files();
    }

private:
    // What UTF-8 cannot hold is put into the answers where its placeholder stands.
    std::vector<std::string> placeholders(const std::vector<std::string>& strings) const {
        if (raw_.empty()) return strings;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < strings.size(); ++i) names.push_back(placeholder(i));
        return names;
    }
    static std::string placeholder(std::size_t i) { return "@@" + std::to_string(i) + "@@"; }

    void spoil(sandbox::Response& response) const {
        for (std::size_t i = 0; i < raw_.size(); ++i) {
            const std::string name = placeholder(i);
            for (std::size_t at = 0; (at = response.body.find(name, at)) != std::string::npos;) {
                response.body.replace(at, name.size(), raw_[i]);
                at += raw_[i].size();
            }
        }
    }

    void call(const Command& command) {
        std::vector<std::string> words{mentorsync_, "--config", bench_.home() + "/settings.json"};
        words.insert(words.end(), command.words.begin(), command.words.end());
        judge(words, command.words.front(), command.words.back() == "--json", command.shows_values);
    }

    void serve(const std::vector<std::string>& arguments) {
        std::vector<std::string> words = daemon_;
        words.insert(words.end(), {"--config", bench_.home() + "/settings.json"});
        words.insert(words.end(), arguments.begin(), arguments.end());
        judge(words, "mentorsyncd log", arguments.back() == "json", false);
    }

    void judge(const std::vector<std::string>& words, const std::string& name, bool json,
               bool shows_values) {
        const Ended ended = bench_.run(words);
        const std::string output = bench_.output();
        ++sums_.outputs;
        sums_.sinks.insert(name + (json ? " as JSON" : ""));
        if (ended.exit_code < 0 || ended.exit_code > 10) {
            report(sums_.broken, name, "exit code " + std::to_string(ended.exit_code));
        }
        const bool as_json = json && ended.exit_code != 2 && output.starts_with("{");
        const std::string fault = as_json ? fault_in_json(output) : fault_in_text(output);
        if (!fault.empty()) report(sums_.alive, name, fault);
        if (!shows_values) look_for_canaries(output, name);
        if (output.find(bench_.token()) != std::string::npos) {
            report(sums_.leaked, name, "the token");
        }
    }

    void look_for_canaries(std::string_view text, const std::string& where) {
        for (const std::string& canary : planted_.canaries) {
            if (text.find(canary) == std::string_view::npos) continue;
            report(sums_.leaked, where, canary);
            return;
        }
    }

    // Addresses are looked up in the CRM that they came from, by its search.
    void look_at(const sandbox::Request& request) {
        if (request.target.find(request.token) != std::string::npos && !request.token.empty()) {
            report(sums_.leaked, request.target, "the token");
        }
        if (request.target.find("contacts/search") != std::string::npos) return;
        look_for_canaries(request.target, request.method + " " + request.target);
        look_for_canaries(request.body, request.method + " " + request.target);
        sums_.sinks.insert("requests");
    }

    void look_at_notes() {
        sums_.sinks.insert("notes in the CRM");
        sums_.sinks.insert("figures in the CRM");
        bench_.with_crm([this](const sandbox::SandboxCrm& crm) {
            for (const std::string& id : planted_.mentees) {
                const auto view = sandbox::see_contact(crm.world(), kPortal, id);
                if (!view) continue;
                for (const sandbox::SeenNote& note : view->notes) {
                    ++sums_.notes;
                    const std::string fault = fault_in_note(note.body);
                    if (!fault.empty()) report(sums_.alive, "note " + note.id, fault);
                    look_for_canaries(note.body, "note " + note.id);
                }
                for (const auto& [name, value] : view->mentorsync) {
                    const std::string fault = fault_in_value(value);
                    if (!fault.empty()) report(sums_.alive, name + " of " + id, fault);
                }
            }
        });
    }

    // Everything that lies on the disk, but the key file itself.
    void look_at_files() {
        sums_.sinks.insert("files of the state");
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(bench_.home() + "/state")) {
            if (!entry.is_regular_file()) continue;
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(file),
                                    std::istreambuf_iterator<char>()};
            const std::string name = entry.path().filename().string();
            look_for_canaries(bytes, name);
            if (bytes.find(bench_.token()) != std::string::npos) {
                report(sums_.leaked, name, "the token");
            }
        }
    }

    void report(std::size_t& sum, const std::string& where, const std::string& what) {
        if (++sum <= 25) std::cout << "  " << where << ": " << what << "\n";
    }

    std::string mentorsync_;
    std::vector<std::string> daemon_;
    std::vector<std::string> raw_;
    Planted planted_;
    Bench bench_;
    Sums& sums_;
};

struct Options {
    Arguments common;
    std::string mentorsync;
    std::vector<std::string> daemon;
};

int hostile(const Options& options) {
    Sums sums;
    auto strings = hostile_strings();
    if (options.common.cases > 0) strings.resize(std::min(strings.size(), options.common.cases));
    for (std::size_t begin = 0; begin < strings.size(); begin += kBatch) {
        const std::size_t end = std::min(begin + kBatch, strings.size());
        Trial({options.mentorsync}, options.daemon,
              {strings.begin() + static_cast<std::ptrdiff_t>(begin),
               strings.begin() + static_cast<std::ptrdiff_t>(end)},
              false, sums)
            .run();
    }
    // An answer that is no UTF-8 is refused whole, so each has a portal of its own; and asked for
    // again after a while, so that they wait beside each other.
    std::vector<std::future<Sums>> raw_ones;
    for (const std::string& raw : hostile_json()) {
        raw_ones.push_back(std::async(std::launch::async, [&options, raw] {
            Sums own;
            Trial({options.mentorsync}, options.daemon, {raw}, true, own).run();
            return own;
        }));
    }
    for (std::future<Sums>& own : raw_ones) sums.add(own.get());
    std::cout << "hostile: strings=" << sums.strings << " fields=" << sums.fields
              << " sinks=" << sums.sinks.size() << " outputs=" << sums.outputs
              << " notes=" << sums.notes << " alive=" << sums.alive << " leaked=" << sums.leaked
              << " broken=" << sums.broken << "\n";
    const bool enough = !options.common.promises() ||
                        (sums.strings >= kStringFloor && sums.sinks.size() >= kSinkFloor &&
                         sums.notes >= kStringFloor);
    if (!enough) std::cout << "fewer than promised\n";
    return enough && sums.bad() == 0 ? 0 : 1;
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
            options.daemon = {argv[++i]};
        } else {
            rest.push_back(argv[i]);
        }
    }
    options.common = read_arguments(static_cast<int>(rest.size()), rest.data());
    return hostile(options);
}
