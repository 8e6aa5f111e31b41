// Any bytes as a settings file: accepted with at least one portal, or refused in whole lines.

#include "sync/run/settings.hpp"
#include "tests/rigs/fuzz/target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mentorsync;
    const auto settings = parse_settings("mentorsync.json", fuzz::text_of(data, size));
    if (settings) {
        fuzz::require(!settings->portals.empty() && !settings->store.empty());
        return 0;
    }
    fuzz::require(!settings.error().empty());
    for (const auto& fault : settings.error()) {
        for (const char c : to_text(fault)) fuzz::require(static_cast<unsigned char>(c) >= 0x20);
    }
    return 0;
}
