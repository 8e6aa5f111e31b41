// The HTTP fault matrix: every endpoint that a cycle uses x everything that can be wrong with an
// answer x the first, second and last request of that endpoint.
//
// After a tick that failed the state must be what it was; once the fault is over, all must be as
// if it had never been: the same relationships and tasks, each note once, nothing ended. A lie (a
// whole answer that leaves records out) may delay what it hides, and ends, doubles and raises
// nothing. Prints the sums and, of a failure, what reproduces it.

#include <algorithm>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/rigs/arguments.hpp"
#include "tests/rigs/common/ready_states.hpp"
#include "tests/rigs/faults/matrix.hpp"
#include "tests/rigs/faults/story.hpp"

namespace mentorsync::rigs::disturbed {
namespace {

constexpr std::size_t kFloor = 3'600;
constexpr std::size_t kNormalCases = 4'000;  // drawn from all of them
constexpr std::size_t kLongFloor = 15'000;
constexpr std::size_t kEndpointFloor = 12;

struct Place {
    std::string endpoint;
    int request = 0;  // its number in the story, counted from 1
    std::string position;
};

struct Sums {
    std::map<std::string, std::size_t> endpoints;
    std::size_t cases = 0;
    std::size_t lost = 0;
    std::size_t doubled = 0;
    std::size_t risen = 0;
    std::size_t changed = 0;  // something is not as if nothing had happened
    std::size_t state_touched = 0;
    std::size_t too_early = 0;
    std::size_t violations = 0;
    std::size_t restless = 0;

    [[nodiscard]] std::size_t bad() const {
        return lost + doubled + risen + changed + state_touched + too_early + violations + restless;
    }
};

// First, second and last request of every endpoint; in the long run every one of a dozen.
std::vector<Place> places_in(const std::vector<sandbox::SeenRequest>& requests, bool is_long) {
    std::map<std::string, std::vector<int>> numbers;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        numbers[requests[i].path_class].push_back(static_cast<int>(i) + 1);
    }
    std::vector<Place> places;
    for (const auto& [endpoint, all] : numbers) {
        const std::size_t first_ones = std::min<std::size_t>(all.size(), is_long ? 11 : 2);
        for (std::size_t i = 0; i < first_ones; ++i) {
            places.push_back({endpoint, all[i], std::to_string(i + 1)});
        }
        if (all.size() > first_ones) places.push_back({endpoint, all.back(), "last"});
    }
    return places;
}

bool is_write(const std::string& endpoint) {
    return endpoint.ends_with("batch/create") || endpoint.ends_with("batch/update") ||
           endpoint.ends_with("associate/default");
}

// The first difference between how two stories ended, as a person would tell it.
std::string difference(const Ending& whole, const Ending& ending) {
    for (const auto& [name, value] : whole.facts) {
        const auto found = ending.facts.find(name);
        if (found == ending.facts.end()) return name + " is missing";
        if (found->second != value)
            return name + " is '" + found->second + "', not '" + value + "'";
    }
    for (const auto& [name, value] : ending.facts) {
        if (!whole.facts.contains(name)) return name + " should not be";
    }
    return {};
}

// A note that people see and would not, had all gone well: of an end that was none.
std::string note_too_many(const Ending& whole, const Ending& ending) {
    for (const auto& [name, value] : ending.facts) {
        if (name.starts_with("note ") && !whole.facts.contains(name)) {
            return name + " should not be";
        }
    }
    return {};
}

class Matrix {
public:
    Matrix(const tests::World& world, const Arguments& arguments)
        : world_(world), arguments_(arguments) {
        Story story(world_);
        whole_ = story.tell({});
        places_ = places_in(story.requests(), arguments.is_long);
    }

    [[nodiscard]] bool begins_well() const { return whole_.quiet; }

    void run() {
        const auto faults = all_faults(arguments_.is_long);
        std::vector<std::pair<const Place*, const NamedFault*>> cases;
        for (const Place& place : places_) {
            for (const NamedFault& named : faults) cases.emplace_back(&place, &named);
        }
        std::mt19937_64 random(arguments_.seed);
        std::ranges::shuffle(cases, random);
        cases.resize(std::min(cases.size(), arguments_.is_long ? kLongFloor : kNormalCases));
        if (arguments_.cases > 0) cases.resize(std::min(cases.size(), arguments_.cases));
        for (std::size_t i = 0; i < cases.size(); ++i) {
            if (arguments_.mine(i)) try_one(*cases[i].first, *cases[i].second);
        }
    }

    [[nodiscard]] const Sums& sums() const { return sums_; }

private:
    void try_one(const Place& place, const NamedFault& named) {
        sandbox::Fault fault = named.fault;
        fault.match.nth = place.request;
        Story story(world_);
        const Ending ending =
            story.tell({fault}, static_cast<std::size_t>(place.request), named.wait);
        ++sums_.cases;
        ++sums_.endpoints[place.endpoint];
        const std::size_t before = sums_.bad();
        // Of a write, only an answer that names a row says something about it.
        const bool lies = named.lies && !is_write(place.endpoint);
        const std::string differs =
            lies ? note_too_many(whole_, ending) : difference(whole_, ending);
        sums_.lost += lies ? 0U : missing_notes(whole_, ending);
        sums_.doubled += ending.doubled;
        sums_.risen += ending.risen;
        sums_.changed += differs.empty() ? 0U : 1U;
        sums_.state_touched += ending.changed_by_failure;
        sums_.too_early += ending.too_early;
        sums_.violations += ending.violations;
        sums_.restless += ending.quiet ? 0U : 1U;
        if (sums_.bad() == before) return;
        std::cout << "  " << place.endpoint << " [" << place.position << ", request "
                  << place.request << "]: " << named.name << ": " << differs << " doubled "
                  << ending.doubled << " risen " << ending.risen << " state "
                  << ending.changed_by_failure << " early " << ending.too_early << " violations "
                  << ending.violations << " quiet " << ending.quiet << "\n";
    }

    const tests::World& world_;
    Arguments arguments_;
    Ending whole_;
    std::vector<Place> places_;
    Sums sums_;
};

void print(const Sums& sums) {
    for (const auto& [endpoint, cases] : sums.endpoints) {
        std::cout << "  " << cases << "  " << endpoint << "\n";
    }
    std::cout << "faults: cases=" << sums.cases << " endpoints=" << sums.endpoints.size()
              << " lost=" << sums.lost << " doubled=" << sums.doubled << " risen=" << sums.risen
              << " changed=" << sums.changed << " state_touched=" << sums.state_touched
              << " too_early=" << sums.too_early << " violations=" << sums.violations
              << " restless=" << sums.restless << "\n";
}

int faults(const Arguments& arguments) {
    std::cout << "seed " << arguments.seed << "\n";
    begin_with_ready_states();
    sandbox::PortalSize size = sandbox::tiny_size();
    const tests::World world(size, arguments.seed);
    Matrix matrix(world, arguments);
    if (!matrix.begins_well()) {
        std::cout << "the story does not end well even when nothing goes wrong\n";
        return 1;
    }
    matrix.run();
    const Sums& sums = matrix.sums();
    print(sums);
    const std::size_t floor = (arguments.is_long ? kLongFloor : kFloor) / arguments.shards;
    const bool enough =
        !arguments.promises() || (sums.cases >= floor && sums.endpoints.size() >= kEndpointFloor);
    if (!enough) std::cout << "fewer cases than promised\n";
    return enough && sums.bad() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace mentorsync::rigs::disturbed

int main(int argc, char** argv) {
    return mentorsync::rigs::disturbed::faults(mentorsync::rigs::read_arguments(argc, argv));
}
