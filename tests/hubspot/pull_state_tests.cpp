#include "connector/hubspot/pull_state.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace mentorsync::hubspot;
namespace data = boost::unit_test::data;

namespace {

struct Address {
    const char* text;
    const char* canonical;  // empty: it is none
};
std::ostream& operator<<(std::ostream& out, const Address& row) {
    return out << row.text;
}

const Address kAddresses[] = {
    {"aino@agency.example", "aino@agency.example"},
    {"  Aino@Agency.EXAMPLE\t\n", "aino@agency.example"},
    {"\xC3\x84iti@agency.example", "\xC3\x84iti@agency.example"},  // only ASCII letters change
    {"aino", ""},
    {"", ""},
    {" ", ""},
    {"@agency.example", ""},
    {"aino@", ""},
    {"aino @agency.example", ""},
    {"aino@agency.example\r\nBcc: x@y", ""},
    {"aino\x7F@agency.example", ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(pull_state_tests)

BOOST_DATA_TEST_CASE(compares_addresses_in_one_form, data::make(kAddresses), row) {
    BOOST_TEST(canonical_email(row.text) == row.canonical);
}

BOOST_AUTO_TEST_CASE(an_address_longer_than_a_path_of_mail_is_none) {
    const std::string domain = "@a.fi";
    BOOST_TEST(!canonical_email(std::string(254 - domain.size(), 'x') + domain).empty());
    BOOST_TEST(canonical_email(std::string(255 - domain.size(), 'x') + domain).empty());
}

BOOST_AUTO_TEST_SUITE_END()
