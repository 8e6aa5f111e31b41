// mentorsync-sandbox: the sandbox CRM over loopback HTTP, with a control port beside it.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "tests/sandbox/control.hpp"
#include "tests/sandbox/generator.hpp"
#include "tests/sandbox/server.hpp"

namespace {

namespace sandbox = mentorsync::sandbox;

// The OAuth app that anybody may install here, at /oauth/authorize.
constexpr const char* kAppId = "sandbox-app";
constexpr const char* kAppSecret = "sandbox-app-secret";

constexpr const char* kUsage =
    "usage: mentorsync-sandbox [--port N] [--control-port N] [--port-file FILE]\n"
    "                          [--token-file FILE] [--portal demo|large|tiny] [--portal-id ID]\n"
    "                          [--seed N] [--now ISO] [--set-up] [--any-path]\n"
    "\n"
    "Serves a CRM shaped like HubSpot on 127.0.0.1, and a control port beside it. Port 0, the\n"
    "default, takes a free one; both are printed, and written to the port file, one a line.\n"
    "--set-up     make mentorsync's own properties, as `mentorsync setup` would\n"
    "The OAuth app sandbox-app, secret sandbox-app-secret, is permitted at /oauth/authorize.\n"
    "--any-path   answer also what a client of ours may not send\n";

struct Options {
    std::map<std::string, std::string> values{
        {"--port", "0"},      {"--control-port", "0"}, {"--port-file", ""},    {"--token-file", ""},
        {"--portal", "demo"}, {"--portal-id", "4242"}, {"--seed", "20261123"}, {"--now", ""}};
    bool set_up = false;
    bool any_path = false;
};

bool read_options(int argc, char** argv, Options& options) {
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        if (name == "--set-up") {
            options.set_up = true;
        } else if (name == "--any-path") {
            options.any_path = true;
        } else if (options.values.contains(name) && i + 1 < argc) {
            options.values[name] = argv[++i];
        } else {
            return false;
        }
    }
    const std::string& portal = options.values["--portal"];
    return portal == "demo" || portal == "large" || portal == "tiny";
}

sandbox::PortalSize size_of(Options& options) {
    const std::string& name = options.values["--portal"];
    sandbox::PortalSize size = name == "large"  ? sandbox::large_size()
                               : name == "tiny" ? sandbox::tiny_size()
                                                : sandbox::demo_size();
    size.set_up = options.set_up;
    return size;
}

sandbox::Time system_time() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// Whole files only: readers wait for them to appear.
void write_file(const std::string& path, const std::string& text) {
    if (path.empty()) return;
    const std::string part = path + ".part";
    std::ofstream(part) << text;
    std::rename(part.c_str(), path.c_str());
}

sandbox::Controlled make_controlled(sandbox::SandboxCrm& crm, Options& options) {
    const std::string id = options.values["--portal-id"];
    const auto fixed = sandbox::parse_time(options.values["--now"]);
    crm.world().now = fixed ? *fixed : system_time();
    crm.switches().enforce_allowlist = !options.any_path;
    crm.add_portal(id, "Sandbox");
    sandbox::Controlled controlled{crm, id, {}, {}, !fixed.has_value(), {}};
    controlled.truth = sandbox::generate_portal(
        crm, id, size_of(options), std::strtoull(options.values["--seed"].c_str(), nullptr, 10));
    controlled.token = crm.add_token(id);
    crm.world().apps[kAppId] = {.client_secret = kAppSecret, .portal = id, .redirect_uri = {}};
    const std::string token_file = options.values["--token-file"];
    controlled.token_moved = [token_file](const std::string& token) {
        write_file(token_file, token + "\n");
    };
    controlled.token_moved(controlled.token);
    return controlled;
}

std::uint16_t port_of(const std::string& text) {
    return static_cast<std::uint16_t>(std::strtoul(text.c_str(), nullptr, 10));
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    if (!read_options(argc, argv, options)) {
        std::cerr << kUsage;
        return 2;
    }
    sandbox::SandboxCrm crm(std::strtoull(options.values["--seed"].c_str(), nullptr, 10));
    sandbox::Controlled controlled = make_controlled(crm, options);
    const auto tick = [&] {
        if (controlled.real_time) crm.set_now(system_time());
    };
    std::vector<sandbox::Listener> listeners{
        {port_of(options.values["--port"]),
         [&](const sandbox::Request& request) {
             tick();
             return crm.handle(request);
         }},
        {port_of(options.values["--control-port"]), [&](const sandbox::Request& request) {
             tick();
             return sandbox::Outcome{
                 sandbox::Delivery::Answered, sandbox::control(controlled, request), {}};
         }}};
    const std::string fault = sandbox::serve_until_signalled(listeners, [&] {
        const std::string ports =
            std::to_string(listeners[0].port) + "\n" + std::to_string(listeners[1].port) + "\n";
        write_file(options.values["--port-file"], ports);
        std::cout << "portal " << controlled.portal << " on http://127.0.0.1:" << listeners[0].port
                  << ", control on http://127.0.0.1:" << listeners[1].port << "/_sandbox/"
                  << std::endl;
    });
    if (fault.empty()) return 0;
    std::cerr << "mentorsync-sandbox: " << fault << "\n";
    return 1;
}
