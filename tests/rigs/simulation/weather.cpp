#include "tests/rigs/simulation/weather.hpp"

#include <string>
#include <vector>

namespace mentorsync::rigs {

namespace {

using namespace std::chrono_literals;
using sandbox::Do;
using tests::World;

// Anything may happen to these; what rearranges rows only to answers whose rows are matched.
const std::vector<std::string> kPlaces = {
    "",         "search", "batch/create", "batch/associate", "read",        "memberships",
    "contacts", "tasks",  "account",      "batch/archive",   "associations"};

const std::vector<Do> kDoings = {Do::Refuse,        Do::LoseBefore,    Do::ApplyThenDrop,
                                 Do::ApplyThenFail, Do::HoldThenApply, Do::Answer,
                                 Do::HtmlPage,      Do::Truncate,      Do::Delay};
const std::vector<Do> kRowDoings = {Do::ShuffleRows, Do::DoubleRow, Do::DropRow};
const std::vector<int> kStatuses = {429, 429, 429, 500, 502, 503, 504, 477, 423};
const std::vector<std::string> kWaits = {
    "", "1", "30", "600", "-5", "soon", "99999999999999999999"};

void add_answer(sandbox::Fault& fault, Dice& dice) {
    fault.status = dice.one_of(kStatuses);
    const std::string& wait = dice.one_of(kWaits);
    if (!wait.empty()) fault.headers.emplace_back("Retry-After", wait);
}

sandbox::Fault draw_fault(Dice& dice) {
    sandbox::Fault fault;
    fault.match.percent = static_cast<int>(5 + dice.below(60));
    fault.delay = dice.between(1s, 1h);
    fault.bytes = dice.below(400);
    fault.status = 500;
    if (dice.chance(20)) {
        fault.match.path = dice.chance(50) ? "notes/batch/create" : "notes/batch/read";
        fault.action = dice.one_of(kRowDoings);
        return fault;
    }
    fault.match.path = dice.one_of(kPlaces);
    fault.action = dice.one_of(kDoings);
    if (fault.action == Do::Answer) add_answer(fault, dice);
    if (fault.action == Do::Delay) fault.delay = dice.between(1s, 20s);
    return fault;
}

}  // namespace

void draw_switches(World& world, Dice& dice) {
    sandbox::Switches& switches = world.crm.switches();
    switches.empty_value = static_cast<sandbox::EmptyValue>(dice.below(3));
    switches.archived_key = static_cast<sandbox::ArchivedKey>(dice.below(2));
    switches.no_associations = static_cast<sandbox::NoAssociations>(dice.below(2));
    switches.partial_is_207_in_2026_09 = dice.chance(50);
    switches.read_none_is_404 = dice.chance(30);
    switches.unique_conflict_status = dice.chance(50) ? 400 : 409;
    switches.association_ids_are_numbers = dice.chance(30);
    switches.association_page = dice.chance(30) ? 2 : 500;
    switches.inline_associations = dice.chance(30) ? 1 : 100;
    switches.association_moves_activity = dice.chance(30);
    switches.association_moves_contact = dice.chance(30);
    switches.merge_keeps_primary = dice.chance(30);
    switches.retry_after_on_429 = dice.chance(50);
    switches.shuffled_results = dice.chance(40);
    switches.search_lag = dice.between(0s, 60s);
}

void change_weather(World& world, Dice& dice) {
    world.crm.clear_faults();
    world.crm.token(world.token).refused = dice.chance(8);
    if (dice.chance(45)) return;
    const std::size_t count = 1 + dice.below(3);
    for (std::size_t i = 0; i < count; ++i) world.crm.inject(draw_fault(dice));
}

void clear_weather(World& world) {
    world.crm.clear_faults();
    world.crm.token(world.token).refused = false;
    world.crm.release_held();
}

}  // namespace mentorsync::rigs
