#include "tests/sandbox/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace mentorsync::sandbox {
namespace {

const Json kNull;

void append_quoted(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    std::size_t plain = 0;  // where what needs no escape begins
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && c != '"' && c != '\\') continue;
        out += text.substr(plain, at - plain);
        plain = at + 1;
        if (byte < 0x20) {
            out += "\\u00";
            out += hex[byte >> 4U];
            out += hex[byte & 0xFU];
        } else {
            out += '\\';
            out += c;
        }
    }
    out += text.substr(plain);
    out += '"';
}

}  // namespace

Json Json::object(std::initializer_list<Member> members) {
    Json json;
    json.type_ = Type::Object;
    json.names_.reserve(members.size());
    json.items_.reserve(members.size());
    for (const Member& member : members) {
        json.names_.emplace_back(member.name);
        json.items_.push_back(std::move(member.value));
    }
    return json;
}

Json Json::array(std::vector<Json> items) {
    Json json;
    json.type_ = Type::Array;
    json.items_ = std::move(items);
    return json;
}

Json Json::strings(const std::vector<std::string>& items) {
    Json json = array();
    for (const std::string& item : items) json.push(item);
    return json;
}

Json Json::number(std::string digits) {
    Json json;
    json.type_ = Type::Number;
    json.text_ = std::move(digits);
    return json;
}

std::string Json::text() const {
    if (type_ == Type::Boolean) return truth_ ? "true" : "false";
    return text_;
}

std::int64_t Json::integer(std::int64_t otherwise) const {
    std::int64_t value = 0;
    const char* end = text_.data() + text_.size();
    const auto read = std::from_chars(text_.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end ? value : otherwise;
}

const Json& Json::operator[](std::string_view name) const noexcept {
    const auto found = std::find(names_.begin(), names_.end(), name);
    return found == names_.end() ? kNull : items_[static_cast<std::size_t>(found - names_.begin())];
}

bool Json::has(std::string_view name) const noexcept {
    return std::find(names_.begin(), names_.end(), name) != names_.end();
}

Json* Json::find(std::string_view name) noexcept {
    const auto found = std::find(names_.begin(), names_.end(), name);
    return found == names_.end() ? nullptr
                                 : &items_[static_cast<std::size_t>(found - names_.begin())];
}

Json& Json::set(std::string_view name, Json value) {
    if (type_ == Type::Null) type_ = Type::Object;
    if (Json* const member = find(name)) {
        *member = std::move(value);
    } else {
        names_.emplace_back(name);
        items_.push_back(std::move(value));
    }
    return *this;
}

Json& Json::push(Json value) {
    if (type_ == Type::Null) type_ = Type::Array;
    items_.push_back(std::move(value));
    return *this;
}

void Json::erase(std::string_view name) {
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found == names_.end()) return;
    items_.erase(items_.begin() + (found - names_.begin()));
    names_.erase(found);
}

std::string Json::dump() const {
    std::string out;
    append_to(out);
    return out;
}

void Json::append_to(std::string& out) const {
    switch (type_) {
        case Type::Null: out += "null"; return;
        case Type::Boolean: out += truth_ ? "true" : "false"; return;
        case Type::Number: out += text_; return;
        case Type::String: append_quoted(out, text_); return;
        case Type::Array:
        case Type::Object: break;
    }
    const bool named = type_ == Type::Object;
    out += named ? '{' : '[';
    for (std::size_t i = 0; i < items_.size(); ++i) {
        if (i > 0) out += ',';
        if (named) {
            append_quoted(out, names_[i]);
            out += ':';
        }
        items_[i].append_to(out);
    }
    out += named ? '}' : ']';
}

}  // namespace mentorsync::sandbox
