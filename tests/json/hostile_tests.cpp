// Documents made to hurt: each has killed, or blown up, some JSON reader.

#include <boost/test/unit_test.hpp>
#include <string>

#include "mentorsync/json.hpp"

using mentorsync::json::Dialect;
using mentorsync::json::Kind;
using mentorsync::json::Limits;
using mentorsync::json::parse;
using mentorsync::json::Position;

namespace {

constexpr std::size_t kMebibyte = std::size_t{1024} * 1024;

std::string repeated(std::string_view text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

// An object of `count` keys, all different.
std::string wide_object(std::size_t count) {
    std::string text = "{";
    for (std::size_t i = 0; i < count; ++i) text += '"' + std::to_string(i) + "\":0,";
    text.back() = '}';
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hostile_tests)

BOOST_AUTO_TEST_CASE(two_hundred_thousand_brackets_are_refused_at_the_first_too_deep) {
    for (const std::string_view opening : {"[", "{\"a\":"}) {
        const auto value = parse(repeated(opening, 200'000));
        BOOST_TEST_REQUIRE(!value.has_value());
        BOOST_TEST(value.error().what == "nested deeper than 64 levels");
        BOOST_TEST(value.error().at.column == 64 * opening.size() + 1);
    }
}

BOOST_AUTO_TEST_CASE(the_deepest_nesting_allowed_is_read) {
    BOOST_TEST(parse(repeated("[", 64) + repeated("]", 64)).has_value());
    BOOST_TEST(!parse(repeated("[", 65) + repeated("]", 65)).has_value());
    BOOST_TEST(parse("[[],[],[]]", Dialect::Strict, Limits{.depth = 2}).has_value());
}

BOOST_AUTO_TEST_CASE(a_number_that_reads_out_of_bounds_at_full_precision_stays_text) {
    const std::string number = "128.74836467836484838364836483643636483648e-336";
    const auto value = parse(number);
    BOOST_TEST_REQUIRE(value.has_value());
    BOOST_TEST(value->text == number);
}

BOOST_AUTO_TEST_CASE(numbers_of_a_million_digits_are_read_or_refused) {
    const std::string zeros(1'000'000, '0');
    const std::string nines(1'000'000, '9');
    BOOST_TEST(parse("0." + zeros + "1")->text.size() == 1'000'003U);
    BOOST_TEST(parse("0." + nines + "e" + "-" + nines)->is(Kind::Number));
    BOOST_TEST(parse("1e" + zeros + "1")->is(Kind::Number));
    BOOST_TEST(!parse("1e" + nines).has_value());
    BOOST_TEST(!parse(nines).has_value());
    BOOST_TEST(!parse("-" + nines + ".5").has_value());
}

BOOST_AUTO_TEST_CASE(a_million_keys_are_read) {
    const auto value = parse(wide_object(1'000'000));
    BOOST_TEST_REQUIRE(value.has_value());
    BOOST_TEST(value->members.size() == 1'000'000U);
    BOOST_TEST(value->members.back().key == "999999");
}

BOOST_AUTO_TEST_CASE(a_key_given_twice_is_found_among_a_hundred_thousand) {
    std::string text = wide_object(100'000);
    text.back() = ',';
    const std::size_t offset = text.size();
    text += "\"50000\":0}";
    const auto value = parse(text);
    BOOST_TEST_REQUIRE(!value.has_value());
    BOOST_TEST((value.error().at == Position{1, offset + 1}));
}

BOOST_AUTO_TEST_CASE(a_string_of_a_mebibyte_is_read) {
    const std::string plain(kMebibyte, 'x');
    BOOST_TEST((parse('"' + plain + '"')->text == plain));
    // The opening quote is looked for from the end: this must not take quadratic time.
    BOOST_TEST(parse('"' + repeated("\\\"", kMebibyte) + '"')->text.size() == kMebibyte);
    BOOST_TEST(parse('"' + repeated("\\\\", kMebibyte) + '"')->text.size() == kMebibyte);
}

BOOST_AUTO_TEST_CASE(a_text_is_read_up_to_sixteen_mebibytes_and_no_further) {
    std::string text(16 * kMebibyte, ' ');
    text.front() = '1';
    BOOST_TEST(parse(text).has_value());
    text += ' ';
    const auto value = parse(text);
    BOOST_TEST_REQUIRE(!value.has_value());
    BOOST_TEST(value.error().what == "larger than 16777216 bytes");
    BOOST_TEST((value.error().at == Position{}));
}

BOOST_AUTO_TEST_CASE(values_are_counted_so_that_a_small_text_cannot_take_all_memory) {
    const auto value = parse("[" + repeated("0,", 2'000'000) + "0]");
    BOOST_TEST_REQUIRE(!value.has_value());
    BOOST_TEST(value.error().what == "more than 2000000 values");
    BOOST_TEST(parse("[1,{\"a\":2}]", Dialect::Strict, Limits{.values = 4}).has_value());
    const auto object = parse("[1,{\"a\":[]}]", Dialect::Strict, Limits{.values = 3});
    BOOST_TEST_REQUIRE(!object.has_value());
    BOOST_TEST((object.error().at == Position{1, 9}));
}

BOOST_AUTO_TEST_CASE(every_beginning_of_a_document_fails_without_harm) {
    const std::string text =
        "{ // c\r\n \"a\\\"\\ud83d\\ude00\": [1, -0.5e+3, true, false, null, {}, []],"
        " /* d */ \"Ä\": {\"b\": \"\\u0000\"},}";
    BOOST_TEST_REQUIRE(parse(text, Dialect::WithComments).has_value());
    for (std::size_t length = 0; length < text.size(); ++length) {
        // Exactly as long as its text, so that a sanitizer sees a read beyond the end.
        const std::vector<char> bytes(text.begin(),
                                      text.begin() + static_cast<std::ptrdiff_t>(length));
        for (const Dialect dialect : {Dialect::Strict, Dialect::WithComments}) {
            BOOST_TEST(!parse({bytes.data(), bytes.size()}, dialect).has_value());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
