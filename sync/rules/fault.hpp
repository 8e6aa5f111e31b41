// A mistake in a file that an admin wrote, and where it is.

#pragma once

#include <string>
#include <vector>

#include "mentorsync/json.hpp"

namespace mentorsync {

struct Fault {
    std::string file;
    json::Position at;
    std::string what;  // one line, lower case
    std::string hint;  // what to do, e.g. "did you mean 'from'?"; may be empty

    friend bool operator==(const Fault&, const Fault&) = default;
};

using Faults = std::vector<Fault>;

// "mapping.json:5:7: error: unknown key 'form' (did you mean 'from'?)".
[[nodiscard]] std::string to_text(const Fault& fault);

}  // namespace mentorsync
