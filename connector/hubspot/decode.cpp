#include "connector/hubspot/decode.hpp"

#include <charconv>

namespace mentorsync::hubspot {

std::optional<std::string> decode_id(const json::Value* value) {
    if (value == nullptr) return std::nullopt;
    const bool scalar = value->is(json::Kind::String) || value->is(json::Kind::Number);
    if (!scalar || !is_crm_id(value->text)) return std::nullopt;
    return value->text;
}

std::string decode_text(const json::Value* value) {
    return value != nullptr && value->is(json::Kind::String) ? value->text : std::string{};
}

std::string decode_after(const json::Value& body) {
    const json::Value* const after = body.find_path({"paging", "next", "after"});
    if (after == nullptr) return {};
    const bool scalar = after->is(json::Kind::String) || after->is(json::Kind::Number);
    return scalar ? after->text : std::string{};
}

std::optional<std::size_t> decode_count(const json::Value& body, std::string_view key) {
    const json::Value* const value = body.find(key);
    if (value == nullptr || value->text.empty()) return std::nullopt;
    std::size_t count = 0;
    const char* const end = value->text.data() + value->text.size();
    const auto [stopped, error] = std::from_chars(value->text.data(), end, count);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    return count;
}

const json::Value* find_results(const json::Value& body) {
    const json::Value* const results = body.find("results");
    return results != nullptr && results->is(json::Kind::Array) ? results : nullptr;
}

std::vector<Fault> decode_faults(const json::Value& body) {
    std::vector<Fault> faults;
    if (const json::Value* const errors = body.find("errors"); errors != nullptr) {
        for (const json::Value& item : errors->items) faults.push_back(read_fault(item));
    }
    return faults;
}

std::optional<std::vector<CrmOwner>> decode_owners(const json::Value& body) {
    const json::Value* const results = find_results(body);
    if (results == nullptr) return std::nullopt;
    std::vector<CrmOwner> owners;
    for (const json::Value& item : results->items) {
        const auto id = decode_id(item.find("id"));
        if (!id) continue;
        const json::Value* const archived = item.find("archived");
        owners.push_back({.id = OwnerId(*id),
                          .email = decode_text(item.find("email")),
                          .first_name = decode_text(item.find("firstName")),
                          .last_name = decode_text(item.find("lastName")),
                          .archived = archived != nullptr && archived->is_true()});
    }
    return owners;
}

std::optional<MemberPage> decode_members(const json::Value& body) {
    const json::Value* const results = find_results(body);
    if (results == nullptr) return std::nullopt;
    MemberPage page;
    for (const json::Value& item : results->items) {
        const auto id = decode_id(item.find("recordId"));
        if (id) {
            page.contacts.emplace_back(*id);
        } else {
            ++page.unreadable;
        }
    }
    return page;
}

}  // namespace mentorsync::hubspot
