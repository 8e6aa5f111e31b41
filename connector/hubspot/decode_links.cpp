#include <charconv>

#include "connector/hubspot/decode.hpp"

namespace mentorsync::hubspot {

namespace {

std::vector<LinkType> decode_types(const json::Value& target) {
    std::vector<LinkType> types;
    const json::Value* const list = target.find("associationTypes");
    if (list == nullptr) return types;
    for (const json::Value& item : list->items) {
        const json::Value* const number = item.find("typeId");
        if (number == nullptr) continue;
        int type_id = 0;
        const char* const end = number->text.data() + number->text.size();
        const auto [stopped, error] = std::from_chars(number->text.data(), end, type_id);
        if (error != std::errc{} || stopped != end) continue;
        types.push_back(
            {decode_text(item.find("category")), type_id, decode_text(item.find("label"))});
    }
    return types;
}

void decode_targets(const RecordRef& from, RecordKind to, const json::Value& item, LinkPage& page) {
    const json::Value* const targets = item.find("to");
    if (targets == nullptr) return;
    for (const json::Value& target : targets->items) {
        const auto id = decode_id(target.find("toObjectId"));
        if (!id) {
            page.unreadable.push_back({from, "one of its associations has no CRM id"});
            continue;
        }
        page.links.push_back({from, {to, RecordId(*id)}, decode_types(target)});
    }
    if (const std::string after = decode_after(item); !after.empty()) {
        page.more.push_back({from.id.text(), after});
    }
}

}  // namespace

std::optional<LinkPage> decode_links(RecordKind from, RecordKind to, const json::Value& body) {
    const json::Value* const results = find_results(body);
    if (results == nullptr) return std::nullopt;
    LinkPage page;
    for (std::size_t i = 0; i < results->items.size(); ++i) {
        const json::Value& item = results->items[i];
        const auto id = decode_id(item.find_path({"from", "id"}));
        if (!id) {
            page.unreadable.push_back(
                {{from, RecordId{}}, "/results/" + std::to_string(i) + "/from/id is no CRM id"});
            continue;
        }
        decode_targets({from, RecordId(*id)}, to, item, page);
    }
    return page;
}

}  // namespace mentorsync::hubspot
