#include "connector/json/tree.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <span>
#include <utility>

namespace mentorsync::json {

namespace {

// Comparing each with each is quickest for the few keys that most objects have.
constexpr std::size_t kFew = 12;

const Member* find_repeated_of_few(std::span<const Member> members) {
    for (std::size_t i = 1; i < members.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (members[i].key == members[j].key) return &members[i];
        }
    }
    return nullptr;
}

// The earliest member whose key an earlier one has, or null. Sorts rather than hashes: nobody can
// choose keys that make sorting slow.
const Member* find_repeated(std::span<const Member> members, std::vector<const Member*>& sorted) {
    if (members.size() <= kFew) return find_repeated_of_few(members);
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

// Moves what lies on `stack` from `first` on into `into`, which then holds no spare memory.
template <class T>
void unload(std::vector<T>& stack, std::size_t first, std::vector<T>& into) {
    const auto begin = stack.begin() + static_cast<std::ptrdiff_t>(first);
    into.assign(std::make_move_iterator(begin), std::make_move_iterator(stack.end()));
    stack.erase(begin, stack.end());
}

}  // namespace

bool TreeBuilder::scalar(Kind kind, std::string_view text, std::size_t begin) {
    const Position at = lines_.at(begin);
    if (!count(at)) return false;
    Value& value = next_place();
    value.kind = kind;
    value.at = at;
    if (kind != Kind::Null) value.text = text;
    return true;
}

bool TreeBuilder::key(std::string_view name, std::size_t begin) {
    Member& member = members_.emplace_back();
    member.key = name;
    member.key_at = lines_.at(begin);
    return true;
}

bool TreeBuilder::open(Kind kind, std::size_t begin) {
    const Position at = lines_.at(begin);
    if (open_.size() == limits_.depth) {
        return fail(at, "nested deeper than " + std::to_string(limits_.depth) + " levels");
    }
    if (!count(at)) return false;
    open_.push_back({kind, at, kind == Kind::Object ? members_.size() : items_.size()});
    return true;
}

bool TreeBuilder::close() {
    const Open closed = open_.back();
    Value value;
    value.kind = closed.kind;
    value.at = closed.at;
    if (closed.kind == Kind::Object) {
        const Member* const repeated =
            find_repeated(std::span<const Member>(members_).subspan(closed.first), sorted_);
        if (repeated != nullptr) {
            return fail(repeated->key_at, "this key was given before in the same object");
        }
        unload(members_, closed.first, value.members);
    } else {
        unload(items_, closed.first, value.items);
    }
    open_.pop_back();
    next_place() = std::move(value);
    return true;
}

bool TreeBuilder::count(Position at) {
    if (values_ == limits_.values) {
        return fail(at, "more than " + std::to_string(limits_.values) + " values");
    }
    ++values_;
    return true;
}

Value& TreeBuilder::next_place() {
    if (open_.empty()) return root_;
    if (open_.back().kind == Kind::Object) return members_.back().value;
    return items_.emplace_back();
}

bool TreeBuilder::fail(Position at, std::string what) {
    failure_ = ParseError{at, std::move(what)};
    return false;
}

}  // namespace mentorsync::json
