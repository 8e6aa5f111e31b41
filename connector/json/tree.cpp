#include "connector/json/tree.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace mentorsync::json {

namespace {

// The earliest member whose key an earlier one has, or null. Sorts rather than hashes: nobody can
// choose keys that make sorting slow.
const Member* find_repeated(const std::vector<Member>& members,
                            std::vector<const Member*>& sorted) {
    sorted.clear();
    for (const Member& member : members) sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(), [](const Member* left, const Member* right) {
        const int order = left->key.compare(right->key);
        return order != 0 ? order < 0 : std::less<>()(left, right);
    });
    const Member* earliest = nullptr;
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        if (sorted[i]->key != sorted[i - 1]->key) continue;
        if (earliest == nullptr || sorted[i] < earliest) earliest = sorted[i];
    }
    return earliest;
}

}  // namespace

bool TreeBuilder::scalar(Kind kind, std::string_view text, std::size_t begin) {
    Value* const value = next(begin);
    if (value == nullptr) return false;
    value->kind = kind;
    if (kind != Kind::Null) value->text = text;
    return true;
}

bool TreeBuilder::key(std::string_view name, std::size_t begin) {
    open_.back()->members.push_back({std::string(name), lines_.at(begin), {}});
    return true;
}

bool TreeBuilder::open(Kind kind, std::size_t begin) {
    if (open_.size() == limits_.depth) {
        return fail(lines_.at(begin),
                    "nested deeper than " + std::to_string(limits_.depth) + " levels");
    }
    Value* const value = next(begin);
    if (value == nullptr) return false;
    value->kind = kind;
    open_.push_back(value);
    return true;
}

bool TreeBuilder::close() {
    const Member* const repeated = find_repeated(open_.back()->members, sorted_);
    if (repeated != nullptr) {
        return fail(repeated->key_at, "this key was given before in the same object");
    }
    open_.pop_back();
    return true;
}

Value* TreeBuilder::next(std::size_t begin) {
    const Position at = lines_.at(begin);
    if (values_ == limits_.values) {
        fail(at, "more than " + std::to_string(limits_.values) + " values");
        return nullptr;
    }
    ++values_;
    Value* value = &root_;
    if (!open_.empty()) {
        Value& parent = *open_.back();
        value =
            parent.is(Kind::Object) ? &parent.members.back().value : &parent.items.emplace_back();
    }
    value->at = at;
    return value;
}

bool TreeBuilder::fail(Position at, std::string what) {
    failure_ = ParseError{at, std::move(what)};
    return false;
}

}  // namespace mentorsync::json
