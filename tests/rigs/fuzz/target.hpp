// What a fuzz target is: one function that takes any bytes and must neither crash nor break its
// word. libFuzzer calls it in the build with clang, replay.cpp in any other.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace mentorsync::fuzz {

[[nodiscard]] inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// Ends the process when a promise is broken, so that the input is kept.
inline void require(bool kept) {
    if (!kept) std::abort();
}

}  // namespace mentorsync::fuzz
