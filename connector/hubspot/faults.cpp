#include "connector/hubspot/faults.hpp"

#include <algorithm>

namespace mentorsync::hubspot {

namespace {

constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz0123456789_";
constexpr std::string_view kSubCategoryLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.";
constexpr std::string_view kScopeLetters = "abcdefghijklmnopqrstuvwxyz0123456789_.-";
constexpr std::string_view kCorrelationLetters = "abcdefABCDEF0123456789-";

constexpr std::size_t kLongestName = 100;
constexpr std::size_t kMostEntries = 1000;

// Source: reports on unique properties, HubSpot CRM API guide, Properties.
constexpr std::string_view kConflictingValue = "CONFLICTING_UNIQUE_VALUE";

bool consists_of(std::string_view text, std::string_view letters) {
    return !text.empty() && text.size() <= kLongestName &&
           text.find_first_not_of(letters) == std::string_view::npos;
}

std::string text_at(const json::Value& value, std::string_view key, std::string_view letters) {
    const json::Value* const found = value.find(key);
    const bool usable =
        found != nullptr && found->is(json::Kind::String) && consists_of(found->text, letters);
    return usable ? found->text : std::string{};
}

// Adds the texts of an array, or one text alone, that consist of `letters`; all if it is empty.
void collect(const json::Value* value, std::string_view letters, std::vector<std::string>& out) {
    if (value == nullptr) return;
    const auto add = [&](const json::Value& item) {
        const bool scalar = item.is(json::Kind::String) || item.is(json::Kind::Number);
        const bool usable = scalar && (letters.empty() ? item.text.size() <= 2 * kLongestName
                                                       : consists_of(item.text, letters));
        if (usable && out.size() < kMostEntries) out.push_back(item.text);
    };
    if (value->is(json::Kind::Array)) {
        std::ranges::for_each(value->items, add);
    } else {
        add(*value);
    }
}

void read_context(const json::Value& value, Fault& fault) {
    const json::Value* const context = value.find("context");
    if (context == nullptr) return;
    collect(context->find("requiredGranularScopes"), kScopeLetters, fault.scopes);
    collect(context->find("requiredScopes"), kScopeLetters, fault.scopes);
    collect(context->find("missingScopes"), kScopeLetters, fault.scopes);
    collect(context->find("propertyName"), kLower, fault.properties);
    collect(context->find("objectWriteTraceId"), {}, fault.trace_ids);
    collect(context->find("ids"), {}, fault.ids);
    collect(context->find("id"), {}, fault.ids);
}

// The reported conflict is a machine's token inside the message, and nowhere else.
bool names_conflict(const json::Value& value) {
    const json::Value* const message = value.find("message");
    return message != nullptr && message->text.find(kConflictingValue) != std::string::npos;
}

}  // namespace

bool Fault::has_code(std::string_view code) const {
    return std::ranges::find(codes, code) != codes.end();
}

Fault read_fault(const json::Value& body) {
    Fault fault;
    fault.category = text_at(body, "category", kUpper);
    if (fault.category.empty()) fault.category = text_at(body, "errorType", kUpper);
    fault.sub_category = text_at(body, "subCategory", kSubCategoryLetters);
    fault.policy = text_at(body, "policyName", kUpper);
    fault.correlation_id = text_at(body, "correlationId", kCorrelationLetters);
    fault.taken = fault.sub_category.ends_with(kConflictingValue) || names_conflict(body);
    collect(body.find("code"), kUpper, fault.codes);
    read_context(body, fault);
    if (const json::Value* const errors = body.find("errors"); errors != nullptr) {
        for (const json::Value& item : errors->items) {
            collect(item.find("code"), kUpper, fault.codes);
            read_context(item, fault);
            fault.taken = fault.taken || names_conflict(item);
        }
    }
    fault.taken = fault.taken || fault.has_code(kConflictingValue);
    return fault;
}

Fault parse_fault(std::string_view body) {
    const auto parsed = json::parse(body);
    return parsed ? read_fault(*parsed) : Fault{};
}

}  // namespace mentorsync::hubspot
