#include "sync/rules/did_you_mean.hpp"

#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "sync/rules/fault_list.hpp"

using namespace mentorsync;

namespace {

struct Distance {
    const char* a;
    const char* b;
    int edits;
};
std::ostream& operator<<(std::ostream& out, const Distance& row) {
    return out << row.a << " - " << row.b;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(did_you_mean_tests)

const Distance kDistances[] = {
    {"from", "from", 0},  {"FROM", "from", 0},  // letter case is no edit
    {"form", "from", 1},                        // a swap is one
    {"fro", "from", 1},                         // an insertion
    {"fromm", "from", 1},                       // a deletion
    {"frXm", "from", 1},                        // a change
    {"rfmo", "from", 2},                        // two swaps
    {"", "ab", 2},        {"abc", "xyz", 3},    // three is three or more
    {"a", "abcdefgh", 3},
};
BOOST_DATA_TEST_CASE(edits_are_counted_up_to_three, kDistances, row) {
    BOOST_TEST(edits_between(row.a, row.b) == row.edits);
    BOOST_TEST(edits_between(row.b, row.a) == row.edits);
}

BOOST_AUTO_TEST_CASE(the_closest_name_is_suggested) {
    constexpr std::array<std::string_view, 3> kNames{"mentee", "mentor", "members"};
    BOOST_TEST(nearest("mentr", kNames).value() == "mentor");
    BOOST_TEST(!nearest("facilitator", kNames).has_value());
    BOOST_TEST(hint_for("mentro", kNames) == "did you mean 'mentor'?");
    BOOST_TEST(hint_for("boss", kNames) == "known here: mentee, mentor, members");
}

BOOST_AUTO_TEST_CASE(a_word_of_one_letter_is_close_to_nothing) {
    constexpr std::array<std::string_view, 1> kNames{"on"};
    BOOST_TEST(!nearest("x", kNames).has_value());
}

BOOST_AUTO_TEST_CASE(a_long_list_of_names_is_not_printed) {
    const std::vector<std::string_view> names(13, "property");
    BOOST_TEST(hint_for("email", names).empty());
}

BOOST_AUTO_TEST_CASE(a_huge_word_costs_nothing) {
    const std::string huge(1'000'000, 'a');
    BOOST_TEST(edits_between(huge, huge + "b") == 3);
}

BOOST_AUTO_TEST_CASE(a_quoted_word_stays_on_its_line) {
    BOOST_TEST(quoted("a\r\n\x1B[31m") == "'a???[31m'");
    BOOST_TEST(quoted(std::string(59, 'x') + "ä") == "'" + std::string(59, 'x') + "...'");
}

BOOST_AUTO_TEST_SUITE_END()
