// JSON, as the rest of mentorsync sees it: a checked tree with positions, and a writer.
// `connector/json` implements it over RapidJSON and is the only code that knows so.
//
// Everything read here comes from outside and may be hostile: depth, size and text encoding are
// checked before a caller sees anything, numbers stay text, and the last byte counts (no trailing
// garbage). A duplicate key within one object is an error: two readers could disagree about it.

#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mentorsync/error.hpp"

namespace mentorsync::json {

// Where a value begins in its document. Lines and columns count from 1; a column is a byte, a tab
// is one column.
struct Position {
    std::size_t line = 1;
    std::size_t column = 1;

    friend bool operator==(const Position&, const Position&) = default;
};

struct Limits {
    std::size_t bytes = std::size_t{16} * 1024 * 1024;
    std::size_t depth = 64;
    std::size_t values = 2'000'000;  // a value takes 50 times the memory of its shortest text
};

enum class Dialect {
    Strict,       // RFC 8259
    WithComments  // and // or /* */ comments and trailing commas, for files that people write
};

enum class Kind { Null, Boolean, Number, String, Array, Object };

struct Member;

// One value. `text` holds the content of a string (unescaped, UTF-8, may contain NUL) or the
// literal of a number or boolean, exactly as written.
struct Value {
    Kind kind = Kind::Null;
    std::string text;
    std::vector<Value> items;     // of an array
    std::vector<Member> members;  // of an object, in the order written
    Position at;

    [[nodiscard]] bool is(Kind wanted) const noexcept { return kind == wanted; }
    [[nodiscard]] bool is_true() const noexcept { return kind == Kind::Boolean && text == "true"; }

    // The member called `key`, or nullptr when this is no object or has none.
    [[nodiscard]] const Value* find(std::string_view key) const noexcept;

    // Walks `keys` through nested objects; nullptr as soon as one is missing.
    [[nodiscard]] const Value* find_path(
        std::initializer_list<std::string_view> keys) const noexcept;
};

struct Member {
    std::string key;
    Position key_at;
    Value value;
};

// A parse failure keeps its place, so that a caller can print `file:line:col`.
struct ParseError {
    Position at;
    std::string what;  // one line, lower case, no content of the document
};

// Returns the document's value. A leading UTF-8 byte order mark is skipped in `WithComments` and
// refused in `Strict`. Fails on malformed JSON, invalid UTF-8, a lone surrogate escape, a duplicate
// key, a number beyond the range of a double, or more bytes, values or nesting than `limits` allow.
[[nodiscard]] tl::expected<Value, ParseError> parse(std::string_view text,
                                                    Dialect dialect = Dialect::Strict,
                                                    const Limits& limits = {});

// Writes one document. Values are escaped; invalid UTF-8 in a string is replaced by U+FFFD, so
// that the output is always valid JSON. Misuse (a value where a key is due) is an assertion.
class Writer {
public:
    enum class Layout { Compact, Indented };

    explicit Writer(Layout layout = Layout::Compact) : layout_(layout) {}

    Writer& begin_object();
    Writer& end_object();
    Writer& begin_array();
    Writer& end_array();
    Writer& key(std::string_view name);
    Writer& string(std::string_view text);
    Writer& number(std::int64_t value);
    Writer& boolean(bool value);
    Writer& null();
    Writer& value(const Value& tree);  // a whole tree, as parsed

    // `key` followed by one scalar.
    Writer& member(std::string_view name, std::string_view text) { return key(name).string(text); }
    Writer& member(std::string_view name, const char* text) { return key(name).string(text); }
    Writer& member(std::string_view name, std::int64_t value) { return key(name).number(value); }
    Writer& member(std::string_view name, int value) { return key(name).number(value); }
    Writer& member(std::string_view name, std::size_t value) {
        return key(name).number(static_cast<std::int64_t>(value));
    }
    Writer& member(std::string_view name, bool value) { return key(name).boolean(value); }

    // The document written so far; complete once every object and array is ended.
    [[nodiscard]] const std::string& text() const noexcept { return out_; }
    [[nodiscard]] std::string take() noexcept { return std::exchange(out_, {}); }

private:
    Writer& end(char closer);
    Writer& literal(std::string_view text);
    void before_value();
    void before_item();
    void new_line();
    void quote(std::string_view text);

    Layout layout_;
    std::string out_;
    std::string closers_;  // of the open objects and arrays, the innermost last
    bool after_key_ = false;
};

}  // namespace mentorsync::json
