// The manual page of a configuration file, from its JSON Schema (draft 7, as far as config/schema
// uses it).

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/error.hpp"
#include "sync/manual/roff.hpp"

namespace mentorsync::manual {

struct SchemaNotes {
    std::string summary;  // for NAME
    std::string example;  // a whole file
    std::vector<std::string> see_also;
};

// Fails, with its place, on a schema that is no JSON, and on one that uses what is not known here,
// so that nothing is left out unseen.
[[nodiscard]] Result<std::string> schema_page(std::string_view schema, const PageTitle& title,
                                              const SchemaNotes& notes);

}  // namespace mentorsync::manual
