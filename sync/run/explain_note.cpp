#include "sync/run/explain_note.hpp"

#include <string>

namespace mentorsync {

std::optional<RecordKind> record_kind_named(std::string_view name) {
    for (const RecordKind kind : {RecordKind::Contact, RecordKind::Task, RecordKind::Note}) {
        if (name_of(kind) == name) return kind;
    }
    return std::nullopt;
}

Result<Explanation> explain_note(store::StateReader& state, const RecordId& note) {
    const auto rows = state.notes();
    if (!rows) return Failure(rows.error());
    for (const OutboxRow& row : *rows) {
        if (row.note != note) continue;
        return Explanation{
            .status = RecordStatus::InSync,
            .lines = {
                "it is the " + std::string(name_of(row.identity.kind)) + " note of " +
                    row.identity.relationship.text() +
                    (row.identity.period.empty() ? "" : " for " + row.identity.period),
                "its key is " + row.key.text() + ", its state " + std::string(name_of(row.state)),
                "it was written once and is never changed by mentorsync"}};
    }
    return Explanation{.status = RecordStatus::Excluded,
                       .lines = {"no note of mentorsync has this id, and mentorsync reads no other "
                                 "notes"}};
}

}  // namespace mentorsync
