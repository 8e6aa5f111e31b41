#include <cassert>

#include "connector/json/utf8.hpp"
#include "mentorsync/json.hpp"

namespace mentorsync::json {

namespace {

constexpr std::size_t kIndent = 2;
constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

void append_hex_escape(std::string& out, unsigned code) {
    out += "\\u";
    for (unsigned shift = 16; shift > 0; shift -= 4) out += kDigits[(code >> (shift - 4)) & 0xFU];
}

// Appends one valid character. The line separators are valid JSON, but end a line for whoever
// reads the output as JavaScript or as JSON lines.
void append_escaped(std::string& out, std::string_view character) {
    const char first = character.front();
    if (first == '"' || first == '\\') {
        out += '\\';
        out += first;
    } else if (first == '\n') {
        out += "\\n";
    } else if (first == '\t') {
        out += "\\t";
    } else if (static_cast<unsigned char>(first) < 0x20) {
        append_hex_escape(out, static_cast<unsigned char>(first));
    } else if (character == "\u2028" || character == "\u2029") {
        append_hex_escape(out, character == "\u2028" ? 0x2028 : 0x2029);
    } else {
        out += character;
    }
}

}  // namespace

Writer& Writer::begin_object() {
    before_value();
    out_ += '{';
    closers_ += '}';
    return *this;
}

Writer& Writer::begin_array() {
    before_value();
    out_ += '[';
    closers_ += ']';
    return *this;
}

Writer& Writer::end_object() {
    return end('}');
}
Writer& Writer::end_array() {
    return end(']');
}

Writer& Writer::end(char closer) {
    assert(!closers_.empty() && closers_.back() == closer && !after_key_);
    closers_.pop_back();
    if (out_.back() != '{' && out_.back() != '[') new_line();
    out_ += closer;
    return *this;
}

Writer& Writer::key(std::string_view name) {
    assert(!closers_.empty() && closers_.back() == '}' && !after_key_);
    before_item();
    quote(name);
    out_ += layout_ == Layout::Indented ? ": " : ":";
    after_key_ = true;
    return *this;
}

Writer& Writer::string(std::string_view text) {
    before_value();
    quote(text);
    return *this;
}

Writer& Writer::number(std::int64_t value) {
    return literal(std::to_string(value));
}
Writer& Writer::boolean(bool value) {
    return literal(value ? "true" : "false");
}
Writer& Writer::null() {
    return literal("null");
}

Writer& Writer::value(const Value& tree) {
    switch (tree.kind) {
        case Kind::Null: return null();
        case Kind::Boolean:
        case Kind::Number: return literal(tree.text);
        case Kind::String: return string(tree.text);
        case Kind::Array:
            begin_array();
            for (const Value& item : tree.items) value(item);
            return end_array();
        case Kind::Object:
            begin_object();
            for (const Member& member : tree.members) key(member.key).value(member.value);
            return end_object();
    }
    return *this;
}

Writer& Writer::literal(std::string_view text) {
    assert(!text.empty());
    before_value();
    out_ += text;
    return *this;
}

void Writer::before_value() {
    if (after_key_) {
        after_key_ = false;
        return;
    }
    assert(closers_.empty() ? out_.empty() : closers_.back() == ']');
    if (!closers_.empty()) before_item();
}

void Writer::before_item() {
    if (out_.back() != '{' && out_.back() != '[') out_ += ',';
    new_line();
}

void Writer::new_line() {
    if (layout_ == Layout::Compact) return;
    out_ += '\n';
    out_.append(kIndent * closers_.size(), ' ');
}

void Writer::quote(std::string_view text) {
    out_ += '"';
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        append_escaped(out_, length == 0 ? kReplacement : text.substr(0, length));
        text.remove_prefix(length == 0 ? 1 : length);
    }
    out_ += '"';
}

}  // namespace mentorsync::json
