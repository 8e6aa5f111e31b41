// All that the sandbox CRM is at one moment: portals, credentials, switches and the clock. Plain
// state that copies; the functions of changes.hpp and the endpoint families work on it.

#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "tests/sandbox/portal.hpp"
#include "tests/sandbox/switches.hpp"
#include "tests/sandbox/times.hpp"
#include "tests/sandbox/witness.hpp"

namespace mentorsync::sandbox {

// One app's credentials for one portal.
struct Token {
    std::string portal;
    std::set<std::string, std::less<>> scopes;
    std::optional<Time> expires;
    bool refused = false;           // revoked: answered 401 until it is taken back
    bool oauth = false;             // replies carry no daily figures
    std::deque<Time> burst;         // requests of the last ten seconds
    std::deque<Time> associations;  // the same, of association requests
};

// What all apps of a portal share.
struct Shared {
    std::deque<Time> searches;  // of the last second
    std::int64_t day = 0;       // the portal's civil day that `used` counts
    int used = 0;
};

// An OAuth app installed in a portal.
struct Grant {
    std::string portal;
    std::string client_id;
    std::string client_secret;
    std::set<std::string, std::less<>> scopes;
    bool refused = false;
    std::string before = {};  // the refresh token that this one replaces once it is used
};

// An OAuth app that people may install, and what they choose when its page asks them.
struct App {
    std::string client_secret;
    std::string portal;        // into which they install it
    std::string redirect_uri;  // that the app is configured with; empty: any
    bool denied = false;       // they say no
};

// A code that the page gave out. It can be exchanged once.
struct Code {
    std::string client_id;
    std::string redirect_uri;
    std::string challenge;  // S256; empty: none
    std::set<std::string, std::less<>> scopes;
    Time expires{};
};

struct World {
    Time now{};
    Switches switches;
    std::map<std::string, Portal> portals;
    std::map<std::string, Shared> shared;              // by portal
    std::map<std::string, Token, std::less<>> tokens;  // by access token
    std::map<std::string, Grant, std::less<>> grants;  // by refresh token
    std::map<std::string, App, std::less<>> apps;      // by client id
    std::map<std::string, Code, std::less<>> codes;
    Witness witness;
    std::uint64_t random = 1;  // state of the generator of ids and chances
    std::uint64_t correlation = 0;

    // The next number of the seeded sequence.
    std::uint64_t next_random();
};

}  // namespace mentorsync::sandbox
