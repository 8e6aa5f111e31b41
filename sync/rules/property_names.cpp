#include "sync/rules/property_names.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include "sync/rules/reader.hpp"

namespace mentorsync {

namespace {

constexpr std::array<std::string_view, 2> kKinds{"contact", "task"};

// From the names of the mapping to those of the CRM.
using Names = std::map<std::string, Name, std::less<>>;

void find_shared(const Names& names, FaultList& faults) {
    std::map<std::string_view, std::string_view> owner;
    for (const auto& [name, property] : names) {
        const auto [place, is_new] = owner.emplace(property.text, name);
        if (is_new) continue;
        faults.add(property.at,
                   quoted(place->second) + " and " + quoted(name) + " are the same property " +
                       quoted(property.text),
                   "use one name for one property");
    }
}

Names read_names(const json::Value* block, std::string_view kind, FaultList& faults) {
    Names names;
    if (block == nullptr || !check_kind(*block, json::Kind::Object, quoted(kind), faults))
        return names;
    for (const json::Member& member : block->members) {
        const json::Value key{json::Kind::String, member.key, {}, {}, member.key_at};
        const auto name = read_name(key, "the name of a property", faults);
        auto property = read_name(member.value, "a property of the CRM", faults);
        if (name && property) names.emplace(member.key, *std::move(property));
    }
    find_shared(names, faults);
    return names;
}

json::Value* find(json::Value* value, std::string_view key) {
    if (value == nullptr) return nullptr;
    const auto found = std::ranges::find(value->members, key, &json::Member::key);
    return found == value->members.end() ? nullptr : &found->value;
}

void rename(json::Value* value, const Names& names) {
    if (value == nullptr || !value->is(json::Kind::String)) return;
    const auto found = names.find(value->text);
    if (found == names.end()) return;
    value->text = found->second.text;
    value->at = found->second.at;
}

// In a condition, and in whatever else holds them.
void rename_tested(json::Value* value, const Names& names) {
    if (value == nullptr) return;
    rename(find(value, "property"), names);
    for (json::Member& member : value->members) rename_tested(&member.value, names);
    for (json::Value& item : value->items) rename_tested(&item, names);
}

void rename_keys(json::Value* rollups, const Names& names, FaultList& faults) {
    if (rollups == nullptr) return;
    std::set<std::string, std::less<>> written;
    for (json::Member& member : rollups->members) {
        const auto found = names.find(member.key);
        const json::Position used_at = member.key_at;
        if (found != names.end()) {
            member.key = found->second.text;
            member.key_at = found->second.at;
        }
        if (written.insert(member.key).second) continue;
        faults.add(used_at, "another roll-up writes the property " + quoted(member.key) + " too",
                   "let each write a property of its own");
    }
}

void rename_of_contacts(json::Value& mapping, const Names& names, FaultList& faults) {
    rename_tested(find(&mapping, "programme"), names);
    rename_tested(find(&mapping, "relationships"), names);
    if (json::Value* const rules = find(&mapping, "relationships")) {
        for (json::Value& rule : rules->items) {
            rename(find(find(&rule, "from"), "contact_property"), names);
        }
    }
    rename_tested(find(&mapping, "goals"), names);
    rename_keys(find(&mapping, "rollups"), names, faults);
}

void rename_of_tasks(json::Value& mapping, const Names& names) {
    rename_tested(find(&mapping, "learning_tasks"), names);
    json::Value* const fields = find(&mapping, "task_fields");
    rename(find(fields, "title"), names);
    rename(find(fields, "due"), names);
    rename(find(find(fields, "state"), "property"), names);
}

}  // namespace

void apply_property_names(json::Value& mapping, FaultList& faults) {
    const json::Value* const block = mapping.find("properties");
    if (block == nullptr || !check_object(*block, "'properties'", kKinds, faults)) return;
    const Names of_contacts = read_names(block->find("contact"), "contact", faults);
    const Names of_tasks = read_names(block->find("task"), "task", faults);
    rename_of_contacts(mapping, of_contacts, faults);
    rename_of_tasks(mapping, of_tasks);
}

}  // namespace mentorsync
