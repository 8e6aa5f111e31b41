// Two worlds that live through the same: one pulls what changed, the other everything, each time.
// Whatever people do in the CRM, both decide and tell the same.
//
// MENTORSYNC_SEED names the first seed; each failure prints its own.

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "tests/run/world.hpp"

using namespace mentorsync;
using namespace std::chrono_literals;
using sandbox::Kind;
using store::PullKind;
using tests::World;

namespace {

constexpr int kSeeds = 12;
constexpr int kRounds = 14;

std::uint64_t first_seed() {
    const char* const given = std::getenv("MENTORSYNC_SEED");
    return given == nullptr ? 1 : std::strtoull(given, nullptr, 10);
}

// Each pull waits for the CRM's limits in its own way, so that moments differ by seconds.
std::string without_moments(const std::string& lines) {
    static const std::regex kMoment("\"[0-9]{13}\"");
    return std::regex_replace(lines, kMoment, "\"\"");
}

// The lines of `a` that `b` has not, for people.
std::string only_in(const std::string& a, const std::string& b) {
    std::string lines;
    std::size_t at = 0;
    while (at < a.size()) {
        const std::size_t end = a.find('\n', at) + 1;
        const std::string line = a.substr(at, end - at);
        at = end;
        if (b.find(line) == std::string::npos) lines += "    " + line.substr(0, 300);
        if (!line.ends_with('\n')) lines += '\n';
    }
    return lines;
}

// A person at the desk, who does the same in both worlds.
class Somebody {
public:
    Somebody(World& one, World& other, std::uint64_t seed)
        : worlds_{&one, &other}, random_(seed), truth_(one.truth) {
        for (const std::string& person : truth_.scope) contacts_.push_back(person);
        for (const auto& task : truth_.tasks) tasks_.push_back(task.id);
    }

    // Returns what was done.
    std::string act();

private:
    std::size_t below(std::size_t end) {
        return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
    }
    const std::string& contact() { return contacts_[below(contacts_.size())]; }
    const std::string& task() { return tasks_[below(tasks_.size())]; }

    // Does it at both desks; they answer the same, because their worlds are the same.
    template <class Deed>
    auto both(Deed deed) {
        deed(worlds_[0]->desk());
        return deed(worlds_[1]->desk());
    }

    std::string add_contact();
    std::string merge();
    std::string pair_up();

    World* worlds_[2];
    std::mt19937_64 random_;
    const sandbox::Truth& truth_;
    std::vector<std::string> contacts_;
    std::vector<std::string> tasks_;
};

std::string Somebody::add_contact() {
    const std::string address = "new" + std::to_string(contacts_.size()) + "@agency.example";
    const std::string id = both([&](sandbox::Desk desk) {
        const std::string made = desk.add(Kind::Contact, {{"email", address}});
        desk.add_to_list(truth_.programme_list, made);
        return made;
    });
    contacts_.push_back(id);
    return "add contact " + id;
}

std::string Somebody::merge() {
    const std::size_t a = below(contacts_.size());
    const std::size_t b = below(contacts_.size());
    const auto& shelf = worlds_[0]->crm.portal(World::kPortal).shelf(Kind::Contact);
    const auto is_there = [&shelf](const std::string& id) {
        const auto* const record = shelf.find(id);
        return record != nullptr && !record->archived;
    };
    if (a == b || !is_there(contacts_[a]) || !is_there(contacts_[b])) return "merge nobody";
    const std::string text = "merge " + contacts_[a] + " and " + contacts_[b];
    contacts_[a] = both([&](sandbox::Desk desk) { return desk.merge(contacts_[a], contacts_[b]); });
    contacts_[b] = contacts_[a];
    return text;
}

std::string Somebody::pair_up() {
    const std::string mentee = contact();
    const std::string mentor = contact();
    if (mentee == mentor) return "pair nobody";
    return both([&](sandbox::Desk desk) {
        desk.label(mentee, mentor, "Mentor");
        return "label " + mentor + " the mentor of " + mentee;
    });
}

std::string Somebody::act() {
    const std::string who = contact();
    const std::string whom = contact();
    const std::string what = task();
    switch (below(14)) {
        case 0:
        case 1: both([&](auto desk) { return desk.complete_task(what), 0; }); return "done " + what;
        case 2:
            both([&](auto desk) {
                return desk.edit(Kind::Contact, who, {{"mentor_email", "kaisa@nowhere.example"}}),
                       0;
            });
            return "wrong address for " + who;
        case 3:
            both([&](auto desk) {
                return desk.edit(Kind::Contact, who, {{"growth_group", "Syksy"}}), 0;
            });
            return "group for " + who;
        case 4:
            both([&](auto desk) { return desk.remove_from_list(truth_.programme_list, who), 0; });
            return "off the list " + who;
        case 5:
            both([&](auto desk) { return desk.add_to_list(truth_.programme_list, who), 0; });
            return "on the list " + who;
        case 6:
            both([&](auto desk) { return desk.remove(Kind::Contact, who), 0; });
            return "archive " + who;
        case 7:
            both([&](auto desk) { return desk.restore(Kind::Contact, who), 0; });
            return "restore " + who;
        case 8:
            both([&](auto desk) { return desk.remove(Kind::Task, what), 0; });
            return "archive task " + what;
        case 9:
            both([&](auto desk) { return desk.restore(Kind::Task, what), 0; });
            return "restore task " + what;
        case 10:
            both([&](auto desk) { return desk.link(Kind::Task, what, Kind::Contact, who), 0; });
            return "link task " + what + " to " + who;
        case 11:
            both(
                [&](auto desk) { return desk.unlink(Kind::Contact, who, Kind::Contact, whom), 0; });
            return "unlink " + who + " from " + whom;
        case 12: return below(2) == 0 ? add_contact() : merge();
        default: return pair_up();
    }
}

const std::vector<Audit> kAllAudits{Audit::Trailing, Audit::Associations, Audit::Owners,
                                    Audit::Archived};

// Ticks; what a brake holds is accepted. Returns why it failed.
std::string settle(World& world, PullKind kind) {
    TickChoice choice{.kind = kind};
    if (kind == PullKind::Changes) choice.audits = kAllAudits;
    auto done = world.tick(choice);
    if (!done && done.error().error.code == ErrorCode::BrakeRefused) {
        const auto proposal = world.propose();
        if (!proposal) return proposal.error().error.message;
        choice.consent.acceptance = proposal->acceptance;
        done = world.tick(choice);
    }
    if (done && done->pull.coverage != Coverage::Everything) return "partial";
    return done ? std::string() : done.error().error.message;
}

void live_through(std::uint64_t seed) {
    sandbox::PortalSize size = sandbox::tiny_size();
    size.people = 10;
    size.pairs = 4;
    size.groups = 1;
    size.learning_tasks = 12;
    size.messy_people = 2;
    World changes(size, seed);
    World everything(changes);
    BOOST_TEST_REQUIRE(settle(changes, PullKind::Everything) == "");
    BOOST_TEST_REQUIRE(settle(everything, PullKind::Everything) == "");
    Somebody somebody(changes, everything, seed);
    std::string story;
    for (int round = 0; round < kRounds; ++round) {
        const auto time = round % 5 == 4 ? 3 * 24h : 17min;
        const Instant next = std::max(changes.clock.now(), everything.clock.now()) + time;
        for (World* const world : {&changes, &everything}) {
            world->pass(next - world->clock.now());
            world->crm.set_now(next);
        }
        for (int i = 0; i < 3; ++i) story += "  " + somebody.act() + "\n";
        for (World* const world : {&changes, &everything}) world->pass(1s);
        const std::string a = settle(changes, PullKind::Changes);
        const std::string b = settle(everything, PullKind::Everything);
        const std::string of_changes = without_moments(changes.decided());
        const std::string of_everything = without_moments(everything.decided());
        const bool equal = a == b && of_changes == of_everything;
        BOOST_TEST(equal, "MENTORSYNC_SEED=" << seed << " round " << round << "\n"
                                             << story << "changes: " << a << "\n"
                                             << only_in(of_changes, of_everything)
                                             << "everything: " << b << "\n"
                                             << only_in(of_everything, of_changes));
        if (!equal) return;
        story += "  --\n";
    }
    BOOST_TEST(changes.crm.witness().most_visible() == everything.crm.witness().most_visible());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(equivalence_tests)

BOOST_AUTO_TEST_CASE(pulling_what_changed_decides_as_pulling_everything_does) {
    for (std::uint64_t seed = first_seed(); seed < first_seed() + kSeeds; ++seed) {
        live_through(seed);
    }
}

BOOST_AUTO_TEST_SUITE_END()
