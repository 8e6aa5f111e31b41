#pragma once

#include <ostream>

#include "connector/hubspot/endpoints.hpp"

namespace mentorsync::hubspot {

inline constexpr ApiVersion kVersions[] = {ApiVersion::September2026, ApiVersion::March2026,
                                           ApiVersion::V3};

inline std::ostream& operator<<(std::ostream& out, ApiVersion version) {
    return out << name_of(version);
}

}  // namespace mentorsync::hubspot
