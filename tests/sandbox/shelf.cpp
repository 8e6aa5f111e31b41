#include "tests/sandbox/shelf.hpp"

#include <algorithm>

#include "tests/sandbox/query.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::chrono::minutes kLongestLag{60};

// The values under which a record can be found by this property.
std::vector<std::string> unique_values(const Record& record, const Property& property) {
    std::vector<std::string> values;
    const auto own = record.properties.find(property.name);
    if (own != record.properties.end()) values.push_back(lower(own->second));
    if (property.name == "email") {
        const std::string more = record.value(Kind::Contact, "hs_additional_emails");
        for (const std::string& address : split(more, ';')) values.push_back(lower(address));
    }
    return values;
}

}  // namespace

const Record* Shelf::find(std::string_view id) const {
    const auto found = records_.find(id);
    return found == records_.end() ? nullptr : &found->second;
}

const Record* Shelf::find_live(std::string_view id) const {
    const Record* record = find(id);
    return record != nullptr && !record->archived ? record : nullptr;
}

std::vector<std::string> Shelf::holders(std::string_view property, std::string_view value,
                                        bool ignore_case) const {
    std::vector<std::string> ids;
    const auto found = unique_.find({std::string(property), lower(value)});
    if (found == unique_.end()) return ids;
    for (const std::string& id : found->second) {
        const auto own = records_.at(id).properties.find(property);
        const bool exact = own != records_.at(id).properties.end() && own->second == value;
        if (exact || ignore_case || property == "email") ids.push_back(id);
    }
    return ids;
}

void Shelf::put(Record record, Time at, bool lagging) {
    const auto found = records_.find(record.id);
    if (lagging) {
        auto& past = past_[record.id];
        std::erase_if(past, [&](const Past& entry) { return entry.until + kLongestLag < at; });
        past.push_back({at, found == records_.end() ? std::nullopt : std::optional(found->second)});
    }
    if (found != records_.end()) {
        unindex(found->second);
        found->second = std::move(record);
        index(found->second);
        return;
    }
    std::string id = record.id;
    index(records_.emplace(std::move(id), std::move(record)).first->second);
}

void Shelf::erase(std::string_view id) {
    const auto found = records_.find(id);
    if (found == records_.end()) return;
    unindex(found->second);
    past_.erase(found->first);
    records_.erase(found);
}

const Record* Shelf::indexed(const Record& current, Time when) const {
    const auto found = past_.find(current.id);
    if (found == past_.end()) return &current;
    for (const Past& entry : found->second) {
        if (entry.until > when) return entry.record ? &*entry.record : nullptr;
    }
    return &current;
}

std::string Shelf::next_id() {
    std::string id = std::to_string(next_id_++);
    while (records_.contains(id)) id = std::to_string(next_id_++);
    return id;
}

void Shelf::reindex() {
    unique_.clear();
    for (const auto& [id, record] : records_) index(record);
}

void Shelf::index(const Record& record) {
    for (const auto& [name, property] : schema.properties) {
        if (!property.unique) continue;
        for (std::string& value : unique_values(record, property)) {
            unique_[{name, std::move(value)}].insert(record.id);
        }
    }
}

void Shelf::unindex(const Record& record) {
    for (const auto& [name, property] : schema.properties) {
        if (!property.unique) continue;
        for (std::string& value : unique_values(record, property)) {
            const auto found = unique_.find({name, std::move(value)});
            if (found == unique_.end()) continue;
            found->second.erase(record.id);
            if (found->second.empty()) unique_.erase(found);
        }
    }
}

}  // namespace mentorsync::sandbox
