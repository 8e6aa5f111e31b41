#define BOOST_TEST_MODULE mentorsync
#include <boost/test/unit_test.hpp>
