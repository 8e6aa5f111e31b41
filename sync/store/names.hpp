// Enumerators in the database are the words of their `name_of`; this reads them back.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mentorsync/crm.hpp"
#include "mentorsync/error.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync::store {

[[nodiscard]] constexpr std::string_view name_of(PullKind kind) noexcept {
    return kind == PullKind::Everything ? "everything" : "changes";
}

[[nodiscard]] constexpr std::string_view name_of(GoneRecord::How how) noexcept {
    switch (how) {
        case GoneRecord::How::Archived: return "archived";
        case GoneRecord::How::Erased: return "erased";
        case GoneRecord::How::Left: return "left";
    }
    return "unknown";
}

// Fails with StoreFailed when `name` is no word for an `Enum`: the row is damaged, or a newer
// mentorsync wrote it.
template <class Enum>
[[nodiscard]] Result<Enum> value_named(const std::string& name) {
    constexpr int more_than_any_has = 32;
    for (int number = 0; number < more_than_any_has; ++number) {
        const auto value = static_cast<Enum>(number);
        if (name_of(value) == name && name != "unknown") return value;
    }
    return fail(ErrorCode::StoreFailed,
                "the state holds the unknown word \"" + name +
                    "\"; restore a backup, or move it away and begin again with `mentorsync plan`");
}

}  // namespace mentorsync::store
