// What there is to say of a note: it is known by its place in the outbox, and nothing has to be
// pulled for that.

#pragma once

#include <optional>
#include <string_view>

#include "mentorsync/crm.hpp"
#include "sync/rules/rule_set.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

[[nodiscard]] Result<Explanation> explain_note(store::StateReader& state, const RecordId& note);

// The kind of record that people call "contact", "task" or "note"; empty for any other word.
[[nodiscard]] std::optional<RecordKind> record_kind_named(std::string_view name);

}  // namespace mentorsync
