#include "tests/sandbox/links.hpp"

#include <algorithm>

namespace mentorsync::sandbox {

Links::Links() {
    const auto both = [this](Kind from, int id, int inverse) {
        types_.push_back({from, Kind::Contact, id, inverse, false, std::nullopt,
                          std::string(singular(from)) + "_to_contact"});
        types_.push_back({Kind::Contact, from, inverse, id, false, std::nullopt,
                          "contact_to_" + std::string(singular(from))});
    };
    both(Kind::Note, 202, 201);
    both(Kind::Task, 204, 203);
    both(Kind::Meeting, 200, 199);
    types_.push_back(
        {Kind::Contact, Kind::Contact, 449, 449, false, std::nullopt, "contact_to_contact"});
}

const LinkType* Links::plain(Kind from, Kind to) const {
    const auto found = std::find_if(types_.begin(), types_.end(), [&](const LinkType& type) {
        return type.from == from && type.to == to && !type.user_defined;
    });
    return found == types_.end() ? nullptr : &*found;
}

const LinkType* Links::type(Kind from, Kind to, int id) const {
    const auto found = std::find_if(types_.begin(), types_.end(), [&](const LinkType& type) {
        return type.from == from && type.to == to && type.id == id;
    });
    return found == types_.end() ? nullptr : &*found;
}

const LinkType* Links::labelled(Kind from, Kind to, std::string_view label) const {
    const auto found = std::find_if(types_.begin(), types_.end(), [&](const LinkType& type) {
        return type.from == from && type.to == to && type.label == label;
    });
    return found == types_.end() ? nullptr : &*found;
}

std::vector<const LinkType*> Links::types(Kind from, Kind to) const {
    std::vector<const LinkType*> result;
    for (const LinkType& type : types_) {
        if (type.from == from && type.to == to) result.push_back(&type);
    }
    return result;
}

std::vector<int> Links::define(Kind from, Kind to, const std::string& label,
                               const std::string& inverse, const std::string& name) {
    const int first = next_type_++;
    if (inverse.empty() && from == to) {
        types_.push_back({from, to, first, first, true, label, name});
        return {first};
    }
    const int second = next_type_++;
    const std::string back = inverse.empty() ? label : inverse;
    types_.push_back({to, from, first, second, true, back, name + "_inverse"});
    types_.push_back({from, to, second, first, true, label, name});
    return {first, second};
}

const Links::Targets& Links::of(Kind from, std::string_view id, Kind to) const {
    static const Targets none;
    const Sources& sources = side(from, to);
    const auto found = sources.find(id);
    return found == sources.end() ? none : found->second;
}

bool Links::has(Kind from, std::string_view id, Kind to, std::string_view other) const {
    return of(from, id, to).find(other) != of(from, id, to).end();
}

void Links::add(Kind from, const std::string& id, Kind to, const std::string& other,
                const TypeIds& type_ids) {
    TypeIds forward = type_ids;
    forward.insert(plain(from, to)->id);
    for (const int type_id : forward) {
        const LinkType* const known = type(from, to, type_id);
        side(from, to)[id][other].insert(type_id);
        side(to, from)[other][id].insert(known->inverse);
    }
}

void Links::remove(Kind from, std::string_view id, Kind to, std::string_view other) {
    const auto drop = [](Sources& sources, std::string_view source, std::string_view target) {
        const auto found = sources.find(source);
        if (found == sources.end()) return;
        const auto entry = found->second.find(target);
        if (entry != found->second.end()) found->second.erase(entry);
        if (found->second.empty()) sources.erase(found);
    };
    drop(side(from, to), id, other);
    drop(side(to, from), other, id);
}

void Links::remove_all(Kind kind, std::string_view id) {
    for (const Kind to : kAllKinds) {
        const Targets targets = of(kind, id, to);
        for (const auto& [other, types] : targets) remove(kind, id, to, other);
    }
}

void Links::move_all(Kind kind, const std::string& old_id, const std::string& new_id) {
    for (const Kind to : kAllKinds) {
        const Targets targets = of(kind, old_id, to);
        for (const auto& [other, type_ids] : targets) {
            const bool itself = kind == to && (other == new_id || other == old_id);
            if (!itself) add(kind, new_id, to, other, type_ids);
            remove(kind, old_id, to, other);
        }
    }
}

Links::Sources& Links::side(Kind from, Kind to) {
    return sides_[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

const Links::Sources& Links::side(Kind from, Kind to) const {
    return sides_[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

}  // namespace mentorsync::sandbox
