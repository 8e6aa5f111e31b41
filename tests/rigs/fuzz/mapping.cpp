// Any bytes as a mapping. What is accepted has one canonical text, and faults are one line each.

#include "sync/rules/rule_set.hpp"
#include "tests/rigs/fuzz/target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mentorsync;
    const auto no_file = [](std::string_view) {
        return Result<std::string>(fail(ErrorCode::Configuration, "no such file"));
    };
    const auto mapping = parse_mapping("mapping.json", fuzz::text_of(data, size), no_file);
    if (mapping) {
        fuzz::require(!mapping->canonical_text().empty());
        return 0;
    }
    fuzz::require(!mapping.error().empty());
    for (const auto& fault : mapping.error()) {
        for (const char c : to_text(fault)) fuzz::require(static_cast<unsigned char>(c) >= 0x20);
    }
    return 0;
}
