// The associations of one portal, and the types they can have.

#pragma once

#include <array>
#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sandbox/records.hpp"

namespace mentorsync::sandbox {

// A kind of association in one direction. The two directions of a pair have ids of their own, or
// share one. Source: HubSpot CRM API guide, Associations, default type ids and labels.
struct LinkType {
    Kind from;
    Kind to;
    int id = 0;
    int inverse = 0;
    bool user_defined = false;
    std::optional<std::string> label;  // empty: the plain association
    std::string name;
};

inline constexpr std::size_t kMaxLabels = 10;  // per pair of object types

class Links {
public:
    using TypeIds = std::set<int>;
    using Targets = std::map<std::string, TypeIds, IdLess>;

    Links();

    // The plain type between two kinds; null where the sandbox knows no association.
    [[nodiscard]] const LinkType* plain(Kind from, Kind to) const;
    [[nodiscard]] const LinkType* type(Kind from, Kind to, int id) const;
    [[nodiscard]] const LinkType* labelled(Kind from, Kind to, std::string_view label) const;
    [[nodiscard]] std::vector<const LinkType*> types(Kind from, Kind to) const;

    // Adds a label, and one for the other direction unless `inverse` is empty. Returns their ids,
    // the inverse first as HubSpot's own example has it.
    std::vector<int> define(Kind from, Kind to, const std::string& label,
                            const std::string& inverse, const std::string& name);

    // What one record is associated with, in order of ids.
    [[nodiscard]] const Targets& of(Kind from, std::string_view id, Kind to) const;
    [[nodiscard]] bool has(Kind from, std::string_view id, Kind to, std::string_view other) const;

    // Associates two records, both directions, adding `type_ids` of the direction from -> to to
    // what is there. The plain type always comes along.
    void add(Kind from, const std::string& id, Kind to, const std::string& other,
             const TypeIds& type_ids);
    void remove(Kind from, std::string_view id, Kind to, std::string_view other);
    void remove_all(Kind kind, std::string_view id);
    // Gives every association of `old_id` to `new_id` of the same kind.
    void move_all(Kind kind, const std::string& old_id, const std::string& new_id);

private:
    using Sources = std::map<std::string, Targets, IdLess>;

    [[nodiscard]] Sources& side(Kind from, Kind to);
    [[nodiscard]] const Sources& side(Kind from, Kind to) const;

    std::array<std::array<Sources, kKinds>, kKinds> sides_;
    std::vector<LinkType> types_;
    int next_type_ = 31;
};

}  // namespace mentorsync::sandbox
