// A CRM shaped like HubSpot, as a pure class: request in, answer out, on a virtual clock.
//
// It knows what HubSpot's API descriptions, guides and reported behaviour say, has one switch for
// everything that no source settles, does what a fault script tells it and watches itself. Two
// sandboxes with the same seed, the same clock and the same requests answer the same bytes. Plain
// state that copies. Not thread-safe.

#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sandbox/faults.hpp"
#include "tests/sandbox/message.hpp"
#include "tests/sandbox/routes.hpp"
#include "tests/sandbox/world.hpp"

namespace mentorsync::sandbox {

// What a daemon of ours needs to run, and what `setup` needs in addition.
[[nodiscard]] std::set<std::string, std::less<>> run_scopes();
[[nodiscard]] std::set<std::string, std::less<>> setup_scopes();

class SandboxCrm {
public:
    explicit SandboxCrm(std::uint64_t seed = 1);

    // Takes one request. Refuses with 401, 403, 429, 599 (outside the client's allowlist, which is
    // also recorded as a violation) or does it.
    [[nodiscard]] Outcome handle(const Request& request);

    // Moves the clock, never back, and applies held requests whose time has come.
    void set_now(Time now);
    [[nodiscard]] Time now() const noexcept { return world_.now; }

    [[nodiscard]] Switches& switches() noexcept { return world_.switches; }
    [[nodiscard]] const Witness& witness() const noexcept { return world_.witness; }
    [[nodiscard]] Witness& witness() noexcept { return world_.witness; }

    // Adds an empty portal; the reference stays valid while the sandbox lives.
    Portal& add_portal(const std::string& id, const std::string& name = "Sandbox");
    [[nodiscard]] Portal& portal(const std::string& id) { return world_.portals.at(id); }
    [[nodiscard]] const Portal& portal(const std::string& id) const {
        return world_.portals.at(id);
    }
    [[nodiscard]] World& world() noexcept { return world_; }
    [[nodiscard]] const World& world() const noexcept { return world_; }

    // Issues a static token. Without scopes of its own it has those of a daemon and of setup.
    std::string add_token(const std::string& portal,
                          std::set<std::string, std::less<>> scopes = setup_scopes());
    // Installs an OAuth app and returns its refresh token.
    std::string add_grant(Grant grant);
    // The token's state, for tests that expire, refuse or narrow it.
    [[nodiscard]] Token& token(std::string_view text);

    void inject(Fault fault) { faults_.add(std::move(fault)); }
    void clear_faults() { faults_.clear(); }
    // Applies every held request now, whatever its time. Returns how many.
    std::size_t release_held();
    [[nodiscard]] std::size_t held_count() const noexcept { return held_.size(); }

private:
    struct Held {
        Request request;
        std::optional<Time> due;
    };

    [[nodiscard]] Response answer(const Request& request, SeenRequest& seen);
    [[nodiscard]] Response apply(const Request& request, const Target& target, const Route& route,
                                 const Token& token);
    void apply_held(const Request& request);
    [[nodiscard]] Outcome handle_with(const Fault& fault, const Request& request,
                                      SeenRequest& seen);

    World world_;
    FaultScript faults_;
    std::vector<Held> held_;
};

}  // namespace mentorsync::sandbox
