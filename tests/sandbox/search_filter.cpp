#include "tests/sandbox/search_filter.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "tests/sandbox/query.hpp"

namespace mentorsync::sandbox {
namespace {

int sign(bool less, bool greater) {
    return less ? -1 : (greater ? 1 : 0);
}

// Words of letters and digits, in lower case.
std::vector<std::string> tokens(const std::string& text) {
    std::string spaced = lower(text);
    std::replace_if(
        spaced.begin(), spaced.end(),
        [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte < 0x80 && std::isalnum(byte) == 0 && c != '*';
        },
        ' ');
    return split(spaced, ' ');
}

bool fits_pattern(std::string_view token, std::string_view pattern) {
    const bool open_start = pattern.starts_with('*');
    const bool open_end = pattern.size() > 1 && pattern.ends_with('*');
    if (open_start) pattern.remove_prefix(1);
    if (open_end) pattern.remove_suffix(1);
    if (open_start && open_end) return token.find(pattern) != std::string_view::npos;
    if (open_start) return token.ends_with(pattern);
    return open_end ? token.starts_with(pattern) : token == pattern;
}

// Every word of the filter is a word of the value.
bool contains_tokens(const std::string& value, const std::string& wanted) {
    const std::vector<std::string> words = tokens(value);
    const std::vector<std::string> patterns = tokens(wanted);
    return std::all_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return std::any_of(words.begin(), words.end(),
                           [&](const std::string& word) { return fits_pattern(word, pattern); });
    });
}

bool is_enumeration(const Call& call, std::string_view name) {
    const Property* const property = call.portal.shelf(call.kind()).schema.find(name);
    return property != nullptr && property->type == "enumeration";
}

// Enumerations are compared with letter case, everything else without.
bool is_equal(const Call& call, const std::string& name, const std::string& value,
              const std::string& wanted) {
    if (is_enumeration(call, name)) {
        const auto parts = split(value, ';');
        return value == wanted || std::find(parts.begin(), parts.end(), wanted) != parts.end();
    }
    return compare_values(call, name, value, wanted) == 0 || lower(value) == lower(wanted);
}

// Wanted strings must be in lower case to be found: the index holds them so.
bool is_in(const Call& call, const std::string& name, const std::string& value,
           const Json& wanted) {
    const bool exact = is_enumeration(call, name);
    return std::any_of(wanted.items().begin(), wanted.items().end(), [&](const Json& item) {
        if (exact) return is_equal(call, name, value, item.text());
        return compare_values(call, name, lower(value), item.text()) == 0;
    });
}

bool is_associated(const Call& call, const Record& record, std::string_view type,
                   const std::string& id) {
    const auto to = kind_of(type);
    return to && call.portal.links.has(call.kind(), record.id, *to, id);
}

bool is_ordered(const Call& call, const Json& filter, const std::string& name,
                const std::string& value) {
    const std::string op = filter["operator"].text();
    const int order = compare_values(call, name, value, filter["value"].text());
    if (op == "LT") return order < 0;
    if (op == "LTE") return order <= 0;
    if (op == "GT") return order > 0;
    if (op == "GTE") return order >= 0;
    return op == "BETWEEN" && order >= 0 &&
           compare_values(call, name, value, filter["highValue"].text()) <= 0;
}

bool passes(const Call& call, const Record& record, const Json& filter) {
    const std::string name = filter["propertyName"].text();
    const std::string op = filter["operator"].text();
    constexpr std::string_view associations = "associations.";
    if (name.starts_with(associations)) {
        return is_associated(call, record, name.substr(associations.size()),
                             filter["value"].text());
    }
    const std::string value = record.value(call.kind(), name);
    if (op == "NOT_HAS_PROPERTY") return value.empty();
    if (op == "NEQ") return !value.empty() && !is_equal(call, name, value, filter["value"].text());
    if (op == "NOT_IN") return !value.empty() && !is_in(call, name, value, filter["values"]);
    if (op == "NOT_CONTAINS_TOKEN") return !contains_tokens(value, filter["value"].text());
    if (value.empty()) return false;
    if (op == "HAS_PROPERTY") return true;
    if (op == "EQ") return is_equal(call, name, value, filter["value"].text());
    if (op == "IN") return is_in(call, name, value, filter["values"]);
    if (op == "CONTAINS_TOKEN") return contains_tokens(value, filter["value"].text());
    return is_ordered(call, filter, name, value);
}

}  // namespace

bool matches_all(const Call& call, const Record& record, const Json& filters) {
    return std::all_of(filters.items().begin(), filters.items().end(),
                       [&](const Json& filter) { return passes(call, record, filter); });
}

int compare_values(const Call& call, std::string_view property, const std::string& a,
                   const std::string& b) {
    if (a.empty() || b.empty()) return sign(a.empty() && !b.empty(), !a.empty() && b.empty());
    const Property* const known = call.portal.shelf(call.kind()).schema.find(property);
    const std::string_view type = known == nullptr ? "string" : std::string_view(known->type);
    if (type == "date" || type == "datetime") {
        const auto left = parse_time(a);
        const auto right = parse_time(b);
        if (left && right) return sign(*left<*right, *left> * right);
    }
    if (property == "hs_object_id") return sign(IdLess{}(a, b), IdLess{}(b, a));
    if (type == "number") {
        const double left = std::strtod(a.c_str(), nullptr);
        const double right = std::strtod(b.c_str(), nullptr);
        return sign(left<right, left> right);
    }
    return sign(a<b, a> b);
}

}  // namespace mentorsync::sandbox
