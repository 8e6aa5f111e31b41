#include <algorithm>
#include <utility>

#include "connector/hubspot/decode.hpp"
#include "connector/hubspot/instant.hpp"

namespace mentorsync::hubspot {

namespace {

constexpr std::string_view kMergedProperty = "hs_merged_object_ids";

// Source: HubSpot CRM API guide, Associations, default type ids.
constexpr int kTaskToContact = 204;

using Unreadable = tl::unexpected<std::string>;

// A timestamp beside the properties. Missing is the epoch: some lookalikes have none.
tl::expected<Instant, std::string> decode_instant(const json::Value& item, std::string_view key) {
    const json::Value* const value = item.find(key);
    if (value == nullptr || value->is(json::Kind::Null)) return Instant{};
    const auto instant = parse_instant(value->text);
    if (!instant) return Unreadable(std::string(key) + " is no point in time");
    return *instant;
}

tl::expected<Properties, std::string> decode_properties(const json::Value& item) {
    Properties properties;
    const json::Value* const map = item.find("properties");
    if (map == nullptr || map->is(json::Kind::Null)) return properties;
    if (!map->is(json::Kind::Object)) return Unreadable("properties is not an object");
    for (const json::Member& member : map->members) {
        if (member.value.is(json::Kind::Object) || member.value.is(json::Kind::Array)) {
            return Unreadable("a property is neither text nor null");
        }
        if (!member.value.text.empty()) properties.emplace(member.key, member.value.text);
    }
    return properties;
}

// Moves the ids of `1;2;3` out of the properties. What is no id is dropped: it names nothing.
std::vector<RecordId> take_merged(Properties& properties, const RecordId& own) {
    std::vector<RecordId> merged;
    const auto found = properties.find(kMergedProperty);
    if (found == properties.end()) return merged;
    std::string_view rest = found->second;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        const std::string_view id = rest.substr(0, end);
        if (is_crm_id(id) && id != own.text()) merged.emplace_back(std::string(id));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    properties.erase(found);
    std::ranges::sort(merged);
    merged.erase(std::unique(merged.begin(), merged.end()), merged.end());
    return merged;
}

tl::expected<CrmRecord, std::string> decode_record(RecordKind kind, const RecordId& id,
                                                   const json::Value& item) {
    auto properties = decode_properties(item);
    if (!properties) return Unreadable(properties.error());
    const auto created = decode_instant(item, "createdAt");
    if (!created) return Unreadable(created.error());
    const auto updated = decode_instant(item, "updatedAt");
    if (!updated) return Unreadable(updated.error());
    const json::Value* const archived = item.find("archived");
    auto merged = take_merged(*properties, id);
    return CrmRecord{.kind = kind,
                     .id = id,
                     .created = *created,
                     .updated = *updated,
                     .archived = archived != nullptr && archived->is_true(),
                     .properties = *std::move(properties),
                     .merged = std::move(merged)};
}

// The contacts beside a listed task.
void decode_inline_links(const RecordRef& task, const json::Value& item, RecordPage& page) {
    const json::Value* const contacts = item.find_path({"associations", "contacts"});
    const json::Value* const results = contacts == nullptr ? nullptr : find_results(*contacts);
    if (results == nullptr) return;
    if (!decode_after(*contacts).empty()) page.with_more_links.push_back(task.id);
    std::vector<std::string> seen;
    for (const json::Value& entry : results->items) {
        const auto contact = decode_id(entry.find("id"));
        if (!contact) {
            page.unreadable.push_back({task, "one of its contacts has no CRM id"});
            continue;
        }
        // A contact comes once a type of association.
        if (std::ranges::find(seen, *contact) != seen.end()) continue;
        seen.push_back(*contact);
        page.links.push_back({task,
                              {RecordKind::Contact, RecordId(*contact)},
                              {{"HUBSPOT_DEFINED", kTaskToContact, ""}}});
    }
}

}  // namespace

std::optional<RecordPage> decode_records(RecordKind kind, const json::Value& body) {
    const json::Value* const results = find_results(body);
    if (results == nullptr) return std::nullopt;
    RecordPage page;
    for (std::size_t i = 0; i < results->items.size(); ++i) {
        const json::Value& item = results->items[i];
        const std::string where = "/results/" + std::to_string(i);
        const auto id = decode_id(item.find("id"));
        if (!id) {
            page.unreadable.push_back({{kind, RecordId{}}, where + "/id is no CRM id"});
            continue;
        }
        const RecordRef ref{kind, RecordId(*id)};
        auto record = decode_record(kind, ref.id, item);
        if (!record) {
            page.unreadable.push_back({ref, where + ": " + record.error()});
            continue;
        }
        page.records.push_back(*std::move(record));
        decode_inline_links(ref, item, page);
    }
    return page;
}

}  // namespace mentorsync::hubspot
