// What a sink must be told so that what is stored becomes what is known to be there today. Pure.

#pragma once

#include <cstddef>

#include "connector/hubspot/belonging.hpp"
#include "connector/hubspot/picture.hpp"
#include "mentorsync/crm_connector.hpp"

namespace mentorsync::hubspot {

struct Difference {
    CrmPage page;             // one page, to be stored whole or not at all
    std::size_t records = 0;  // that are new, changed, gone, or linked otherwise
    bool changed = false;     // whether anything differs, lists and owners included
};

// `left_over` is what an earlier pull of changes took and nobody stored: it is brought up to date
// or taken back.
[[nodiscard]] Difference find_difference(const PullScope& scope, const CrmSnapshot& stored,
                                         const Picture& picture, const Belonging& belonging,
                                         const CrmSnapshot& left_over);

}  // namespace mentorsync::hubspot
