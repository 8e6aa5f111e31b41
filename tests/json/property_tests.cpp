// Laws that hold for every tree and every text. RapidCheck prints the seed it starts from, and
// takes one from RC_PARAMS: RC_PARAMS="seed=1".

#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "mentorsync/json.hpp"

namespace mentorsync::json {

std::ostream& operator<<(std::ostream& out, const Value& value) {
    return out << Writer().value(value).text();
}

}  // namespace mentorsync::json

namespace {

using mentorsync::json::Dialect;
using mentorsync::json::Kind;
using mentorsync::json::Member;
using mentorsync::json::parse;
using mentorsync::json::ParseError;
using mentorsync::json::Value;
using mentorsync::json::Writer;

Value make_value(Kind kind, std::string text) {
    return {kind, std::move(text), {}, {}, {}};
}

// Whether both say the same; where they say it does not count.
bool same(const Value& left, const Value& right) {
    const auto same_member = [](const Member& one, const Member& other) {
        return one.key == other.key && same(one.value, other.value);
    };
    return left.kind == right.kind && left.text == right.text &&
           std::equal(left.items.begin(), left.items.end(), right.items.begin(), right.items.end(),
                      same) &&
           std::equal(left.members.begin(), left.members.end(), right.members.begin(),
                      right.members.end(), same_member);
}

rc::Gen<std::string> any_text() {
    const auto piece =
        rc::gen::element<std::string>("a", "Z", "\"", "\\", "/", "\n", "\x1F", std::string(1, '\0'),
                                      "Ä", "\u2028", "€", "\uFFFD", "\uFFFF", "😀", "\U0010FFFF");
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                        [](const std::vector<std::string>& pieces) {
                            std::string text;
                            for (const std::string& each : pieces) text += each;
                            return text;
                        });
}

rc::Gen<Value> any_scalar() {
    const auto number = rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t whole) {
        return make_value(Kind::Number, std::to_string(whole));
    });
    const auto string = rc::gen::map(
        any_text(), [](std::string text) { return make_value(Kind::String, std::move(text)); });
    return rc::gen::oneOf(
        number, string,
        rc::gen::element(make_value(Kind::Null, ""), make_value(Kind::Boolean, "true"),
                         make_value(Kind::Boolean, "false"), make_value(Kind::Number, "-0"),
                         make_value(Kind::Number, "0.10"), make_value(Kind::Number, "12.5E-400")));
}

rc::Gen<Value> any_value(int depth) {
    if (depth == 0) return any_scalar();
    const auto inner = rc::gen::scale(0.3, rc::gen::lazy([depth] { return any_value(depth - 1); }));
    const auto array =
        rc::gen::map(rc::gen::container<std::vector<Value>>(inner), [](std::vector<Value> items) {
            return Value{Kind::Array, "", std::move(items), {}, {}};
        });
    const auto object =
        rc::gen::map(rc::gen::container<std::map<std::string, Value>>(any_text(), inner),
                     [](const std::map<std::string, Value>& members) {
                         Value value = make_value(Kind::Object, "");
                         for (const auto& [key, each] : members)
                             value.members.push_back({key, {}, each});
                         return value;
                     });
    return rc::gen::oneOf(any_scalar(), array, object);
}

void check_error(const std::string& text, const ParseError& error) {
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    RC_ASSERT(error.at.line >= 1U && error.at.line <= lines);
    RC_ASSERT(error.at.column >= 1U && error.at.column <= text.size() + 1);
    RC_ASSERT(!error.what.empty());
    RC_ASSERT(std::all_of(error.what.begin(), error.what.end(),
                          [](char byte) { return byte >= ' ' && byte <= '~'; }));
    RC_ASSERT(error.what.find("Aino") == std::string::npos);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(property_tests)

RC_BOOST_PROP(what_is_written_in_any_layout_is_read_back_the_same, ()) {
    const Value tree = *any_value(4).as("tree");
    for (const auto layout : {Writer::Layout::Compact, Writer::Layout::Indented}) {
        const std::string text = Writer(layout).value(tree).take();
        for (const Dialect dialect : {Dialect::Strict, Dialect::WithComments}) {
            const auto read = parse(text, dialect);
            RC_ASSERT(read.has_value());
            RC_ASSERT(same(*read, tree));
        }
    }
}

RC_BOOST_PROP(any_bytes_are_written_as_a_string_that_can_be_read, (const std::string& bytes)) {
    const auto read = parse(Writer().string(bytes).text());
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->is(Kind::String));
}

RC_BOOST_PROP(a_damaged_document_is_read_or_refused_but_never_told, ()) {
    std::string text =
        "{ // Aino\r\n \"Aino\\\"\\ud83d\\ude00\": [1, -0.5e+3, true, false, null, {}, []],\n"
        " /* Aino */ \"Äino\": {\"b\": \"\\u0000Aino\"},}";
    const auto damages = *rc::gen::inRange(1, 6);
    for (int i = 0; i < damages; ++i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        const auto length = *rc::gen::inRange<std::size_t>(0, 4);
        const auto bytes = *rc::gen::container<std::string>(rc::gen::oneOf(
            rc::gen::arbitrary<char>(), rc::gen::elementOf(std::string("\"\\{}[],:/*u\n0-e.d"))));
        text.replace(at, length, bytes.substr(0, 4));
    }
    RC_LOG() << text;
    for (const Dialect dialect : {Dialect::Strict, Dialect::WithComments}) {
        const auto read = parse(text, dialect);
        if (!read.has_value()) {
            check_error(text, read.error());
            continue;
        }
        const auto again = parse(Writer().value(*read).text());
        RC_ASSERT(again.has_value());
        RC_ASSERT(same(*again, *read));
    }
}

BOOST_AUTO_TEST_SUITE_END()
