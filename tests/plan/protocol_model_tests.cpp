#include <ostream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/plan/protocol_model.hpp"

namespace mentorsync::model {

namespace {

std::string names_of(const Findings& findings) {
    std::string names;
    for (const auto& [property, steps] : findings.violations) {
        if (!names.empty()) names += ' ';
        names += property;
    }
    return names;
}

struct Sound {
    const char* what;
    World world;
    std::size_t least_states;  // so that nobody makes the model faster by looking at less
};

std::ostream& operator<<(std::ostream& out, const Sound& row) {
    return out << row.what;
}

const std::vector<Sound> kSound{
    {"kills, doubts and zombies", {}, 4'000},
    {"an old backup comes back", {.restore = true}, 14'000},
    {"a person deletes, the key is free again", {.human = true}, 10'000},
    {"a person deletes, the key stays taken",
     {.human = true, .archived = ArchivedKey::Held},
     8'000},
    {"a person deletes, a backup comes back, the key stays taken",
     {.restore = true, .human = true, .archived = ArchivedKey::Held},
     25'000},
    {"a person deletes, a backup comes back, look-ups tell of the archived note first",
     {.restore = true, .human = true, .archived_wins = true},
     25'000},
};

struct Unsound {
    const char* what;
    World world;
    std::string violations;
};

std::ostream& operator<<(std::ostream& out, const Unsound& row) {
    return out << row.what;
}

const std::vector<Unsound> kUnsound{
    {"no compare-and-set", {.human = true, .fault = Fault::NoCompareAndSet}, "GHOST"},
    {"a random key", {.restore = true, .fault = Fault::RandomKey}, "DUP"},
    {"a search instead of a key", {.fault = Fault::SearchInsteadOfKey}, "DUP"},
    {"the association in the create", {.human = true, .fault = Fault::AssociateAtOnce}, "GHOST"},
    {"no look-up after a restore",
     {.restore = true, .human = true, .archived_wins = true, .fault = Fault::NoReadAfterRestore},
     "GHOST"},
    {"a deleted note passes for none",
     {.restore = true, .human = true, .archived_wins = true, .fault = Fault::ArchivedCountsAbsent},
     "GHOST"},
    {"a look-up holds for ever", {.fault = Fault::LookUpNeverExpires}, "WEDGE"},
    // No fault of ours, and what is left: a create that lands after a person deleted the note makes
    // an orphan, which a restored store adopts when the look-up tells of the live note first.
    {"a deletion, then a late create, then an old backup",
     {.restore = true, .human = true},
     "GHOST"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(protocol_model_tests)

BOOST_AUTO_TEST_CASE(no_interleaving_doubles_loses_revives_or_blocks_a_note) {
    for (const Sound& row : kSound) {
        const Findings findings = explore(row.world);
        BOOST_TEST(names_of(findings) == "", row << ": " << names_of(findings));
        BOOST_TEST(findings.states >= row.least_states, row << ": only " << findings.states);
    }
}

BOOST_AUTO_TEST_CASE(a_line_of_the_protocol_done_wrongly_is_noticed) {
    for (const Unsound& row : kUnsound) {
        BOOST_TEST(names_of(explore(row.world)) == row.violations, row);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::model
