// What a sink must be told so that what is stored becomes what is known to be there today. Pure.

#pragma once

#include <cstddef>

#include "connector/hubspot/belonging.hpp"
#include "connector/hubspot/picture.hpp"
#include "mentorsync/crm_connector.hpp"

namespace mentorsync::hubspot {

struct Difference {
    // To be taken before `page`, which may bring links to what is gone back.
    CrmPage gone;
    CrmPage page;

    std::size_t records = 0;     // that are new, changed, gone, or linked otherwise
    bool lists_changed = false;  // who is on one
    bool owners_changed = false;

    [[nodiscard]] bool is_any() const { return records > 0 || lists_changed || owners_changed; }
};

[[nodiscard]] Difference find_difference(const PullScope& scope, const CrmSnapshot& stored,
                                         const Picture& picture, const Belonging& belonging);

}  // namespace mentorsync::hubspot
