#include "sync/rules/reader.hpp"

#include <algorithm>
#include <charconv>

#include "sync/rules/did_you_mean.hpp"
#include "sync/rules/text.hpp"

namespace mentorsync {

namespace {

constexpr std::size_t kLongestName = 256;

std::string_view words_for(json::Kind kind) {
    switch (kind) {
        case json::Kind::Null: return "null";
        case json::Kind::Boolean: return "true or false";
        case json::Kind::Number: return "a number";
        case json::Kind::String: return "a string";
        case json::Kind::Array: return "a list";
        case json::Kind::Object: return "an object";
    }
    return "something else";
}

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7F'; });
}

}  // namespace

bool check_object(const json::Value& value, std::string_view what,
                  std::span<const std::string_view> keys, FaultList& faults) {
    if (!check_kind(value, json::Kind::Object, what, faults)) return false;
    for (const json::Member& member : value.members) {
        if (std::ranges::find(keys, member.key) != keys.end()) continue;
        faults.add(member.key_at, "unknown key " + quoted(member.key), hint_for(member.key, keys));
        if (const auto key = nearest(member.key, keys)) faults.note_suggestion(value.at, *key);
    }
    return true;
}

const json::Value* required(const json::Value& object, std::string_view key, std::string_view hint,
                            FaultList& faults) {
    const json::Value* const value = object.find(key);
    if (value == nullptr && !faults.has_suggested(object.at, key)) {
        faults.add(object.at, "missing key " + quoted(key), "for example " + std::string(hint));
    }
    return value;
}

bool check_kind(const json::Value& value, json::Kind kind, std::string_view what,
                FaultList& faults) {
    if (value.is(kind)) return true;
    faults.add(value.at, std::string(what) + " must be " + std::string(words_for(kind)) + ", not " +
                             std::string(words_for(value.kind)));
    return false;
}

std::optional<Name> read_name(const json::Value& value, std::string_view what, FaultList& faults) {
    if (!check_kind(value, json::Kind::String, what, faults)) return std::nullopt;
    if (trimmed(value.text).empty()) {
        faults.add(value.at, std::string(what) + " must not be empty");
    } else if (has_control_character(value.text)) {
        faults.add(value.at, std::string(what) + " must not hold control characters");
    } else if (value.text.size() > kLongestName) {
        faults.add(value.at, std::string(what) + " must not be longer than " +
                                 std::to_string(kLongestName) + " bytes");
    } else {
        return Name{value.text, value.at};
    }
    return std::nullopt;
}

const std::vector<json::Value>* read_items(const json::Value& value, std::string_view what,
                                           FaultList& faults) {
    if (!check_kind(value, json::Kind::Array, what, faults)) return nullptr;
    if (!value.items.empty()) return &value.items;
    faults.add(value.at, std::string(what) + " must not be empty");
    return nullptr;
}

std::optional<int> read_number(const json::Value& value, std::string_view what, int least, int most,
                               FaultList& faults) {
    if (!check_kind(value, json::Kind::Number, what, faults)) return std::nullopt;
    int number = 0;
    const char* const end = value.text.data() + value.text.size();
    const auto [stop, error] = std::from_chars(value.text.data(), end, number);
    if (error == std::errc{} && stop == end && number >= least && number <= most) return number;
    faults.add(value.at, std::string(what) + " must be a whole number from " +
                             std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

std::optional<std::string_view> read_word(const json::Value& value, std::string_view what,
                                          std::span<const std::string_view> words,
                                          FaultList& faults) {
    if (!check_kind(value, json::Kind::String, what, faults)) return std::nullopt;
    const auto found = std::ranges::find(words, value.text);
    if (found != words.end()) return *found;
    faults.add(value.at, "unknown " + std::string(what) + " " + quoted(value.text),
               hint_for(value.text, words));
    return std::nullopt;
}

}  // namespace mentorsync
