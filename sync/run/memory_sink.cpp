#include "sync/run/memory_sink.hpp"

namespace mentorsync {

Result<void> MemorySink::take(const CrmPage& page) {
    for (const CrmRecord& record : page.records) {
        records_.insert_or_assign(RecordRef{record.kind, record.id}, record);
    }
    for (const CrmLink& link : page.links) {
        links_.insert_or_assign(std::pair(link.from, link.to), link);
    }
    for (const CrmOwner& owner : page.owners) owners_.insert_or_assign(owner.id, owner);
    memberships_.insert(page.memberships.begin(), page.memberships.end());
    for (const UnreadableRecord& unreadable : page.unreadable) {
        unreadable_.insert_or_assign(unreadable.record, unreadable);
    }
    return {};
}

Result<bool> MemorySink::has(const RecordRef& record) const {
    return records_.contains(record);
}

Result<std::optional<std::string>> MemorySink::resume_point(std::string_view /*stream*/) const {
    return std::optional<std::string>("");
}

Result<CrmSnapshot> MemorySink::taken() const {
    CrmSnapshot snapshot;
    for (const auto& [ref, record] : records_) snapshot.records.push_back(record);
    for (const auto& [ends, link] : links_) snapshot.links.push_back(link);
    for (const auto& [id, owner] : owners_) snapshot.owners.push_back(owner);
    snapshot.memberships.assign(memberships_.begin(), memberships_.end());
    for (const auto& [ref, unreadable] : unreadable_) snapshot.unreadable.push_back(unreadable);
    return snapshot;
}

}  // namespace mentorsync
