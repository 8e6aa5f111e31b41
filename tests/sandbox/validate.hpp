// What the CRM looks up and checks before it reads or writes a record.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sandbox/call.hpp"
#include "tests/sandbox/json.hpp"

namespace mentorsync::sandbox {

// A write that passed, or the reason why not.
struct Checked {
    Properties properties;  // in the form in which they are stored
    int status = 0;         // of the refusal: 400 or 409
    Json error;             // an error item; null when the write may be done

    [[nodiscard]] bool ok() const noexcept { return error.is_null(); }
};

// Checks `properties` of a new record (`id` empty) or of a change to record `id`: names exist,
// values fit, unique values are free, and on a new record what is required is there.
[[nodiscard]] Checked check_write(Call& call, const Json& properties, std::string_view id);

// The record that holds a unique value and would conflict with a write, other than `id`; empty
// when there is none. Archived holders count as the switch says.
[[nodiscard]] std::string conflicting_id(const Call& call, std::string_view property,
                                         std::string_view value, std::string_view id);

// The record that a path or an input names, by id (a merged one leads to its heir) or, where
// `id_property` is not empty, by unique value; null when there is none that is archived as asked.
[[nodiscard]] const Record* find_named(const Call& call, const std::string& name,
                                       const std::string& id_property, bool archived);

// Whether the portal has such a property for this kind and its values are unique.
[[nodiscard]] bool is_unique(const Call& call, std::string_view property);

}  // namespace mentorsync::sandbox
