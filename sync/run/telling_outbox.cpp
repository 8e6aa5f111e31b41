#include "sync/run/telling_outbox.hpp"

#include "sync/run/event.hpp"

namespace mentorsync {

Result<std::vector<OutboxRow>> TellingOutbox::due(Instant now, std::size_t limit) {
    return inner_.due(now, limit);
}

Result<std::vector<OutboxRow>> TellingOutbox::to_audit(Instant now, std::size_t limit) {
    return inner_.to_audit(now, limit);
}

Result<bool> TellingOutbox::advance(const NoteKey& key, RowState from, const RowChange& change,
                                    const std::string& operation, const std::string& outcome) {
    auto moved = inner_.advance(key, from, change, operation, outcome);
    if (moved && *moved && from != change.to) {
        Event event("note", portal_);
        event.with("key", key.text()).with("from", name_of(from)).with("to", name_of(change.to));
        event.with("by", operation).with("outcome", outcome);
        if (change.note) event.with("note", change.note->text());
        log_.write(change.to == RowState::Parked ? LogLevel::Warning : LogLevel::Info,
                   event.line());
    }
    return moved;
}

Result<std::vector<store::PropertyRow>> TellingOutbox::waiting_properties(std::size_t limit) {
    return inner_.waiting_properties(limit);
}

Result<void> TellingOutbox::finish_property(const store::PropertyRow& row,
                                            const std::string& error) {
    auto finished = inner_.finish_property(row, error);
    if (finished && !error.empty()) {
        Event event("property", portal_);
        event.with("contact", row.contact.text()).with("property", row.property);
        log_.write(LogLevel::Warning, event.with("to", "parked").line());
    }
    return finished;
}

}  // namespace mentorsync
