#include <ostream>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "sync/plan/present_id.hpp"

namespace mentorsync {

namespace {

// 30 was merged into 20, and 20 into 10. 7 and 8 name each other, as no CRM should.
const Aliases kAliases{{RecordId("30"), RecordId("20")},
                       {RecordId("20"), RecordId("10")},
                       {RecordId("7"), RecordId("8")},
                       {RecordId("8"), RecordId("7")}};

struct Row {
    const char* id;
    const char* present;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.id;
}

const std::vector<Row> kRows{
    {"pair:1:2", "pair:1:2"},                  // nobody was merged
    {"pair:20:2", "pair:10:2"},                // the mentor was
    {"pair:2:20", "pair:2:10"},                // the mentee was
    {"pair:20:30", "pair:10:10"},              // both, along a chain
    {"pair:owner:20:30", "pair:owner:20:10"},  // a CRM user is no contact, whatever its number
    {"pair:20:owner:30", "pair:10:owner:30"},
    {"group:list:20", "group:list:20"},  // a list is no contact
    {"pair:20", "pair:20"},              // of no known shape
    {"", ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(present_id_tests)

BOOST_AUTO_TEST_CASE(a_relationship_is_called_by_the_present_ids_of_its_people) {
    for (const Row& row : kRows) {
        BOOST_TEST(present_id(RelationshipId(row.id), kAliases) == RelationshipId(row.present),
                   row << " became " << present_id(RelationshipId(row.id), kAliases));
    }
}

BOOST_AUTO_TEST_CASE(a_loop_of_aliases_ends) {
    const PersonId found = present_id(PersonId("7"), kAliases);
    BOOST_TEST((found == PersonId("7") || found == PersonId("8")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync
