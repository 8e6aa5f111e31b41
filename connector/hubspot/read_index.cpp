#include "connector/hubspot/instant.hpp"
#include "connector/hubspot/reads.hpp"

namespace mentorsync::hubspot {

namespace {

// Empty where a portal that has records does not say when they were modified.
std::optional<Instant> newest_of(RecordKind kind, const json::Value& body) {
    const json::Value* const results = find_results(body);
    if (results == nullptr) return std::nullopt;
    if (results->items.empty()) return kEarliest;
    const auto records = decode_records(kind, body);
    if (!records || records->records.empty()) return std::nullopt;
    return modified_at(records->records.front());
}

}  // namespace

std::optional<Instant> modified_at(const CrmRecord& record) {
    const auto modified = parse_instant(record.value(modified_property(record.kind)));
    const Instant at = modified.value_or(record.updated);
    return at < kEarliest ? std::nullopt : std::optional(at);
}

void Reads::look_at_index(RecordKind kind, IndexMark& mark) {
    const bool contacts = kind == RecordKind::Contact;
    jobs_.push({{.endpoint = contacts ? Endpoint::SearchContacts : Endpoint::SearchTasks,
                 .body = newest_body(kind)},
                [kind, &mark](Reply& reply) -> Result<void> {
                    if (!reply.answer) return {};
                    mark.total = decode_count(reply.answer->body, "total");
                    mark.newest = newest_of(kind, reply.answer->body);
                    return {};
                }});
}

}  // namespace mentorsync::hubspot
