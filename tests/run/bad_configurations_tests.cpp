// Everything that an admin, or somebody else, may have done to the files: each mistake is told in
// one line, in no time, with no request made and no secret repeated.
//
// The texts of the messages are held by the golden files beside the inputs.

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "sync/run/configuration.hpp"
#include "sync/run/credentials.hpp"
#include "sync/run/settings.hpp"
#include "tests/fakes/golden.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace {
std::atomic<int> sockets_to_somewhere{0};
}

// In place of the C library's own: whoever wants to reach the network comes through here.
extern "C" int socket(int domain, int type, int protocol) noexcept {
    if (domain == AF_INET || domain == AF_INET6) ++sockets_to_somewhere;
    return static_cast<int>(::syscall(SYS_socket, domain, type, protocol));
}

using namespace mentorsync;
namespace data = boost::unit_test::data;
namespace fs = std::filesystem;

namespace {

// Distinct mistakes that there must be at least.
constexpr std::size_t kFloor = 300;
constexpr double kSecondsPerFile = 0.2;

// Texts that stand for secrets in the inputs.
constexpr const char* kSecrets[] = {"canary", "pat-eu1", "not-a-real-key"};

// The keys that lead to what begins at `at`, without places in lists; empty where nothing does.
std::string path_to(const json::Value& value, json::Position at, const std::string& path = "$") {
    if (value.at == at) return path;
    for (const json::Member& member : value.members) {
        if (member.key_at == at) return path + "{}";
        const std::string found = path_to(member.value, at, path + "." + member.key);
        if (!found.empty()) return found;
    }
    for (const json::Value& item : value.items) {
        const std::string found = path_to(item, at, path + "[]");
        if (!found.empty()) return found;
    }
    return {};
}

// A mistake is another one when its words or its place are.
std::set<std::string> mistakes_in(const std::string& text, const Faults& faults) {
    const auto root = json::parse(text, json::Dialect::WithComments);
    std::set<std::string> mistakes;
    for (const Fault& fault : faults) {
        mistakes.insert(fault.what + " @ " + (root ? path_to(*root, fault.at) : std::string()));
    }
    return mistakes;
}

void hides_secrets(const std::string& told) {
    for (const char* const secret : kSecrets) {
        BOOST_TEST(told.find(secret) == std::string::npos, told);
    }
}

// What `read` says of a text; in time, one line each, without a request.
Faults faults_of(const std::function<tl::expected<void, Faults>()>& read) {
    const int sockets = sockets_to_somewhere;
    const std::clock_t began = std::clock();
    const auto outcome = read();
    const double took = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
    BOOST_TEST(took < kSecondsPerFile);
    BOOST_TEST(sockets_to_somewhere == sockets);
    BOOST_TEST_REQUIRE(!outcome.has_value());
    BOOST_TEST(!outcome.error().empty());
    for (const Fault& fault : outcome.error()) {
        const std::string line = to_text(fault);
        BOOST_TEST(line.find('\n') == std::string::npos);
        BOOST_TEST(line.find(": error: ") != std::string::npos);
        hides_secrets(line);
    }
    return outcome.error();
}

Faults settings_faults(const std::string& name) {
    return faults_of([&]() -> tl::expected<void, Faults> {
        const auto settings = parse_settings(name, golden::read("settings/" + name));
        if (!settings) return tl::unexpected(settings.error());
        return {};
    });
}

Faults mapping_faults(const std::string& name) {
    return faults_of([&]() -> tl::expected<void, Faults> {
        const auto read = [](std::string_view file) {
            return read_text_file(golden::path_of("mappings/wrong/" + std::string(file)).string());
        };
        const auto mapping = parse_mapping(name, golden::read("mappings/wrong/" + name), read);
        if (!mapping) return tl::unexpected(mapping.error());
        return {};
    });
}

std::vector<std::string> mappings() {
    std::vector<std::string> names = golden::inputs("mappings/wrong");
    std::erase_if(names, [](const std::string& name) { return !name.ends_with(".json"); });
    return names;
}

// A folder with right files, of which a case spoils one.
struct Files {
    Files() {
        write("mentorsync.json", R"({"store": "sqlite:state.db", "portals": [{"name": "blink",
            "mapping": "mapping.json", "crm": {"kind": "hubspot", "base_url": "http://127.0.0.1:9",
            "credentials": {"service_key": {"$file": "blink.key"}}}}]})");
        write("mapping.json", golden::read("mappings/right/complete.json"));
        write("own.mustache", "<p>{{period}}</p>");
        write("blink.key", "pat-eu1-canary", 0400);
    }

    [[nodiscard]] std::string path(const std::string& name) const {
        return folder.path() + "/" + name;
    }
    void write(const std::string& name, const std::string& text, mode_t mode = 0600) const {
        fs::remove_all(path(name));
        std::ofstream(path(name), std::ios::binary) << text;
        ::chmod(path(name).c_str(), mode);
    }
    void make_folder(const std::string& name) const {
        fs::remove_all(path(name));
        fs::create_directory(path(name));
    }
    void make_fifo(const std::string& name) const {
        fs::remove_all(path(name));
        ::mkfifo(path(name).c_str(), 0600);
    }
    void make_link(const std::string& name, const std::string& target) const {
        fs::remove_all(path(name));
        fs::create_symlink(target, path(name));
    }
    // Takes no room on the disk.
    void make_large(const std::string& name, std::uintmax_t bytes) const {
        write(name, "{");
        fs::resize_file(path(name), bytes);
    }

    // What is said before anything would start, in the words of a person who stands in the folder.
    [[nodiscard]] std::string told(const std::string& portal = {}) const {
        const auto configuration = load_configuration(path("mentorsync.json"), portal);
        std::string text;
        if (!configuration) {
            for (const Fault& fault : configuration.error().faults) text += to_text(fault);
            if (text.empty()) text = configuration.error().error.message;
        } else {
            const PortalSettings& settings = configuration->portals.front().settings;
            const auto key = load_secret(settings.service_key, path("mentorsync.json"));
            if (!key) text = key.error().message;
        }
        for (std::size_t at = 0; (at = text.find(folder.path() + "/")) != std::string::npos;) {
            text.erase(at, folder.path().size() + 1);
        }
        return text;
    }

    fakes::TemporaryFolder folder;
};

struct FileCase {
    const char* what;
    std::function<void(const Files&)> spoil;
    std::string expected;
};

std::ostream& operator<<(std::ostream& out, const FileCase& one) {
    return out << one.what;
}

std::vector<FileCase> file_cases() {
    const std::string large = ": is larger than 1 MiB; is it the right file?";
    const std::string no_file = ": is not a regular file";
    return {
        {"no settings", [](const Files& f) { fs::remove(f.path("mentorsync.json")); },
         "mentorsync.json: there is no such file"},
        {"a folder", [](const Files& f) { f.make_folder("mentorsync.json"); },
         "mentorsync.json" + no_file},
        {"100 MiB", [](const Files& f) { f.make_large("mentorsync.json", 100U << 20U); },
         "mentorsync.json" + large},
        {"no mapping", [](const Files& f) { fs::remove(f.path("mapping.json")); },
         "mapping.json: there is no such file"},
        {"a folder for the mapping", [](const Files& f) { f.make_folder("mapping.json"); },
         "mapping.json" + no_file},
        {"a mapping of 100 MiB", [](const Files& f) { f.make_large("mapping.json", 100U << 20U); },
         "mapping.json" + large},
        {"a key that others may read", [](const Files& f) { f.write("blink.key", "canary", 0444); },
         "key file blink.key: may be read by others; run: chmod 400 blink.key"},
        {"a key behind a link",
         [](const Files& f) {
             f.write("real.key", "canary", 0400);
             f.make_link("blink.key", "real.key");
         },
         "key file blink.key: is a symbolic link; name the file itself"},
        {"no key", [](const Files& f) { fs::remove(f.path("blink.key")); },
         "key file blink.key: cannot be opened: No such file or directory"},
        {"a folder for the key", [](const Files& f) { f.make_folder("blink.key"); },
         "key file blink.key: is not a regular file"},
        {"an empty key", [](const Files& f) { f.write("blink.key", "\n", 0400); },
         "key file blink.key: is empty; put the CRM's service key there"},
        {"a key of two lines", [](const Files& f) { f.write("blink.key", "canary\r\nX: 1", 0400); },
         "key file blink.key: does not hold a key: a key is printable ASCII without spaces"},
        {"a key of a megabyte",
         [](const Files& f) { f.write("blink.key", std::string(1U << 20U, 'k'), 0400); },
         "key file blink.key: is too long to be a key"},
    };
}

// The same mistakes by other means: told in the same words.
std::vector<FileCase> same_mistakes() {
    return {
        {"a pipe", [](const Files& f) { f.make_fifo("mentorsync.json"); },
         "mentorsync.json: is not a regular file"},
        {"a device", [](const Files& f) { f.make_link("mentorsync.json", "/dev/zero"); },
         "mentorsync.json: is not a regular file"},
        {"a link in a circle",
         [](const Files& f) { f.make_link("mentorsync.json", "mentorsync.json"); },
         "mentorsync.json: there is no such file"},
        {"a pipe for the mapping", [](const Files& f) { f.make_fifo("mapping.json"); },
         "mapping.json: is not a regular file"},
        {"a pipe for the key", [](const Files& f) { f.make_fifo("blink.key"); },
         "key file blink.key: is not a regular file"},
        {"a key that a group may write",
         [](const Files& f) { f.write("blink.key", "canary", 0420); },
         "key file blink.key: may be read by others; run: chmod 400 blink.key"},
        {"a link to what only root reads",
         [](const Files& f) { f.make_link("blink.key", "/etc/shadow"); },
         "key file blink.key: is a symbolic link; name the file itself"},
    };
}

void check(const FileCase& one) {
    const Files files;
    one.spoil(files);
    const int sockets = sockets_to_somewhere;
    const std::clock_t began = std::clock();
    const std::string told = files.told();
    BOOST_TEST(static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC < kSecondsPerFile);
    BOOST_TEST(sockets_to_somewhere == sockets);
    BOOST_TEST(told == one.expected);
    hides_secrets(told);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bad_configurations_tests)

BOOST_AUTO_TEST_CASE(the_files_of_these_tests_are_right_before_they_are_spoilt) {
    BOOST_TEST(Files().told() == "");
}

BOOST_DATA_TEST_CASE(a_wrong_file_is_told_in_one_line, data::make(file_cases()), one) {
    check(one);
}

BOOST_DATA_TEST_CASE(the_same_mistake_by_other_means_too, data::make(same_mistakes()), one) {
    check(one);
}

BOOST_AUTO_TEST_CASE(a_portal_that_is_not_there_is_told_by_its_name) {
    BOOST_TEST(Files().told("blonk") == "mentorsync.json has no portal called 'blonk'");
}

BOOST_AUTO_TEST_CASE(a_time_zone_that_this_system_does_not_know_is_told) {
    const Files files;
    std::string mapping = golden::read("mappings/right/complete.json");
    mapping.replace(mapping.find("Europe/Helsinki"), 15, "Europe/Hellsinki");
    files.write("mapping.json", mapping);
    BOOST_TEST(files.told() ==
               "mapping.json:1:1: error: this system knows no time zone 'Europe/Hellsinki' (use an "
               "IANA name such as Europe/Helsinki, or install tzdata)");
}

BOOST_AUTO_TEST_CASE(there_are_three_hundred_different_mistakes) {
    std::set<std::string> seen;
    std::size_t different = 0;
    const auto count = [&](const std::string& name, const std::set<std::string>& mistakes) {
        const std::size_t before = seen.size();
        seen.insert(mistakes.begin(), mistakes.end());
        const bool is_another = seen.size() > before;
        if (is_another) ++different;
        BOOST_TEST_INFO_SCOPE(name);
        return is_another;
    };
    for (const std::string& name : golden::inputs("settings")) {
        count(name, mistakes_in(golden::read("settings/" + name), settings_faults(name)));
    }
    for (const std::string& name : mappings()) {
        count(name, mistakes_in(golden::read("mappings/wrong/" + name), mapping_faults(name)));
    }
    for (const FileCase& one : file_cases()) count(one.what, {one.expected});
    BOOST_TEST_MESSAGE("bad configurations: " << different << " different mistakes");
    BOOST_TEST(different >= kFloor);
}

BOOST_AUTO_TEST_SUITE_END()
