#include "sync/rules/condition.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "tests/rules/portal.hpp"

using namespace mentorsync;

namespace {

struct Asked {
    const char* condition;
    const char* property;
    const char* value;
    bool holds;
};
std::ostream& operator<<(std::ostream& out, const Asked& row) {
    return out << row.condition << " of '" << row.value << "'";
}

// Whether a contact with this one value takes part in a programme that asks for `condition`.
bool takes_part(const std::string& condition, const std::string& property,
                const std::string& value) {
    const std::string text =
        R"({"programme": {"name": "G", "language": "en", "time_zone": "UTC", "people": {"where": )" +
        condition + R"(}}, "relationships": [{"kind": "pair", "from": {"contact_owner": true}}]})";
    test::Records records;
    if (value.empty()) {
        records.contact("1");
    } else {
        records.contact("1", {{property, value}});
    }
    return !test::bound(text).translate(records.all(), {}).seen.people.empty();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(condition_tests)

const Asked kAsked[] = {
    {R"({"property": "jobtitle", "equals": "Copy"})", "jobtitle", "Copy", true},
    {R"({"property": "jobtitle", "equals": "Copy"})", "jobtitle", "copy", false},
    {R"({"property": "jobtitle", "equals": "Copy"})", "jobtitle", "", false},
    {R"({"property": "jobtitle", "equals": true})", "jobtitle", "true", true},
    {R"({"property": "jobtitle", "equals": 5})", "jobtitle", "5", true},
    {R"({"property": "jobtitle", "equals": 5})", "jobtitle", "5.0", false},  // text, not numbers
    {R"({"property": "jobtitle", "in": ["a", "b"]})", "jobtitle", "b", true},
    {R"({"property": "jobtitle", "in": ["a", "b"]})", "jobtitle", "c", false},
    {R"({"property": "jobtitle", "starts_with": "Haaste:"})", "jobtitle", "HAASTE: x", true},
    {R"({"property": "jobtitle", "starts_with": "Äkki"})", "jobtitle", "äkkiä", true},
    {R"({"property": "jobtitle", "starts_with": "Haaste:"})", "jobtitle", "Haas", false},
    {R"({"property": "jobtitle", "starts_with": "Haaste:"})", "jobtitle", " Haaste:", false},
    {R"({"property": "jobtitle", "contains": "ÄÄN"})", "jobtitle", "nyt ääneen", true},
    {R"({"property": "jobtitle", "contains": "x"})", "jobtitle", "", false},
    {R"({"property": "mentoring_role", "contains": "aktori"})", "mentoring_role", "mentori;aktori",
     true},
    {R"({"property": "mentoring_role", "contains": "aktori"})", "mentoring_role", "aktorix", false},
    {R"({"property": "mentoring_role", "contains": "aktori"})", "mentoring_role", "Aktori", false},
    {R"({"property": "jobtitle", "is_set": true})", "jobtitle", "x", true},
    {R"({"property": "jobtitle", "is_set": true})", "jobtitle", "", false},
    {R"({"property": "jobtitle", "is_set": false})", "jobtitle", "", true},
    {R"({"property": "mentoring_since", "before": "2026-09-01"})", "mentoring_since", "2026-08-31",
     true},
    {R"({"property": "mentoring_since", "before": "2026-09-01"})", "mentoring_since", "2026-09-01",
     false},
    {R"({"property": "mentoring_since", "after": "2026-09-01"})", "mentoring_since", "2026-09-02",
     true},
    {R"({"property": "mentoring_since", "after": "2026-09-01"})", "mentoring_since", "some day",
     false},
    {R"({"property": "mentoring_since", "before": "2026-09-01"})", "mentoring_since", "", false},
    {R"({"not": {"property": "jobtitle", "equals": "a"}})", "jobtitle", "", true},
    {R"({"all": [{"property": "jobtitle", "contains": "a"}, {"property": "jobtitle",
         "contains": "b"}]})",
     "jobtitle", "ab", true},
    {R"({"all": [{"property": "jobtitle", "contains": "a"}, {"property": "jobtitle",
         "contains": "b"}]})",
     "jobtitle", "a", false},
    {R"({"any": [{"property": "jobtitle", "equals": "a"}, {"property": "jobtitle",
         "equals": "b"}]})",
     "jobtitle", "b", true},
    {R"({"any": [{"property": "jobtitle", "equals": "a"}, {"property": "jobtitle",
         "equals": "b"}]})",
     "jobtitle", "c", false},
};
BOOST_DATA_TEST_CASE(a_condition_holds_or_it_does_not, kAsked, row) {
    BOOST_TEST(takes_part(row.condition, row.property, row.value) == row.holds);
}

BOOST_AUTO_TEST_CASE(a_value_of_a_mebibyte_is_only_a_long_value) {
    const std::string huge = std::string(std::size_t{1024} * 1024, 'x') + "Needle";
    BOOST_TEST(takes_part(R"({"property": "jobtitle", "contains": "needle"})", "jobtitle", huge));
    BOOST_TEST(
        !takes_part(R"({"property": "jobtitle", "starts_with": "needle"})", "jobtitle", huge));
}

BOOST_AUTO_TEST_SUITE_END()
