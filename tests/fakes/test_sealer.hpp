// Sealers with keys that everybody knows, for tests.

#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "sync/store/sealer.hpp"

namespace mentorsync::store {

// A sealer of the keys with these letters, the first of which seals.
inline std::shared_ptr<const Sealer> test_sealer(const std::string& letters = "k") {
    std::vector<Secret> keys;
    for (const char letter : letters) keys.emplace_back(std::string(32, letter));
    auto sealer = Sealer::from_keys(keys);
    if (!sealer) throw std::runtime_error(sealer.error().message);
    return *sealer;
}

}  // namespace mentorsync::store
