#include "tests/rules/schema.hpp"

#include <algorithm>

namespace mentorsync::test {

namespace {

using json::Kind;
using json::Value;

const std::set<std::string> kKeywords{"$ref",          "$schema",       "additionalProperties",
                                      "anyOf",         "const",         "default",
                                      "definitions",   "dependencies",  "description",
                                      "enum",          "items",         "maxLength",
                                      "maximum",       "minItems",      "minLength",
                                      "minProperties", "minimum",       "pattern",
                                      "properties",    "propertyNames", "required",
                                      "title",         "type",          "uniqueItems"};
// Their members are names, not keywords.
const std::set<std::string> kMaps{"properties", "definitions", "dependencies"};

bool equal(const Value& a, const Value& b) {
    return a.kind == b.kind && a.text == b.text && a.items.empty() && b.items.empty();
}

std::size_t size_in(const Value& schema, const char* keyword, std::size_t otherwise) {
    const Value* const limit = schema.find(keyword);
    return limit == nullptr ? otherwise : std::stoul(limit->text);
}

void collect(const Value& schema, std::set<std::string>& unknown) {
    for (const json::Member& member : schema.members) {
        if (!kKeywords.contains(member.key)) unknown.insert(member.key);
        if (kMaps.contains(member.key)) {
            for (const json::Member& each : member.value.members) collect(each.value, unknown);
        } else {
            collect(member.value, unknown);
        }
    }
    for (const Value& item : schema.items) collect(item, unknown);
}

}  // namespace

std::set<std::string> Schema::unknown_keywords() const {
    std::set<std::string> unknown;
    collect(root_, unknown);
    return unknown;
}

bool Schema::accepts(const Value& schema, const Value& value) {
    if (const Value* const reference = schema.find("$ref")) {
        return accepts(resolve(reference->text), value);
    }
    const bool right = accepts_type(schema, value) && accepts_choice(schema, value) &&
                       accepts_text(schema, value) && accepts_number(schema, value) &&
                       accepts_items(schema, value) && accepts_members(schema, value);
    if (right) used_.insert(&schema);
    return right;
}

bool Schema::accepts_type(const Value& schema, const Value& value) const {
    const Value* const type = schema.find("type");
    if (type == nullptr) return true;
    if (type->text == "integer") {
        return value.is(Kind::Number) && value.text.find_first_of(".eE") == std::string::npos;
    }
    switch (value.kind) {
        case Kind::Null: return type->text == "null";
        case Kind::Boolean: return type->text == "boolean";
        case Kind::Number: return type->text == "number";
        case Kind::String: return type->text == "string";
        case Kind::Array: return type->text == "array";
        case Kind::Object: return type->text == "object";
    }
    return false;
}

bool Schema::accepts_choice(const Value& schema, const Value& value) {
    const Value* const constant = schema.find("const");
    if (constant != nullptr && !equal(*constant, value)) return false;
    const Value* const choices = schema.find("enum");
    if (choices != nullptr && std::ranges::none_of(choices->items, [&](const Value& choice) {
            return equal(choice, value);
        })) {
        return false;
    }
    const Value* const any_of = schema.find("anyOf");
    return any_of == nullptr || std::ranges::any_of(any_of->items, [&](const Value& each) {
               return accepts(each, value);
           });
}

bool Schema::accepts_text(const Value& schema, const Value& value) {
    if (!value.is(Kind::String)) return true;
    if (value.text.size() < size_in(schema, "minLength", 0)) return false;
    if (value.text.size() > size_in(schema, "maxLength", value.text.size())) return false;
    const Value* const pattern = schema.find("pattern");
    if (pattern == nullptr) return true;
    // Compiling an expression takes far longer than using it.
    const auto place = patterns_.try_emplace(pattern, pattern->text).first;
    return std::regex_search(value.text, place->second);
}

bool Schema::accepts_number(const Value& schema, const Value& value) const {
    if (!value.is(Kind::Number)) return true;
    const double number = std::stod(value.text);
    const Value* const least = schema.find("minimum");
    const Value* const most = schema.find("maximum");
    return (least == nullptr || number >= std::stod(least->text)) &&
           (most == nullptr || number <= std::stod(most->text));
}

bool Schema::accepts_items(const Value& schema, const Value& value) {
    if (!value.is(Kind::Array)) return true;
    if (value.items.size() < size_in(schema, "minItems", 0)) return false;
    const Value* const unique = schema.find("uniqueItems");
    for (std::size_t i = 1; unique != nullptr && i < value.items.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (equal(value.items[i], value.items[j])) return false;
        }
    }
    const Value* const items = schema.find("items");
    return items == nullptr || std::ranges::all_of(value.items, [&](const Value& item) {
               return accepts(*items, item);
           });
}

bool Schema::accepts_members(const Value& schema, const Value& value) {
    if (!value.is(Kind::Object)) return true;
    if (value.members.size() < size_in(schema, "minProperties", 0)) return false;
    const auto has_all = [&](const Value& keys) {
        return std::ranges::all_of(
            keys.items, [&](const Value& key) { return value.find(key.text) != nullptr; });
    };
    const Value* const required = schema.find("required");
    if (required != nullptr && !has_all(*required)) return false;
    if (const Value* const dependencies = schema.find("dependencies")) {
        for (const json::Member& each : dependencies->members) {
            if (value.find(each.key) != nullptr && !has_all(each.value)) return false;
        }
    }
    const Value* const names = schema.find("propertyNames");
    const Value* const others = schema.find("additionalProperties");
    return std::ranges::all_of(value.members, [&](const json::Member& member) {
        const Value name{Kind::String, member.key, {}, {}, {}};
        if (names != nullptr && !accepts(*names, name)) return false;
        const Value* const known = schema.find_path({"properties", member.key});
        if (known != nullptr) return accepts(*known, member.value);
        if (others == nullptr) return true;
        return others->is(Kind::Object) && accepts(*others, member.value);
    });
}

const Value& Schema::resolve(const std::string& reference) const {
    const std::string prefix = "#/definitions/";
    return *root_.find_path({"definitions", reference.substr(prefix.size())});
}

}  // namespace mentorsync::test
