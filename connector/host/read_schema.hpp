// Reads what a host's CRM can name: a document "mentorsync.schema/1", see docs/embedding.md.

#pragma once

#include <string_view>

#include "mentorsync/crm.hpp"
#include "mentorsync/error.hpp"

namespace mentorsync::host {

struct HostSchema {
    CrmAccount account;
    CrmSchema schema;
};

// Fails with Configuration, naming the place of the first fault. Notes have the unique property
// that holds our key, because whoever takes notes stores them under it.
[[nodiscard]] Result<HostSchema> read_schema(std::string_view text);

// The type under which a label of a host is known: the same for the same text, for ever.
[[nodiscard]] LinkType type_of_label(std::string_view label);

}  // namespace mentorsync::host
