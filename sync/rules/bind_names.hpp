// Finds in a portal what a mapping names. What is not there is a fault where the mapping names it.

#pragma once

#include <optional>

#include "mentorsync/crm.hpp"
#include "sync/rules/bound.hpp"
#include "sync/rules/fault_list.hpp"

namespace mentorsync {

// The property, or nullptr with a suggestion of the portal's own names.
const CrmProperty* bind_property(RecordKind kind, const Name& name, const CrmSchema& schema,
                                 FaultList& faults);

// The one list of this name.
std::optional<ListId> bind_list(const Name& name, const CrmSchema& schema, FaultList& faults);

// Both labels of a pair, every type that has their text. Setup makes a pair of which neither
// exists.
void bind_labels(const RelationshipRule& rule, const CrmSchema& schema, BoundSource& source,
                 FaultList& faults);

// That records of an enumeration can hold this value. Of other properties any value may be.
void bind_option(const Name& value, const CrmProperty& property, FaultList& faults);

// Every property and option of a condition; tells its tests what kind of property they look at.
void bind_condition(Condition& condition, RecordKind kind, const CrmSchema& schema,
                    FaultList& faults);

[[nodiscard]] bool is_enumeration(const CrmProperty& property) noexcept;
[[nodiscard]] bool is_date(const CrmProperty& property) noexcept;

}  // namespace mentorsync
