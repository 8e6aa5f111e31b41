// Makes, uses and ends so many engines, and says how much memory is used before and after.
//
// usage: embed_rounds COUNT

#include <malloc.h>

#include <cstdio>
#include <cstdlib>

#include "tests/embed/office.hpp"

namespace {

bool round() {
    office::Engine engine;
    const bool is_open = engine.code == MENTORSYNC_OK && engine.hand_in() == MENTORSYNC_OK;
    return is_open && engine.cycle() == MENTORSYNC_OK && engine.take() == MENTORSYNC_OK;
}

std::size_t bytes_in_use() {
    return mallinfo2().uordblks + mallinfo2().hblkhd;
}

}  // namespace

int main(int argc, char** argv) {
    const int count = argc == 2 ? std::atoi(argv[1]) : 0;
    if (count < 10) return 2;
    // What is made once for the process is made in the first half, and the heap finds its shape.
    for (int i = 0; i < count / 2; ++i) {
        if (!round()) return 1;
    }
    const std::size_t before = bytes_in_use();
    for (int i = 0; i < count / 2; ++i) {
        if (!round()) return 1;
    }
    const std::size_t after = bytes_in_use();
    std::printf("%d rounds: %zu bytes in use half way, %zu at the end\n", count, before, after);
    // A forgotten object takes 16 bytes at least.
    constexpr std::size_t kSmallest = 16;
    return after < before + kSmallest * static_cast<std::size_t>(count / 2) ? 0 : 1;
}
