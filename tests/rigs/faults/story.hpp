// Ten days of a small portal, synced by the real cycle on virtual time, with one thing going wrong
// on the way.
//
// The same story is told for every fault, so that its end can be held against the end of the story
// in which nothing went wrong.

#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "sync/run/tick.hpp"
#include "tests/run/world.hpp"

namespace mentorsync::rigs::disturbed {

// How a story ended: what the state says of people, and what they see.
struct Ending {
    std::map<std::string, std::string> facts;  // relationships, tasks, notes seen, properties
    std::size_t lost = 0;     // notes that the undisturbed story has, and this one has not
    std::size_t doubled = 0;  // live or visible twice, at any time
    std::size_t risen = 0;
    std::size_t violations = 0;          // requests that no client of ours may send
    std::size_t changed_by_failure = 0;  // failed ticks after which the state was another one
    std::size_t too_early = 0;           // requests before a `Retry-After` was over
    bool quiet = false;                  // nothing is left to tell
};

class Story {
public:
    // A copy of `world`, with an empty state.
    explicit Story(const tests::World& world);

    // Tells the whole story. `faults` are in the CRM's script from its first request. After the
    // request of number `refused`, counted from 1, nothing more may leave for `wait`.
    [[nodiscard]] Ending tell(const std::vector<sandbox::Fault>& faults, std::size_t refused = 0,
                              std::chrono::milliseconds wait = {});

    // Every request of the story, in order.
    [[nodiscard]] const std::vector<sandbox::SeenRequest>& requests() const {
        return world_.crm.witness().requests();
    }

private:
    using Ticked = tl::expected<TickReport, Obstacle>;

    [[nodiscard]] Ticked tick(const TickChoice& choice);
    [[nodiscard]] std::string stored();
    void tick_and_watch(const TickChoice& choice, bool& good);
    void sync_until_quiet(const TickChoice& choice);
    void retry_parked();
    [[nodiscard]] bool is_quiet();
    void go_to(Instant when);
    void people_work();
    [[nodiscard]] std::map<std::string, std::string> facts();
    [[nodiscard]] std::size_t too_early(std::size_t refused, std::chrono::milliseconds wait) const;

    tests::World world_;
    PortalView view_;
    std::size_t changed_by_failure_ = 0;
    bool quiet_ = false;
};

// What the story without a fault looks like, and how many of its notes an ending lacks.
[[nodiscard]] std::size_t missing_notes(const Ending& undisturbed, const Ending& ending);

}  // namespace mentorsync::rigs::disturbed
